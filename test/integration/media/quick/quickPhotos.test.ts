/** Photos of every kind that is read in process, with tags that exiftool's own command line wrote: both agree. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { exiftoolPath } from 'exiftool-vendored';
import sharp, { type Sharp } from 'sharp';
import { xmpTags } from '../../../../src/engine/media/quick/xmp.ts';
import { factsOf } from '../../../../src/engine/media/readFacts.ts';
import { ExifTool } from '../../../../src/engine/programs/exiftool.ts';
import { agreesOn, quickly } from './agreement.ts';

const run = promisify(execFile);
const exiftool = new ExifTool({ processes: 2 });
let folder: string;
let tool: string;

const EXIF = [
  '-EXIF:DateTimeOriginal=2019:07:01 10:00:00',
  '-EXIF:CreateDate=2019:07:01 10:00:01',
  '-EXIF:ModifyDate=2020:01:01 00:00:00',
  '-EXIF:SubSecTimeOriginal=05',
  '-EXIF:OffsetTimeOriginal=+02:00',
  '-EXIF:OffsetTime=-03:30',
  '-EXIF:Orientation#=6',
  '-EXIF:Make=Canon  ',
  '-EXIF:Model=Canon EOS R5',
  '-EXIF:LensModel=RF35mm F1.8',
  '-EXIF:FNumber=2.8',
  '-EXIF:ExposureTime=1/8000',
  '-EXIF:FocalLength=35.5',
  '-EXIF:ISO=100',
  '-EXIF:Flash#=25',
  '-EXIF:Software=1.0',
  '-EXIF:ImageDescription=Über den Wolken',
  '-EXIF:Artist=Ida',
  '-EXIF:Copyright=Ida\nOtto',
  '-EXIF:XPTitle=Größe',
  '-EXIF:XPKeywords=a;b',
  '-EXIF:UserComment=words',
  '-EXIF:Rating=3',
];
const GPS = [
  '-GPS:GPSLatitude=34.918891',
  '-GPS:GPSLatitudeRef=S',
  '-GPS:GPSLongitude=138.596861',
  '-GPS:GPSLongitudeRef=E',
  '-GPS:GPSAltitude=20.5',
  '-GPS:GPSAltitudeRef#=1',
  '-GPS:GPSTimeStamp=08:00:00.25',
  '-GPS:GPSDateStamp=2019:07:01',
];
const XMP = [
  '-XMP-dc:Title=Über den Wolken',
  '-XMP-dc:Title-fr=Nuages',
  '-XMP-dc:Description=a < b & "c"\nsecond line',
  '-XMP-dc:Subject=sky',
  '-XMP-dc:Subject=2019',
  '-XMP-dc:Creator=Ida',
  '-XMP-dc:Rights=none',
  '-XMP-xmp:Rating=4',
  '-XMP-xmp:CreatorTool=Tool 2.0',
  '-XMP-xmp:CreateDate=2019:07:01 10:00:00Z',
  '-XMP-photoshop:DateCreated=2019:07:01',
  '-XMP-exif:DateTimeOriginal=2019:07:01 10:00:00.5+02:00',
  '-XMP-exif:GPSLatitude=-12.5',
  '-XMP-exif:GPSLongitude=7.25',
  '-XMP-exif:GPSAltitude=12.345',
  '-XMP-exif:FNumber=2.8',
  '-XMP-exif:ISO=200',
  '-XMP-tiff:Make=Maker',
  '-XMP-aux:Lens=50 mm',
  '-XMP-iptcExt:PersonInImage=Ida',
  '-XMP-GCamera:MotionPhoto=1',
  '-XMP-GCamera:BurstID=7d3f9a60-1c5e-4a57-8a0e-2b8f5a8f0f11',
  '-XMP-GCamera:BurstPrimary=1',
  '-XMP-digiKam:TagsList=people/Ida',
  '-XMP-mwg-rs:RegionInfo={AppliedToDimensions={W=10,H=20,Unit=pixel},RegionList=[{Area={X=0.1,Y=0.1,W=0.2,H=0.2,Unit=normalized},Name=Ida,Type=Face},{Name=Rex,Type=Pet}]}',
  '-XMP-MP:RegionInfoMP={Regions=[{PersonDisplayName=Otto,Rectangle=1}]}',
];
const IPTC = [
  '-IPTC:DateCreated=2019:07:01',
  '-IPTC:TimeCreated=10:00:00+02:00',
  '-IPTC:ObjectName=Größe',
  '-IPTC:Caption-Abstract=caption',
  '-IPTC:Keywords=eins',
  '-IPTC:Keywords=zwei',
  '-IPTC:By-line=Ida',
];

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keepsake-quick-'));
  tool = await exiftoolPath();
});

after(async () => {
  await exiftool.end();
  await rm(folder, { recursive: true, force: true });
});

const picture = () => sharp({ create: { width: 60, height: 40, channels: 3, background: '#48c' } });
const at = (name: string) => path.join(folder, name);
/** One call for many files: starting perl takes longest. */
const tag = (files: readonly string[], ...args: string[]) =>
  run('perl', [tool, '-q', '-m', '-overwrite_original', ...args, ...files]);

/** A picture of each kind, bare and with each kind of tags. */
const KINDS: Readonly<Record<string, () => Sharp>> = {
  'a.jpg': () => picture().jpeg(),
  'progressive.jpg': () => picture().jpeg({ progressive: true }).withIccProfile('p3'),
  'a.png': () => picture().png(),
  'profile.png': () => picture().png().withIccProfile('p3'),
  'a.webp': () => picture().webp(),
  'lossless.webp': () => picture().webp({ lossless: true }),
  'alpha.webp': () => picture().ensureAlpha(0.5).webp().withIccProfile('p3'),
  'a.avif': () => picture().avif(),
};
const TAGS: Readonly<Record<string, readonly string[]>> = {
  nothing: [],
  exif: EXIF,
  'exif with a place': [...EXIF, ...GPS],
  xmp: XMP,
  all: [...EXIF, ...GPS, ...XMP],
};

