/** Photos of every kind are edited, other programs see it, and an undo gives back the same bytes. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import sharp from 'sharp';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const DATA = path.resolve(import.meta.dirname, '../../fixtures/data');

/** As any other program would be told; nothing of Keepsake's own is asked. */
function exiftool(...args: string[]): string {
  const script = path.resolve(import.meta.dirname, '../../../node_modules/exiftool-vendored.pl/bin/exiftool');
  return execFileSync('perl', [script, '-config', '', ...args], {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
    maxBuffer: 1 << 26,
  });
}

function read(file: string): Readonly<Record<string, unknown>> {
  const [tags] = JSON.parse(exiftool('-j', '-n', '-G1', '-a', '-struct', '-api', 'largefilesupport=1', file)) as [
    Record<string, unknown>,
  ];
  return tags;
}

const picture = (seed: number) =>
  sharp(Buffer.from(Array.from({ length: 64 * 48 * 3 }, (_, i) => (i * 7919 + seed * 31) % 251)), {
    raw: { width: 64, height: 48, channels: 3 },
  });

function film(file: string, seconds: number): void {
  const input = ['-f', 'lavfi', '-i', `testsrc=d=${seconds}:s=64x48`, '-f', 'lavfi', '-i', `sine=d=${seconds}`];
  execFileSync('ffmpeg', ['-v', 'error', ...input, '-pix_fmt', 'yuv420p', file]);
}

/** EXIF with everything that an edit has to keep in step. */
const OLD = [
  '-EXIF:DateTimeOriginal=2019:07:01 10:00:00',
  '-EXIF:CreateDate=2019:07:01 10:00:00',
  '-EXIF:SubSecTimeOriginal=123',
  '-EXIF:Make=Maker',
];

async function make(backup: TempBackup): Promise<void> {
  const at = (name: string): string => {
    const file = backup.path('2019/07', name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    return file;
  };
  const tag = (name: string, ...args: string[]): string => exiftool('-overwrite_original', ...args, at(name));
  await picture(1).jpeg().toFile(at('plain.jpg'));
  await picture(2).jpeg().toFile(at('camera.jpg'));
  tag('camera.jpg', ...OLD, '-EXIF:OffsetTimeOriginal=+02:00', '-EXIF:GPSLatitude=10', '-EXIF:GPSLatitudeRef=S');
  await picture(3).jpeg().toFile(at('agency.jpg'));
  tag(
    'agency.jpg',
    ...OLD,
    '-IPTC:DateCreated=2019:07:01',
    '-IPTC:TimeCreated=10:00:00+00:00',
    '-IPTC:Keywords=old',
    '-IPTC:Caption-Abstract=was',
    '-EXIF:ImageDescription=was',
    '-EXIF:Artist=someone',
    '-EXIF:Rating=1',
    '-XMP-dc:Subject=old',
    '-XMP-xmp:CreateDate=2019:07:01 10:00:00',
    '-XMP-digiKam:TagsList=Places/old',
    '-XMP-exif:GPSLatitude=1',
    '-XMP-exif:GPSLongitude=1',
  );
  await picture(4).png().toFile(at('screen.png'));
  await picture(5).webp().toFile(at('web.webp'));
  await picture(6).tiff({ compression: 'lzw' }).toFile(at('scan.tif'));
  tag('scan.tif', ...OLD);
  await picture(7).avif().toFile(at('new.avif'));
  fs.copyFileSync(path.join(DATA, 'quarters-thumb.heic'), at('phone.heic'));
  film(at('film.mp4'), 1);
  tag('film.mp4', '-QuickTime:CreateDate=2019:07:01 08:00:00', '-QuickTime:MediaCreateDate=2019:07:01 08:00:00');
  film(at('film.mov'), 1);
  tag('film.mov', '-Keys:CreationDate=2019:07:01 10:00:00+02:00', '-UserData:GPSCoordinates=1.5 2.5');
  // A live photo: both halves name each other.
  const id = '11111111-2222-3333-4444-555555555555';
  await picture(8).jpeg().toFile(at('IMG_1.jpg'));
  tag('IMG_1.jpg', ...OLD, '-EXIF:OffsetTimeOriginal=+02:00');
  film(at('IMG_1.mov'), 1);
  tag('IMG_1.mov', '-Keys:CreationDate=2019:07:01 09:59:58+02:00', `-Keys:ContentIdentifier=${id}`);
  // RAW: alone, with Adobe's sidecar, and beside its JPEG. TIFF underneath, as DNG is.
  for (const name of ['raw.dng', 'adobe.dng', 'both.dng']) {
    await picture(name.length + name.charCodeAt(0))
      .tiff()
      .toFile(at(`${name}.tif`));
    exiftool('-overwrite_original', ...OLD, '-EXIF:DNGVersion=1.4.0.0', at(`${name}.tif`));
    fs.renameSync(at(`${name}.tif`), at(name));
  }
  await picture(9).jpeg().toFile(at('both.jpg'));
  tag('both.jpg', ...OLD);
  exiftool(
    '-XMP-crs:Exposure2012=0.5',
    '-XMP-dc:Subject=old',
    '-XMP-photoshop:SidecarForExtension=DNG',
    at('adobe.xmp'),
  );
  // A GIF takes nothing either.
  await picture(10).gif().toFile(at('old.gif'));
}

const sums = (backup: TempBackup): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fs
      .readdirSync(backup.root, { recursive: true, encoding: 'utf8' })
      .filter(name => !name.startsWith('.keepsake') && fs.statSync(backup.path(name)).isFile())
      .sort()
      .map(name => [
        name,
        createHash('sha256')
          .update(fs.readFileSync(backup.path(name)))
          .digest('hex'),
      ]),
  );

