/** What is known of a photo, written into files of every kind that takes it, and read again by exiftool. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { embeddedTags } from '../../../src/engine/media/embeddedTags.ts';
import { imageDataOf } from '../../../src/engine/media/imageData/imageData.ts';
import { insertionOf } from '../../../src/engine/media/insertion/insertion.ts';
import type { CaptureTime } from '../../../src/engine/media/model.ts';
import { readFacts } from '../../../src/engine/media/readFacts.ts';
import type { XmpFields } from '../../../src/engine/media/xmpDocument.ts';
import { ExiftoolWriter } from '../../../src/engine/plan/exiftoolWriter.ts';
import { Refused } from '../../../src/engine/plan/refused.ts';
import { ExifTool } from '../../../src/engine/programs/exiftool.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const DATA = path.resolve(import.meta.dirname, '../../fixtures/data');
const exiftool = new ExifTool({ processes: 2 });
after(() => exiftool.end());
const writer = new ExiftoolWriter(exiftool);

/** Noise, so that a picture is more than one strip of it, with something to see through. */
const noise = (channels: 3 | 4) =>
  sharp(Buffer.from(Array.from({ length: 64 * 48 * channels }, (_, i) => (i * 7919) % 251)), {
    raw: { width: 64, height: 48, channels },
  });

const KINDS: readonly (readonly [name: string, make: (file: string) => unknown])[] = [
  ['JPEG', file => noise(3).jpeg().toFile(file)],
  [
    'JPEG of a camera',
    file =>
      noise(3)
        .withExif({ IFD0: { Make: 'Maker', Orientation: '6' } })
        .jpeg()
        .toFile(file),
  ],
  ['progressive JPEG with a profile', file => noise(3).withIccProfile('p3').jpeg({ progressive: true }).toFile(file)],
  ['PNG', file => noise(4).png().toFile(file)],
  ['WebP', file => noise(3).webp().toFile(file)],
  ['WebP without loss, with alpha', file => noise(4).webp({ lossless: true }).toFile(file)],
  ['TIFF', file => noise(3).tiff({ compression: 'lzw', tile: true, tileWidth: 16, tileHeight: 16 }).toFile(file)],
  ['AVIF', file => noise(3).avif().toFile(file)],
  ['HEIC', file => fs.copyFileSync(path.join(DATA, 'quarters-thumb.heic'), file)],
  ['MP4', file => film(file, 'mp4')],
  ['MP4 with its tables first', file => film(file, 'mp4', '-movflags', '+faststart')],
  ['MOV', file => film(file, 'mov')],
];
const isFilm = (kind: string): boolean => /^(MP4|MOV)/.test(kind);

function film(file: string, format: string, ...more: readonly string[]): void {
  const input = ['-f', 'lavfi', '-i', 'testsrc=d=1:s=64x48', '-f', 'lavfi', '-i', 'sine=d=1'];
  execFileSync('ffmpeg', ['-v', 'error', ...input, '-pix_fmt', 'yuv420p', ...more, '-f', format, file]);
}

const WORDS: XmpFields = {
  title: 'Tom &amp; Jerry <b>„Größe“</b> 漢字 👩‍👩‍👧',
  description: 'first line\nsecond=line\n#third -o /tmp/x',
  keywords: ['ein, zwei', '2019', 'true', 'a=b', '-execute'],
  people: ['Ana; Bo', 'Zoë'],
  creator: 'R & D',
  copyright: '© 2020',
  rating: 4,
};
const PLACES: readonly XmpFields[] = [
  { gps: { lat: -33.85678912, lon: -70.123456789, alt: -12.34 } },
  { gps: { lat: 0.0000003, lon: 179.9999999 } },
  { gps: { lat: 89.5, lon: -0.5, alt: 8848.86 } },
];
const TIMES: readonly CaptureTime[] = [
  { known: 'zoned', wallMs: Date.UTC(2019, 6, 1, 10, 0, 0, 50), offsetMin: 345 },
  { known: 'zoned', wallMs: Date.UTC(1965, 0, 2, 3, 4, 5), offsetMin: -570 },
  { known: 'zoned', wallMs: Date.UTC(1969, 11, 31, 23, 59, 59, 999), offsetMin: 0 },
  { known: 'wall', wallMs: Date.UTC(2003, 1, 28, 23, 59, 59) },
  { known: 'wall', wallMs: Date.UTC(1890, 5, 6, 7, 8, 9, 250) },
  { known: 'instant', utcMs: Date.UTC(2016, 1, 29, 12, 0, 0) },
  { known: 'instant', utcMs: Date.UTC(1955, 4, 5, 6, 7, 8) },
];

