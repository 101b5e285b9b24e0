/**
 * Reads the real photos of `shared/samples` and holds what we make of them against exiftool's own command line,
 * asked in its own words in a process of its own. Skipped where the samples are not there (they are no part of the
 * project): set KEEPSAKE_SHARED to their folder, or put it beside the project. With KEEPSAKE_TABLE=1 it prints what
 * it compared.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { exiftoolPath } from 'exiftool-vendored';
import { formatCaptureTime } from '../../src/engine/media/captureTime.ts';
import { composeAsset } from '../../src/engine/media/composeAsset.ts';
import { groupDirectory } from '../../src/engine/media/grouping.ts';
import { fileKind } from '../../src/engine/media/kinds.ts';
import type { AssetFacts, FileFacts, Gps, Group, Grouping } from '../../src/engine/media/model.ts';
import { readFacts } from '../../src/engine/media/readFacts.ts';
import { readSidecar } from '../../src/engine/media/sidecar.ts';
import { ExifTool } from '../../src/engine/programs/exiftool.ts';
import { TempBackup } from '../fixtures/tempBackup.ts';

const shared = process.env.KEEPSAKE_SHARED ?? path.join(import.meta.dirname, '../../../shared');
const samples = path.join(shared, 'samples');
const sets = ['public-domain', 'google-takeout', 'apple-photos'];
const skip = existsSync(samples) ? false : `no samples in ${samples}: set KEEPSAKE_SHARED`;

/** In the order in which a person would take exiftool's tags; the clock of GPS and the day of IPTC last. */
const TAGS = ['SubSecDateTimeOriginal', 'DateTimeOriginal', 'SubSecCreateDate', 'CreationDate'];
const MORE = ['DateCreated', 'CreateDate', 'MediaCreateDate', 'CreationTime', 'GPSDateTime'];

interface Seen {
  readonly directory: string;
  readonly group: Group;
  readonly asset: AssetFacts;
  /** Tags of exiftool's command line, by file name. */
  readonly exiftool: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
}

const exiftool = new ExifTool({ processes: 2 });
const groupings = new Map<string, Grouping>();
const seen: Seen[] = [];

