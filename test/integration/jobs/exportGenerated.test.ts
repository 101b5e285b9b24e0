/**
 * Takeouts with every known quirk, thousands of photos, in all languages and styles of names, scattered over zips:
 * through the whole export, held against the truth by what `list` says and by what exiftool reads in the files.
 * KEEPSAKE_TAKEOUT=20000 makes them larger.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { exiftoolPath } from 'exiftool-vendored';
import { sixOf } from '../../fixtures/exported.ts';
import { makeTakeout, type TakeoutOptions, writeTakeoutZips } from '../../fixtures/takeout.ts';
import { assertTruth, type Exported } from '../../fixtures/takeoutTruth.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const MEDIA = Number(process.env.KEEPSAKE_TAKEOUT ?? 3000);

const KINDS: readonly (Omit<TakeoutOptions, 'media'> & { readonly metadata: 'embed' | 'sidecar' })[] = [
  { seed: 101, language: 'en', style: 'new', metadata: 'embed' },
  { seed: 102, language: 'de', style: 'old', metadata: 'sidecar' },
  { seed: 103, language: 'fr', style: 'mixed', metadata: 'sidecar' },
  { seed: 104, language: 'ja', style: 'mixed', metadata: 'embed' },
];

interface Read {
  readonly SourceFile: string;
  readonly SubSecDateTimeOriginal?: string;
  readonly DateTimeOriginal?: string;
  readonly CreationDate?: string;
  readonly GPSLatitude?: number;
  readonly GPSLongitude?: number;
}

/** Dates as instants with their zone, places with their sign. */
async function readAll(backup: TempBackup): Promise<ReadonlyMap<string, Read>> {
  const tags = [
    '-Composite:SubSecDateTimeOriginal',
    '-DateTimeOriginal',
    '-CreationDate',
    '-Composite:GPSLatitude',
    '-Composite:GPSLongitude',
    '-XMP:GPSLatitude',
    '-XMP:GPSLongitude',
    '-Keys:GPSCoordinates',
  ];
  const args = ['-config', '', '-j', '-r', '-n', ...tags, '-ext', '*', '-i', '.keepsake', '.'];
  // Its status tells of files that have no bytes or a wrong extension: there are such.
  const { stdout } = spawnSync(await exiftoolPath(), args, { cwd: backup.root, encoding: 'utf8', maxBuffer: 1 << 28 });
  return new Map((JSON.parse(stdout) as Read[]).map(read => [path.posix.normalize(read.SourceFile), read]));
}

const ofSaid = (text: string): number => {
  const [, day = '', clock = '', zone] =
    /^(\d{4}:\d\d:\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(text) ?? [];
  return Date.parse(`${day.replaceAll(':', '-')}T${clock}${zone ?? 'Z'}`);
};

/** Whatever the file, or the XMP beside it, says is true; and one of them says it. */
function assertWritten({ asset, instance: { photo, sidecar } }: Exported, read: ReadonlyMap<string, Read>): void {
  if (sidecar !== 'paired' || photo.exif != null) return;
  const said = [read.get(asset.path), read.get(`${asset.path}.xmp`)].filter(found => found != null);
  const dates = said.flatMap(({ SubSecDateTimeOriginal, DateTimeOriginal, CreationDate }) =>
    [SubSecDateTimeOriginal ?? DateTimeOriginal, CreationDate].filter(text => text != null),
  );
  if (photo.taken != null) {
    assert.ok(dates.length > 0, `${asset.path} has no date`);
    for (const text of dates) assert.equal(ofSaid(text), photo.taken * 1000, `${asset.path}: ${text}`);
  }
  const places = said.filter(({ GPSLatitude }) => GPSLatitude != null);
  if (photo.gps == null) return assert.deepEqual(places, [], asset.path);
  assert.ok(places.length > 0, `${asset.path} has no place`);
  for (const { GPSLatitude, GPSLongitude } of places)
    assert.ok(
      Math.abs(GPSLatitude! - photo.gps.lat) < 1e-4 && Math.abs(GPSLongitude! - photo.gps.lon) < 1e-4,
      `${asset.path}: ${GPSLatitude} ${GPSLongitude}, not ${photo.gps.lat} ${photo.gps.lon}`,
    );
}

for (const { metadata, ...kind } of KINDS)
  test(`${kind.language}, ${kind.style} names, --metadata ${metadata}`, async t => {
    const backup = new TempBackup(t);
    const zips = path.join(new TempBackup(t).root, 'zips');
    const takeout = makeTakeout({ ...kind, media: Math.ceil(MEDIA / KINDS.length) });
    writeTakeoutZips(zips, takeout, 5, kind.seed);
    const run = backup.cli('export', zips, '--to', backup.root, '--metadata', metadata, '--json');
    const counts = sixOf(run.summary);
    assert.deepEqual([counts.missing, counts.failed], [takeout.missing.length, undefined], run.stderr);
    const isMedia = ({ path: name }: { readonly path: string }): boolean => !/\.(json|html)$/.test(name);
    assert.equal(run.summary.items, takeout.files.filter(isMedia).length + takeout.missing.length);
    const exported = assertTruth(backup, takeout, metadata);
    const read = await readAll(backup);
    for (const one of exported) assertWritten(one, read);
    t.diagnostic(
      `${takeout.files.filter(isMedia).length} photos and videos, ${exported.length} places of them held against the truth`,
    );
  });