/** EXIF has no word for an instant alone: UTC, with its offset, is the same one. */
const inExif = (time: CaptureTime): CaptureTime =>
  time.known === 'instant' ? { known: 'zoned', wallMs: time.utcMs, offsetMin: 0 } : time;

for (const [kind, make] of KINDS) {
  test(`${kind}: what is written reads as it was meant, and the picture is the same`, async t => {
    const backup = new TempBackup(t);
    const raw = backup.path('.keepsake-1.from');
    await make(raw);
    const { fileType } = await readFacts(exiftool, raw, '');
    const before = fs.readFileSync(raw);
    const sets: readonly XmpFields[] = [
      WORDS,
      ...PLACES,
      ...TIMES.map(capturedAt => ({ capturedAt })),
      { ...WORDS, ...PLACES[0], capturedAt: TIMES[0]! },
    ];
    for (const [i, fields] of sets.entries()) {
      const to = backup.path(`.keepsake-${i}.tmp`);
      const embedding = embeddedTags(fields, fileType, before.length);
      assert.ok(embedding != null && 'tags' in embedding, JSON.stringify(embedding));
      const written = await writer.write(raw, to, embedding.tags, 'lacking');
      assert.deepEqual(written, { isNew: true, occupied: [] });
      const facts = await readFacts(exiftool, to, '');
      assert.equal(facts.trouble, undefined);
      for (const field of ['title', 'description', 'keywords', 'people', 'creator', 'copyright', 'rating'] as const)
        assert.deepEqual(facts[field]?.value, fields[field], field);
      if (fields.gps != null) {
        const { lat, lon, alt } = facts.gps?.value ?? assert.fail('no place');
        assert.ok(Math.abs(lat - fields.gps.lat) < 1e-7 && Math.abs(lon - fields.gps.lon) < 1e-7, `${lat} ${lon}`);
        assert.ok(fields.gps.alt == null ? alt == null : Math.abs((alt ?? 0) - fields.gps.alt) < 1e-4);
      }
      if (fields.capturedAt != null)
        assert.deepEqual(facts.times?.[0]?.time, isFilm(kind) ? fields.capturedAt : inExif(fields.capturedAt));
      assert.deepEqual(await imageDataOf(to), await imageDataOf(raw));
      assert.deepEqual(await seen(to, kind), await seen(raw, kind));
      // Asked once more, there is nothing left to write.
      assert.deepEqual(await writer.write(to, `${to}.again`, embedding.tags, 'lacking'), {
        isNew: false,
        occupied: [],
      });
    }
    assert.deepEqual(fs.readFileSync(raw), before);
  });
}

/** Pixels, or the checksums of all frames and sounds. */
async function seen(file: string, kind: string): Promise<unknown> {
  if (isFilm(kind))
    return execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-map', '0', '-c', 'copy', '-f', 'framemd5', '-'], {
      encoding: 'utf8',
    }).replace(/^#.*\n/gm, '');
  if (kind === 'HEIC') return undefined;
  return sharp(file).raw().toBuffer({ resolveWithObject: true });
}

test('what a file says stays: times, places and words are never overwritten, and that is told', async t => {
  const backup = new TempBackup(t);
  const plain = backup.path('plain.jpg');
  await noise(3).jpeg().toFile(plain);
  const said = backup.path('.keepsake-1.from');
  await exiftool.writeCopy(plain, said, {
    'EXIF:DateTimeOriginal': '0000:00:00 00:00:00',
    'EXIF:GPSLatitude': 0,
    'EXIF:GPSLatitudeRef': 'N',
    'EXIF:GPSLongitude': 0,
    'EXIF:GPSLongitudeRef': 'E',
    'XMP-dc:Title': 'mine',
    'XMP-dc:Subject': ['a'],
    'XMP-xmp:Rating': 0,
  });
  const to = backup.path('.keepsake-2.tmp');
  const fields: XmpFields = {
    capturedAt: { known: 'zoned', wallMs: Date.UTC(2019, 6, 1, 10), offsetMin: 120 },
    gps: { lat: -10.5, lon: 20.25, alt: 7 },
    title: 'theirs',
    keywords: ['a'],
    people: ['P'],
    rating: 3,
  };
  const embedding = embeddedTags(fields, 'JPEG', 1000);
  assert.ok(embedding != null && 'tags' in embedding);
  const { isNew, occupied } = await writer.write(said, to, embedding.tags, 'lacking');
  assert.deepEqual([isNew, occupied], [true, ['XMP-dc:Title', 'XMP-xmp:Rating']]);
  const raw = await exiftool.readRaw(to);
  assert.equal(raw['ExifIFD:DateTimeOriginal'], '0000:00:00 00:00:00');
  assert.equal(raw['GPS:GPSLatitude'], 0);
  const facts = await readFacts(exiftool, to, '');
  assert.deepEqual(facts.times?.[0]?.time, fields.capturedAt);
  assert.deepEqual(facts.gps, { value: fields.gps, origin: 'xmp' });
  assert.deepEqual([facts.title?.value, facts.people?.value, facts.rating?.value], ['mine', ['P'], 0]);
});