async function edited(t: TestContext): Promise<{ backup: TempBackup; edit: (...args: string[]) => string }> {
  const backup = new TempBackup(t);
  await make(backup);
  assert.equal(backup.cli('index', backup.root).status, 0);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  const edit = (...args: string[]): string => {
    const { status, stderr, stdout, summary } = backup.cli('edit', backup.root, ...args, '--apply', '--json');
    assert.equal(status, 0, stderr + stdout);
    assert.deepEqual([summary.failed, summary.skipped], [0, 0], stdout);
    const verified = backup.cli('verify', backup.root, '--json');
    assert.deepEqual(
      [verified.status, verified.findings().filter(({ severity }) => severity !== 'info')],
      [0, []],
      verified.stdout,
    );
    return String(summary.change);
  };
  return { backup, edit };
}

const media = (backup: TempBackup): readonly string[] =>
  Object.keys(sums(backup)).filter(name => !name.endsWith('.xmp'));
/** Where a file's words are to be found by other programs. */
const spoken = (backup: TempBackup, name: string): Readonly<Record<string, unknown>> => {
  const file = backup.path(name);
  const beside = [`${file}.xmp`, file.replace(/\.\w+$/, '.xmp')].find(one => fs.existsSync(one));
  return /\.(dng|gif)$/.test(name) ? read(beside ?? assert.fail(`no sidecar of ${name}`)) : read(file);
};
const isFilm = (name: string): boolean => /\.(mov|mp4)$/.test(name);

