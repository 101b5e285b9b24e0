/** JPEGs rewritten in memory, as exiftool reads them: what was asked for, and everything else as it was. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { exiftoolPath } from 'exiftool-vendored';
import sharp from 'sharp';
import { rewritten } from '../../../src/engine/plan/rewriting.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const EXIFTOOL = await exiftoolPath();
const exiftool = (...args: string[]): string =>
  execFileSync('perl', [EXIFTOOL, '-config', '', ...args], { encoding: 'utf8', maxBuffer: 1 << 26 });

type Dump = Readonly<Record<string, unknown>>;

/** All that exiftool sees in a file, unknown tags too, but for where in it things lie. */
function dump(file: string): Dump {
  const [all] = JSON.parse(exiftool('-j', '-a', '-u', '-U', '-G1:4', '-n', '-struct', file)) as [Dump];
  return Object.fromEntries(
    Object.entries(all).filter(([key]) => !/^(SourceFile|System:|ExifTool:ExifToolVersion|File:|Composite:)/.test(key)),
  );
}

async function jpeg(backup: TempBackup, args: readonly string[]): Promise<string> {
  const file = path.join(backup.root, `${fs.readdirSync(backup.root).length}.jpg`);
  const pixels = Buffer.alloc(48 * 32 * 3, 77);
  fs.writeFileSync(
    file,
    await sharp(pixels, { raw: { width: 48, height: 32, channels: 3 } })
      .jpeg()
      .toBuffer(),
  );
  if (args.length > 0) exiftool('-q', '-n', '-overwrite_original', ...args, file);
  return file;
}

const CAMERA = [
  '-EXIF:Make=Canon',
  '-EXIF:DateTimeOriginal=2018:01:01 10:00:00',
  '-EXIF:CreateDate=2018:01:01 10:00:00',
  '-EXIF:OffsetTimeOriginal=+01:00',
  '-EXIF:UserComment=a comment',
];
const PLACE = ['-EXIF:GPSLatitude=10', '-EXIF:GPSLatitudeRef=N', '-EXIF:GPSLongitude=20', '-EXIF:GPSLongitudeRef=E'];
const WORDS = [
  '-XMP-dc:Subject=one',
  '-XMP-dc:Subject=two',
  '-XMP-dc:Title=old',
  '-XMP-xmp:Label=Red',
  '-XMP-xmpMM:HistoryAction=saved',
];

const SHIFT = {
  'EXIF:DateTimeOriginal': '2019:02:03 04:05:06',
  'EXIF:CreateDate': '2019:02:03 04:05:07',
  'EXIF:OffsetTimeOriginal': '-03:30',
};
const MOVE = {
  'EXIF:GPSLatitude': 46.9512345,
  'EXIF:GPSLatitudeRef': 'S',
  'EXIF:GPSLongitude': 7.4391234,
  'EXIF:GPSLongitudeRef': 'W',
};
const SAY = {
  'XMP-dc:Title': ' <b>„x“</b> & "y" ]]> ',
  'XMP-dc:Description': 'line\nline\t👩‍👧 \u202eabc',
  'XMP-dc:Subject': ['two', 'three & four', '#[CSTR]\\n', '-execute'],
  'XMP-xmp:Rating': 3,
};