test('what is put in without exiftool is what exiftool would have written, and it finds it sound', async t => {
  const backup = new TempBackup(t);
  // What exiftool adds of itself, and where things lie.
  const own =
    /^(ExifTool|System|File|Composite):|XMPToolkit|YCbCrPositioning|ComponentsConfiguration|ColorSpace|ExifByteOrder/;
  const run = (...args: string[]): string =>
    execFileSync('perl', ['node_modules/exiftool-vendored.pl/bin/exiftool', '-config', '', ...args], {
      encoding: 'utf8',
    });
  const all = (file: string): Record<string, unknown> => {
    const [tags] = JSON.parse(run('-j', '-a', '-G1', '-n', file)) as [object];
    return Object.fromEntries(Object.entries(tags).filter(([name]) => !own.test(name) && name !== 'SourceFile'));
  };
  const times = [TIMES[0], TIMES[4]].map(capturedAt => ({ capturedAt: capturedAt! }));
  const sets = [...times, PLACES[0]!, WORDS, { ...WORDS, ...PLACES[0], capturedAt: TIMES[0]! }];
  const said = backup.path('said');
  const files = new Map([
    ['bare.jpg', await noise(3).jpeg().toBuffer()],
    ['coloured.jpg', await noise(3).withIccProfile('p3').jpeg().toBuffer()],
    ['bare.png', await noise(4).png().toBuffer()],
    // Apple's: it tells how far behind it the picture begins.
    ['idot.png', withIdot(await noise(4).png().toBuffer())],
  ]);
  fs.writeFileSync(`${said}.from`, files.get('bare.jpg') ?? '');
  await exiftool.writeCopy(`${said}.from`, `${said}.one`, { 'EXIF:GPSAltitude': 3, 'EXIF:GPSAltitudeRef': 1 });
  await exiftool.writeCopy(`${said}.from`, `${said}.two`, { 'XMP-photoshop:DateCreated': '2001:01:01 00:00:00' });
  files.set('with EXIF.jpg', fs.readFileSync(`${said}.one`)).set('with XMP.jpg', fs.readFileSync(`${said}.two`));
  let inserted = 0;
  for (const [name, bytes] of files) {
    const from = backup.write(name, bytes);
    const isPng = name.endsWith('.png');
    for (const [i, fields] of sets.entries()) {
      const embedding = embeddedTags(fields, isPng ? 'PNG' : 'JPEG', 1000);
      assert.ok(embedding != null && 'tags' in embedding);
      const look = { size: bytes.length, read: (at: number, length: number) => bytes.subarray(at, at + length) };
      const insertion = insertionOf(isPng ? 'PNG' : 'JPEG', look, embedding.tags);
      // One that has EXIF takes words only, one that has XMP no words.
      const hasWords = 'title' in fields;
      const isTaken = name.startsWith('with EXIF') ? fields !== WORDS : name.startsWith('with XMP') && hasWords;
      assert.equal(insertion == null, isTaken, `${name} ${JSON.stringify(fields)}`);
      if (insertion == null) continue;
      inserted++;
      const [ours, theirs] = [backup.path(`${i}.ours`), backup.path(`${i}.theirs`)];
      fs.rmSync(ours, { force: true });
      fs.rmSync(theirs, { force: true });
      fs.rmSync(`${ours}.more`, { force: true });
      await writer.write(from, ours, embedding.tags, 'lacking');
      const { at, bytes: put } = insertion;
      assert.deepEqual(fs.readFileSync(ours), Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at)]));
      await exiftool.writeCopy(from, theirs, embedding.tags);
      const [made, wanted] = [all(ours), all(theirs)];
      assert.deepEqual(Object.keys(made).sort(), Object.keys(wanted).sort());
      for (const [tag, value] of Object.entries(wanted)) {
        if (typeof value === 'number') assert.ok(Math.abs(value - Number(made[tag])) < 1e-8, tag);
        else assert.deepEqual(made[tag], value, tag);
      }
      // We say nothing of how the picture is made, though the standard would have it.
      for (const warning of run('-validate', '-warning', '-a', '-s3', ours).trim().split('\n'))
        assert.match(warning, /^$|^OK$|^\d Warnings?\b|^Missing required (JPEG|PNG) (ExifIFD|IFD0) tag/);
      // What we made, exiftool can write on.
      await exiftool.writeCopy(ours, `${ours}.more`, { 'XMP-xmp:Rating': 5, 'EXIF:GPSAltitude': 3 });
      if (!name.startsWith('idot')) assert.deepEqual(await imageDataOf(`${ours}.more`), await imageDataOf(from));
    }
  }
  assert.ok(inserted >= 20);
});