test('words are set in files of all kinds, read by exiftool, and taken back', async t => {
  const { backup, edit } = await edited(t);
  const before = sums(backup);
  edit(
    ...['--select', '*', '--set', 'title=Größe <b>&amp;', '--set', 'description=one\ntwo', '--set', 'keywords+=summer'],
    ...['--set', 'people+=Ana', '--set', 'rating=4', '--set', 'creator=R & D', '--set', 'copyright=© 2020'],
  );
  for (const name of media(backup)) {
    // The film of a live photo, and the RAW beside a JPEG, leave the word to their photo.
    if (/IMG_1\.mov|both\.dng/.test(name)) continue;
    const tags = spoken(backup, name);
    assert.equal(tags[isFilm(name) ? 'Keys:Title' : 'XMP-dc:Title'], 'Größe <b>&amp;', name);
    assert.equal(tags[isFilm(name) ? 'Keys:Description' : 'XMP-dc:Description'], 'one\ntwo', name);
    const had = /agency|adobe/.test(name) ? ['old', 'summer'] : 'summer';
    assert.deepEqual(tags['XMP-dc:Subject'], Array.isArray(had) ? had : [had], name);
    assert.deepEqual(tags['XMP-iptcExt:PersonInImage'], ['Ana'], name);
    assert.equal(tags['XMP-xmp:Rating'], 4, name);
    assert.deepEqual(tags['XMP-dc:Creator'], ['R & D'], name);
    assert.equal(tags['XMP-dc:Rights'], '© 2020', name);
  }
  const agency = spoken(backup, '2019/07/agency.jpg');
  assert.deepEqual(agency['IPTC:Keywords'], ['old', 'summer']);
  assert.equal(agency['IPTC:Caption-Abstract'], 'one\ntwo');
  assert.equal(agency['IFD0:ImageDescription'], 'one\ntwo');
  assert.equal(agency['IFD0:Artist'], 'R & D');
  assert.equal(agency['IFD0:Rating'], 4);
  assert.equal(agency['IPTC:CopyrightNotice'], '© 2020');
  assert.deepEqual(agency['XMP-digiKam:TagsList'], ['Places/old', 'summer']);
  assert.equal(agency['ExifTool:Warning'], undefined);
  assert.equal(read(backup.path('2019/07/adobe.xmp'))['XMP-crs:Exposure2012'], 0.5);
  for (const line of backup.list()) {
    const asset = JSON.parse(line);
    assert.deepEqual(
      [asset.title, asset.description, asset.keywords.includes('summer'), asset.people, asset.rating],
      ['Größe <b>&amp;', 'one\ntwo', true, ['Ana'], 4],
      asset.path,
    );
  }
  // The same again changes nothing.
  const again = backup.cli(
    'edit',
    backup.root,
    '--select',
    '*',
    '--set',
    'rating=4',
    '--set',
    'keywords+=summer',
    '--apply',
    '--json',
  );
  assert.deepEqual([again.status, again.summary.actions, again.summary.change], [0, 0, undefined]);
  edit('--select', '*', '--set', 'keywords-=summer', '--set', 'keywords-=old', '--set', 'title=', '--set', 'rating=0');
  for (const line of backup.list()) {
    const asset = JSON.parse(line);
    assert.deepEqual([asset.keywords, asset.title, asset.rating], [[], null, 0], asset.path);
  }
  assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.deepEqual(sums(backup), before);
  assert.equal(backup.cli('verify', backup.root).status, 0);
});