describe('the samples', { skip }, () => {
  before(async () => {
    for (const set of sets) await visit(set);
  });
  after(() => exiftool.end());

  test('every media file is in exactly one asset', async () => {
    const placed = seen.flatMap(({ directory, group }) => group.members.map(({ name }) => path.join(directory, name)));
    const media = (await Promise.all(sets.map(mediaUnder))).flat();
    assert.deepEqual(placed.filter(isMedia).sort(), media.sort());
    assert.ok(media.length > 50, 'the samples are all there');
  });

  test('each capture time is what exiftool reads, or the sidecar where the file has none', async () => {
    for (const item of seen) {
      const { directory, group, asset } = item;
      const where = path.join(directory, group.main);
      const ours = asset.capturedAt == null ? undefined : formatCaptureTime(asset.capturedAt.value);
      const expected = expectedTime(item);
      if (expected == null) assert.equal(ours, await sidecarTime(item), where);
      else assert.ok(ours != null && agrees(ours, expected), `${where}: ${ours} is not ${expected}`);
    }
  });

  test('each place is what exiftool reads, or the sidecar where the file has none', async () => {
    for (const item of seen) {
      const tags = item.exiftool.get(item.group.main) ?? {};
      const where = path.join(item.directory, item.group.main);
      const { GPSLatitude: lat, GPSLongitude: lon } = tags;
      const expected = typeof lat === 'number' && typeof lon === 'number' ? { lat, lon } : await sidecarPlace(item);
      const ours = item.asset.gps?.value;
      assert.equal(ours == null, expected == null, where);
      if (ours == null || expected == null) continue;
      assert.ok(Math.abs(ours.lat - expected.lat) < 1e-6 && Math.abs(ours.lon - expected.lon) < 1e-6, where);
    }
  });

  test('index, then list, tell the same of each asset', async t => {
    const backup = new TempBackup(t);
    for (const set of sets) await cp(path.join(samples, set), backup.path(set), { recursive: true });
    assert.notEqual(backup.cli('index', backup.root).status, 3);
    const listed = backup
      .cli('list', backup.root, '--json')
      .lines.filter(({ type }) => type === 'asset')
      .map(({ path, files, capturedAt, capturedAtOrigin, gps }) => ({
        path,
        files: (files as readonly { path: string; role: string }[]).map(({ path, role }) => `${role} ${path}`).sort(),
        capturedAt,
        capturedAtOrigin,
        gps: gps == null ? null : { lat: (gps as Gps).lat, lon: (gps as Gps).lon },
      }));
    const expected = seen.map(({ directory, group, asset }) => ({
      path: path.join(directory, group.main),
      files: group.members.map(({ name, role }) => `${role} ${path.join(directory, name)}`).sort(),
      capturedAt: asset.capturedAt == null ? null : formatCaptureTime(asset.capturedAt.value),
      capturedAtOrigin: asset.capturedAt?.origin ?? 'none',
      gps: asset.gps == null ? null : { lat: asset.gps.value.lat, lon: asset.gps.value.lon },
    }));
    const byPath = (a: { path: unknown }, b: { path: unknown }): number => (String(a.path) < String(b.path) ? -1 : 1);
    assert.deepEqual(listed.sort(byPath), expected.sort(byPath));
  });

  test('live pairs, edits, and their sidecars are together', () => {
    const takeout = 'google-takeout/Takeout/Google Photos';
    const table: readonly (readonly [directory: string, members: Readonly<Record<string, string>>])[] = [
      ['apple-photos', { 'IMG_3582.HEIC': 'original', 'IMG_3582.mov': 'live' }],
      ['apple-photos', { 'IMG_1853.HEIC': 'original', 'IMG_E1853.heic': 'edited', 'IMG_1853.AAE': 'sidecar' }],
      [
        'apple-photos',
        { 'St James Park.jpg': 'original', 'St James Park_edited.jpg': 'edited', 'St James Park.AAE': 'sidecar' },
      ],
      [
        'apple-photos',
        { 'IMG_4179.jpeg': 'original', 'IMG_4179.jpeg.xmp': 'sidecar', 'IMG_4179.jpeg.exiftool.json': 'sidecar' },
      ],
      [`${takeout}/Photos from 2016`, pairOf('IMG_3984')],
      [`${takeout}/Same Name`, pairOf('IMG_3984')],
      [`${takeout}/Same Name`, pairOf('IMG_4179')],
      // The counter is the sidecar's: the edit without one is of the photo without one.
      [`${takeout}/Photos from 2021`, pairOf('IMG_4179')],
      [`${takeout}/Photos from 2021`, { 'IMG_4179(1).jpeg': 'original', 'IMG_4179.jpeg(1).json': 'sidecar' }],
      // Uploaded as an edit, under its own title; its original is not in the export.
      [
        `${takeout}/Photos from 2018`,
        { 'St James Park_edited.jpg': 'edited', 'St James Park_edited.jpg.json': 'sidecar' },
      ],
    ];
    for (const [directory, members] of table) {
      const [main] = Object.keys(members);
      const group = seen.find(item => item.directory === directory && item.group.main === main)?.group;
      assert.deepEqual(Object.fromEntries(group?.members.map(({ name, role }) => [name, role]) ?? []), members);
    }
  });

  test('sidecars whose photo is missing are reported, and nothing else is', () => {
    const found = [...groupings].flatMap(([directory, { findings }]) =>
      findings.map(({ code, name }) => `${code} ${path.join(path.basename(directory), name)}`),
    );
    assert.deepEqual(found.sort(), [
      'unmatched-sidecar Photos from 2018/IMG_1523.jpg.json',
      'unmatched-sidecar Photos from 2018/IMG_1760_Seattle.jpg.json',
      'unmatched-sidecar Photos from 2020/DSC03584.dng.json',
      'unmatched-sidecar Photos from 2020/IMG_1693.tif.json',
      'unmatched-sidecar Photos from 2020/IMG_1994.cr2.json',
      'unmatched-sidecar Photos from 2020/IMG_1997.cr2.json',
      'unmatched-sidecar apple-photos/IMG_1994.AAE',
      'unmatched-sidecar dates/2000.xmp',
      'unmatched-sidecar dates/2010.xmp',
      'unmatched-sidecar dates/2020.xmp',
      'unmatched-sidecar iso-value-array/iso-value-array.xmp',
    ]);
  });

  test('the table', { skip: process.env.KEEPSAKE_TABLE == null && 'set KEEPSAKE_TABLE=1 to print it' }, () => {
    console.log('| asset | capture time | origin | exiftool reads | place | origin |\n| - | - | - | - | - | - |');
    for (const item of seen) {
      const { capturedAt, gps } = item.asset;
      const names = item.group.members.map(({ name, role }) => (name === item.group.main ? name : `${name} (${role})`));
      const cells = [
        path.join(item.directory, names.join(', ')),
        capturedAt == null ? '' : formatCaptureTime(capturedAt.value),
        capturedAt?.origin ?? 'none',
        expectedTime(item) ?? '',
        gps == null ? '' : `${gps.value.lat.toFixed(5)}, ${gps.value.lon.toFixed(5)}`,
        gps?.origin ?? 'none',
      ];
      console.log(`| ${cells.join(' | ')} |`);
    }
  });
});