for (const [what, args] of Object.entries(TAGS)) {
  test(`${what} in every kind of picture: as exiftool reads it`, async () => {
    const files = Object.keys(KINDS).map(kind => at(`${what}-${kind}`));
    for (const [k, make] of Object.values(KINDS).entries()) await make().toFile(files[k]!);
    if (args.length > 0) await tag(files, ...args);
    for (const file of files) assert.ok(await agreesOn(exiftool, file), `${file} is read without exiftool`);
  });
}

test('a JPEG with IPTC, in UTF-8 and in Latin', async () => {
  for (const charset of ['-IPTC:CodedCharacterSet=UTF8', '-IPTC:CodedCharacterSet=']) {
    const file = at('iptc.jpg');
    await picture().jpeg().toFile(file);
    await tag([file], charset, ...IPTC, ...EXIF);
    assert.ok(await agreesOn(exiftool, file));
    assert.equal(factsOf((await quickly(file))!).title?.value, 'Größe');
  }
});

test("Apple's note ties a photo to its video, and to its burst", async () => {
  // exiftool makes no maker notes: one as an iPhone writes it, by hand.
  const id = '2DF2F0A5-5C5C-4F4B-8B8B-4B6E3C1A7D10';
  const burst = '91E7A2B4-0C7D-4D63-9F0A-7D5E3B2C1A09';
  const note = Buffer.alloc(16 + 12 * 3 + 4 + id.length + 1 + burst.length + 1);
  note.write('Apple iOS\0\0\x01MM', 0, 'latin1');
  note.writeUInt16BE(3, 14);
  const entry = (at: number, numbers: readonly [number, number, number, number]): void => {
    note.writeUInt16BE(numbers[0], at);
    note.writeUInt16BE(numbers[1], at + 2);
    note.writeUInt32BE(numbers[2], at + 4);
    note.writeUInt32BE(numbers[3], at + 8);
  };
  const texts = 16 + 12 * 3 + 4;
  entry(16, [1, 9, 1, 14]);
  entry(28, [0x0b, 2, burst.length + 1, texts + id.length + 1]);
  entry(40, [0x11, 2, id.length + 1, texts]);
  note.write(`${id}\0${burst}`, texts, 'latin1');
  const file = at('live.jpg');
  await picture().jpeg().toFile(file);
  const block = at('note.bin');
  await writeFile(block, note);
  await tag([file], '-EXIF:Make=Apple', '-EXIF:DateTimeOriginal=2019:07:01 10:00:00', `-MakerNoteApple<=${block}`);
  assert.ok(await agreesOn(exiftool, file));
  const facts = factsOf((await quickly(file))!);
  assert.equal(facts.contentId, id);
  assert.equal(facts.burst, burst);
});

test('real HEICs of both ways of turning', async () => {
  const data = path.join(import.meta.dirname, '../../../fixtures/data');
  const names = ['quarters.heic', 'quarters-turned.heic', 'quarters-thumb.heic', 'quarters-turned-forgetful.heic'];
  for (const name of names) {
    await copyFile(path.join(data, name), at(name));
    assert.ok(await agreesOn(exiftool, at(name)), name);
  }
  await tag(names.map(at), ...EXIF, ...GPS, ...XMP);
  for (const name of names) assert.ok(await agreesOn(exiftool, at(name)), `${name} with tags`);
});

test('what is unusual is left to exiftool', async () => {
  const unusual: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
    'a maker note of a stranger': async file => {
      const bytes = await readFile(at('live.jpg'));
      bytes.write('Stranger!', bytes.indexOf('Apple iOS'), 'latin1');
      await writeFile(file, bytes);
    },
    'a text that is not UTF-8': file => tag([file], '-charset', 'exif=latin', '-EXIF:Artist=Größe', '-EXIF:Make=x'),
    'a cut file': file => truncate(file, 300),
    'a file of text': file => writeFile(file, 'no picture at all\n'.repeat(10)),
    'an empty file': file => writeFile(file, ''),
  };
  for (const [what, change] of Object.entries(unusual)) {
    const file = at('unusual.jpg');
    await picture().jpeg().withMetadata().toFile(file);
    await change(file);
    assert.equal(await quickly(file), undefined, what);
  }
  const file = at('named.mpo');
  await copyFile(at('all-a.jpg'), file);
  assert.equal(await quickly(file), undefined, 'exiftool takes this ending into account');
});

test('a name that says another format changes nothing', async () => {
  for (const name of ['jpeg.png', 'jpeg.heic', 'jpeg.mov', 'jpeg']) {
    await copyFile(at('all-a.jpg'), at(name));
    assert.ok(await agreesOn(exiftool, at(name)), name);
  }
});

test('XMP sidecars, as exiftool writes them, plain and packed', async () => {
  for (const [name, args] of [
    ['compact.xmp', ['-api', 'Compact=Shorthand,NoPadding', ...XMP]],
    ['plain.xmp', XMP],
    ['ours.xmp', ['-api', 'Compact=OneDesc', ...XMP]],
  ] as const) {
    const file = at(name);
    await run('perl', [tool, '-q', '-m', '-o', file, ...args]);
    const quick = xmpTags(await readFile(file, 'utf8'));
    assert.ok(quick != null, name);
    assert.deepEqual(factsOf(quick), factsOf(await exiftool.readRaw(file)), name);
  }
});