describe('a JPEG is rewritten in memory', () => {
  const cases: readonly (readonly [what: string, made: readonly string[], tags: Readonly<Record<string, unknown>>])[] =
    [
      ['time of a camera', CAMERA, SHIFT],
      ['place', [...CAMERA, ...PLACE], MOVE],
      ['words beside others', [...CAMERA, ...WORDS], SAY],
      ['words where there were none', CAMERA, SAY],
      ['all of it', [...CAMERA, ...PLACE, ...WORDS], { ...SHIFT, ...MOVE, ...SAY }],
      ['words beside IPTC', [...WORDS, '-IPTC:Keywords=one', '-IPTC:Headline=H'], { 'XMP-dc:Rights': 'x' }],
      ['time where EXIF has none', ['-EXIF:Make=Canon', '-EXIF:UserComment=a comment'], SHIFT],
      ['time where EXIF has only some of it', CAMERA, { ...SHIFT, 'EXIF:SubSecTimeOriginal': '123' }],
      ['place where EXIF has none', CAMERA, { ...MOVE, 'EXIF:GPSAltitude': 1234.5, 'EXIF:GPSAltitudeRef': 0 }],
      ['time and place where EXIF leads to neither', ['-IFD0:Orientation#=6'], { ...SHIFT, ...MOVE }],
      ['the rest of a place', [...CAMERA, ...PLACE], { ...MOVE, 'EXIF:GPSAltitude': 12, 'EXIF:GPSAltitudeRef': 1 }],
      [
        'all of it in the other byte order',
        ['-ExifByteOrder=II', '-EXIF:Make=x', '-IFD1:Compression=6'],
        { ...SHIFT, ...MOVE, ...SAY },
      ],
      ['beside the entry of Interop', ['-EXIF:Make=x', '-InteropIFD:InteropIndex=R98'], { ...SHIFT, ...MOVE }],
      ['with a thumbnail of the other byte order', ['-ExifByteOrder=II', ...CAMERA, '-IFD1:Compression=6'], SHIFT],
    ];
  for (const [what, made, tags] of cases)
    test(what, async t => {
      const backup = new TempBackup(t);
      const file = await jpeg(backup, made);
      const before = dump(file);
      const now = await rewritten(fs.readFileSync(file), tags);
      assert.ok(now != null, 'it was left to exiftool');
      fs.writeFileSync(file, now);
      const after = dump(file);
      const named = (key: string): string => key.split(':').at(-1) ?? '';
      const asked = new Map(Object.entries(tags).map(([tag, value]) => [named(tag), value]));
      // A directory that is new says of which version it is.
      const isOurs = (key: string): boolean =>
        named(key) === 'XMPToolkit' || (/:(Exif|GPS)Version(ID)?$/.test(key) && !Object.hasOwn(before, key));
      const others = (all: Dump): Dump =>
        Object.fromEntries(Object.entries(all).filter(([key]) => !asked.has(named(key)) && !isOurs(key)));
      assert.deepEqual(others(after), others(before));
      for (const [name, value] of asked) {
        const found = Object.entries(after).find(([key]) => named(key) === name)?.[1];
        if (typeof value === 'number' && name.startsWith('GPS'))
          assert.ok(Math.abs(Number(found) - value) < 1e-8, name);
        // exiftool's own reading takes blanks from the ends of nothing.
        else assert.deepEqual(name.startsWith('SubSec') ? String(found) : found, value, name);
      }
    });

  const left: readonly (readonly [why: string, made: readonly string[], tags: Readonly<Record<string, unknown>>])[] = [
    ['EXIF has a value of another kind', ['-EXIF:Make=Canon', '-EXIF:GPSAltitude=5'], { 'EXIF:Make': 'Nikon' }],
    ['a value is to go', CAMERA, { 'EXIF:OffsetTimeOriginal': null }],
    ['a value is longer', [...CAMERA, '-EXIF:SubSecTimeOriginal=1'], { 'EXIF:SubSecTimeOriginal': '123' }],
    ['IPTC is to change', ['-IPTC:Keywords=a'], { 'IPTC:Keywords': ['b'] }],
    ['it has no room', [], { 'XMP-dc:Description': 'x'.repeat(65_500) }],
    ['a tag may not be written', CAMERA, { 'File:FileName': '/tmp/x' }],
  ];
  for (const [why, made, tags] of left)
    test(`and left to exiftool where ${why}`, async t => {
      const file = await jpeg(new TempBackup(t), made);
      assert.equal(await rewritten(fs.readFileSync(file), tags), undefined);
    });

  test('and left to exiftool where more follows the picture, unless nothing moves', async t => {
    const file = await jpeg(new TempBackup(t), CAMERA);
    const bytes = Buffer.concat([fs.readFileSync(file), Buffer.from('a film')]);
    assert.equal(await rewritten(bytes, { 'XMP-dc:Title': 'x' }), undefined);
    const now = await rewritten(bytes, SHIFT);
    assert.equal(now?.length, bytes.length);
  });

  test('and left to exiftool where two values lie in the same bytes', async t => {
    const file = await jpeg(new TempBackup(t), CAMERA);
    const bytes = fs.readFileSync(file);
    const tiff = bytes.indexOf('Exif\0\0') + 6;
    const entry = (tag: number): number => {
      const at = bytes.indexOf(Buffer.from([tag >> 8, tag & 255, 0, 2, 0, 0, 0, 20]), tiff);
      assert.ok(at > 0);
      return at + 8;
    };
    bytes.copy(bytes, entry(0x9004), entry(0x9003), entry(0x9003) + 4);
    assert.equal(await rewritten(bytes, { 'EXIF:DateTimeOriginal': '2019:02:03 04:05:06' }), undefined);
  });
});