test('the date is set in files of all kinds, and shifted, with live photos and RAWs', async t => {
  const { backup, edit } = await edited(t);
  const before = sums(backup);
  edit('--select', 'has:time', '--shift-time', '+1h30m');
  const shifted = (name: string): Readonly<Record<string, unknown>> => spoken(backup, `2019/07/${name}`);
  const camera = shifted('camera.jpg');
  assert.equal(camera['ExifIFD:DateTimeOriginal'], '2019:07:01 11:30:00');
  assert.equal(camera['ExifIFD:CreateDate'], '2019:07:01 11:30:00');
  assert.equal(camera['ExifIFD:SubSecTimeOriginal'], 123);
  assert.equal(camera['ExifIFD:OffsetTimeOriginal'], '+02:00');
  assert.equal(camera['XMP-photoshop:DateCreated'], '2019:07:01 11:30:00.123+02:00');
  const agency = shifted('agency.jpg');
  assert.equal(agency['IPTC:DateCreated'], '2019:07:01');
  assert.equal(agency['XMP-xmp:CreateDate'], '2019:07:01 11:30:00');
  assert.equal(shifted('film.mp4')['QuickTime:CreateDate'], '2019:07:01 09:30:00');
  assert.equal(shifted('film.mp4')['Track1:MediaCreateDate'], '2019:07:01 09:30:00');
  assert.equal(shifted('film.mov')['Keys:CreationDate'], '2019:07:01 11:30:00+02:00');
  assert.equal(shifted('IMG_1.jpg')['ExifIFD:DateTimeOriginal'], '2019:07:01 11:30:00');
  assert.equal(shifted('IMG_1.mov')['Keys:CreationDate'], '2019:07:01 11:29:58+02:00');
  assert.equal(shifted('raw.dng')['XMP-exif:DateTimeOriginal'], '2019:07:01 11:30:00.123');
  assert.equal(shifted('both.dng')['XMP-exif:DateTimeOriginal'], '2019:07:01 11:30:00.123');
  assert.equal(read(backup.path('2019/07/raw.dng'))['ExifIFD:DateTimeOriginal'], '2019:07:01 10:00:00');
  const times = (): Readonly<Record<string, string>> =>
    Object.fromEntries(backup.list().map(line => [JSON.parse(line).path.slice(8), JSON.parse(line).capturedAt]));
  assert.equal(times()['raw.dng'], '2019-07-01T11:30:00.123');
  assert.equal(times()['film.mp4'], '2019-07-01T09:30:00Z');
  edit('--select', '*', '--set', 'date=2001-02-03T04:05:06-03:30');
  for (const [name, time] of Object.entries(times())) assert.equal(time, '2001-02-03T04:05:06-03:30', name);
  assert.equal(shifted('film.mp4')['QuickTime:CreateDate'], '2001:02:03 07:35:06');
  assert.equal(shifted('agency.jpg')['IPTC:TimeCreated'], '04:05:06-03:30');
  edit('--select', '*', '--zone', '+01:00', '--keep', 'instant');
  for (const [name, time] of Object.entries(times())) assert.equal(time, '2001-02-03T08:35:06+01:00', name);
  edit('--select', '*', '--zone', '+05:45', '--keep', 'wall');
  for (const [name, time] of Object.entries(times())) assert.equal(time, '2001-02-03T08:35:06+05:45', name);
  edit('--select', '*', '--set', 'date=1999-12-31 23:59:59');
  for (const [name, time] of Object.entries(times())) assert.equal(time, '1999-12-31T23:59:59', name);
  for (let i = 0; i < 5; i++) assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.deepEqual(sums(backup), before);
  assert.equal(backup.cli('verify', backup.root).status, 0);
});

test('a place is set in files of all kinds, and nothing of it stays when it is removed', async t => {
  const { backup, edit } = await edited(t);
  const before = sums(backup);
  edit('--select', '*', '--set-gps', '-33.8568,151.2153,12.5');
  const places = (): readonly unknown[] => backup.list().map(line => JSON.parse(line).gps);
  for (const gps of places() as { lat: number; lon: number }[])
    assert.ok(Math.abs(gps.lat + 33.8568) < 1e-6 && Math.abs(gps.lon - 151.2153) < 1e-6);
  for (const name of media(backup)) {
    const tags = spoken(backup, name);
    const [lat, ref] = isFilm(name)
      ? [Number(String(tags['Keys:GPSCoordinates']).split(' ')[0]), undefined]
      : [tags['GPS:GPSLatitude'] ?? tags['XMP-exif:GPSLatitude'], tags['GPS:GPSLatitudeRef']];
    assert.ok(Math.abs(Math.abs(Number(lat)) - 33.8568) < 1e-6, `${name} ${lat}`);
    if (ref != null) assert.equal(ref, 'S');
  }
  edit('--select', '*', '--remove', 'gps');
  assert.ok(places().every(gps => gps === null));
  for (const name of media(backup))
    assert.deepEqual(
      Object.keys(spoken(backup, name)).filter(tag => /GPS|Coordinates/.test(tag) && tag !== 'GPS:GPSVersionID'),
      [],
      name,
    );
  for (let i = 0; i < 2; i++) assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.deepEqual(sums(backup), before);
});