function pairOf(stem: string): Readonly<Record<string, string>> {
  return { [`${stem}.jpeg`]: 'original', [`${stem}-edited.jpeg`]: 'edited', [`${stem}.jpeg.json`]: 'sidecar' };
}

function isMedia(file: string): boolean {
  return ['image', 'raw', 'video'].includes(fileKind(path.basename(file)));
}

async function mediaUnder(directory: string): Promise<string[]> {
  const entries = await readdir(path.join(samples, directory), { withFileTypes: true, recursive: true });
  return entries
    .filter(entry => entry.isFile())
    .map(entry => path.relative(samples, path.join(entry.parentPath, entry.name)))
    .filter(isMedia);
}

async function visit(directory: string): Promise<void> {
  const full = path.join(samples, directory);
  const entries = await readdir(full, { withFileTypes: true });
  const names = entries.filter(entry => entry.isFile()).map(({ name }) => name);
  const facts = new Map<string, FileFacts>();
  await Promise.all(
    names.map(async name => {
      const kind = fileKind(name);
      if (kind === 'sidecar') facts.set(name, await readSidecar(exiftool, path.join(full, name), name));
      else if (kind !== 'other') facts.set(name, await readFacts(exiftool, path.join(full, name), name));
    }),
  );
  const files = names.map(async name => {
    const { size } = await stat(path.join(full, name));
    return { name, size, facts: facts.get(name) };
  });
  const grouping = groupDirectory(await Promise.all(files));
  groupings.set(directory, grouping);
  const tags = await commandLine(full, names.filter(isMedia));
  for (const group of grouping.groups) {
    seen.push({ directory, group, asset: composeAsset(group, facts, directory), exiftool: tags });
  }
  for (const entry of entries) if (entry.isDirectory()) await visit(path.posix.join(directory, entry.name));
}

/** exiftool as a person would ask it, independent of how we do. */
async function commandLine(directory: string, names: readonly string[]) {
  if (names.length === 0) return new Map();
  const { stdout } = await promisify(execFile)(
    'perl',
    [
      await exiftoolPath(),
      ...['-config', '', '-j', '-n', '-q', '-m', '-GPSLatitude', '-GPSLongitude'],
      ...[...TAGS, ...MORE].map(tag => `-${tag}`),
      ...names.map(name => `./${name}`),
    ],
    { cwd: directory, maxBuffer: 1 << 26 },
  );
  const found = JSON.parse(stdout) as Record<string, unknown>[];
  return new Map(found.map(tags => [path.basename(String(tags.SourceFile)), tags]));
}

/** The first date with a year that the command line gives for the main file. */
function expectedTime({ group, exiftool: tags }: Seen): string | undefined {
  const main = tags.get(group.main) ?? {};
  const tag = [...TAGS, ...MORE].find(name => /^\d{4}:\d\d:\d\d \d\d:/.test(String(main[name] ?? '')));
  return tag == null ? undefined : String(main[tag]);
}

/**
 * Ours may know the zone where exiftool's tag does not, and has milliseconds; the clock must be the same, and the
 * zone where both have one. What exiftool gives as UTC must be the same instant.
 */
function agrees(ours: string, expected: string): boolean {
  const [, date, clock, fraction = '', zone = ''] =
    /^(\S+) (\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)?$/.exec(expected) ?? [];
  const iso = `${date?.replaceAll(':', '-')}T${clock}`;
  if (zone === 'Z') return Math.abs(Date.parse(ours) - Date.parse(`${iso}Z`)) < 1000;
  const [, wall, ms = '', offset = ''] = /^(\S{19})(\.\d{3})?(Z|[+-]\d\d:\d\d)?$/.exec(ours) ?? [];
  const sameFraction = fraction === '' || Math.abs(Number(ms || 0) - Number(fraction)) < 0.001;
  return wall === iso && sameFraction && (zone === '' || zone === offset);
}

async function takeoutOf({ directory, group }: Seen): Promise<Record<string, Record<string, number>> | undefined> {
  const sidecar = group.members.find(({ name, role }) => role === 'sidecar' && /\.json$/.test(name));
  if (sidecar == null || !directory.startsWith('google-takeout')) return undefined;
  return JSON.parse(await readFile(path.join(samples, directory, sidecar.name), 'utf8'));
}

async function sidecarTime(item: Seen): Promise<string | undefined> {
  const timestamp = (await takeoutOf(item))?.photoTakenTime?.timestamp;
  return timestamp == null ? undefined : `${new Date(Number(timestamp) * 1000).toISOString().slice(0, 19)}Z`;
}

async function sidecarPlace(item: Seen): Promise<{ lat: number; lon: number } | undefined> {
  const { latitude: lat = 0, longitude: lon = 0 } = (await takeoutOf(item))?.geoData ?? {};
  return lat === 0 && lon === 0 ? undefined : { lat, lon };
}