function withIdot(png: Buffer): Buffer {
  const chunk = Buffer.alloc(40);
  chunk.writeUInt32BE(28);
  chunk.write('iDOT', 4, 'latin1');
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 36)), 36);
  const at = png.indexOf('IDAT', 0, 'latin1') - 4;
  return Buffer.concat([png.subarray(0, at), chunk, png.subarray(at)]);
}

test('an edit replaces what is there, and takes away', async t => {
  const backup = new TempBackup(t);
  for (const [kind, make] of KINDS) {
    const [from, once, twice] = [1, 2, 3].map(i => backup.path(`${kind} ${i}`)) as [string, string, string];
    await make(from);
    const place = isFilm(kind) ? ['Keys:GPSCoordinates', '1.5 2.5'] : ['EXIF:DateTimeOriginal', '2001:02:03 04:05:06'];
    await writer.write(
      from,
      once,
      { 'XMP-dc:Subject': ['a', 'b'], 'XMP-xmp:Rating': 2, [place[0]!]: place[1] },
      'replacing',
    );
    const tags = { 'XMP-dc:Subject': ['c'], 'XMP-xmp:Rating': null, [place[0]!]: null };
    assert.deepEqual(await writer.write(once, twice, tags, 'replacing'), { isNew: true, occupied: [] });
    const { keywords, rating, gps, times } = await readFacts(exiftool, twice, '');
    assert.deepEqual(
      [keywords?.value, rating, gps, isFilm(kind) ? undefined : times],
      [['c'], undefined, undefined, undefined],
    );
    assert.deepEqual(await imageDataOf(twice), await imageDataOf(from));
  }
});

test('a photo whose name says another format is written by its bytes', async t => {
  const backup = new TempBackup(t);
  for (const [name, make] of [
    ['jpeg.HEIC', (file: string) => noise(3).jpeg().toFile(file)],
    ['heic.jpg', (file: string) => fs.promises.copyFile(path.join(DATA, 'quarters.heic'), file)],
    ['film.jpg', async (file: string) => film(file, 'mp4')],
    ['png.mov', (file: string) => noise(3).png().toFile(file)],
  ] as const) {
    const from = backup.path(name);
    await make(from);
    const to = backup.path(`${name}.tmp`);
    await writer.write(from, to, { 'XMP-dc:Subject': ['x'] }, 'replacing');
    assert.deepEqual((await readFacts(exiftool, to, '')).keywords?.value, ['x'], name);
  }
});

test('what is cut, no picture, or would not stay the same is refused', async t => {
  const backup = new TempBackup(t);
  const jpeg = await noise(3).jpeg().toBuffer();
  const png = await noise(3).png().toBuffer();
  const film4 = backup.path('film.mp4');
  film(film4, 'mp4');
  const mp4 = fs.readFileSync(film4);
  const heic = fs.readFileSync(path.join(DATA, 'quarters.heic'));
  const bad: Readonly<Record<string, Buffer>> = {
    'text.jpg': Buffer.from('no photo at all, but some text'),
    'empty.jpg': Buffer.alloc(0),
    'head.jpg': jpeg.subarray(0, 100),
    'cut.png': png.subarray(0, png.length - 20),
    'cut.mp4': mp4.subarray(0, mp4.length - 100),
    'cut.heic': heic.subarray(0, heic.length - 100),
    'gif.gif': await noise(3).gif().toBuffer(),
  };
  for (const [name, bytes] of Object.entries(bad)) {
    const from = backup.write(name, bytes);
    await assert.rejects(
      writer.write(from, backup.path(`${name}.tmp`), { 'XMP-dc:Title': 'x' }, 'lacking'),
      Refused,
      name,
    );
    assert.deepEqual(fs.readFileSync(from), bytes);
  }
});
