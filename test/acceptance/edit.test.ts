/**
 * Edits of the real photos of `shared/samples`, and of drawn ones of every kind: exiftool's own command line is asked for
 * every value, and an undo gives back the same bytes. Skipped where the samples are not there. `KEEPSAKE_EDITED=1000`
 * edits so many files; an ordinary run takes fewer.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { exiftoolPath } from 'exiftool-vendored';
import sharp from 'sharp';
import { fileKind } from '../../src/engine/media/kinds.ts';
import { sha256Of } from '../fixtures/planBackup.ts';
import { TempBackup } from '../fixtures/tempBackup.ts';

const SAMPLES = path.join(process.env.KEEPSAKE_SHARED ?? path.join(import.meta.dirname, '../../../shared'), 'samples');
const skip = fs.existsSync(SAMPLES) ? false : `no samples in ${SAMPLES}: set KEEPSAKE_SHARED`;
const FILES = Number(process.env.KEEPSAKE_EDITED ?? 160);
const LARGEST = 30 << 20;
const EXIFTOOL = await exiftoolPath();

type Tags = Readonly<Record<string, unknown>>;

/** By path in the backup. */
function exiftool(root: string): ReadonlyMap<string, Tags> {
  const args = ['-config', '', '-j', '-n', '-G1', '-a', '-r', '-i', '.keepsake', '-fast', '-ext', '*', '.'];
  const wanted = [
    '-DateTimeOriginal',
    '-OffsetTimeOriginal',
    '-CreationDate',
    '-Subject',
    '-GPSLatitude',
    '-GPSLongitude',
  ];
  const env = { ...process.env, TZ: 'UTC' };
  const stdio: 'pipe'[] = ['pipe', 'pipe', 'pipe'];
  const options = { cwd: root, encoding: 'utf8', env, stdio, maxBuffer: 1 << 28 } as const;
  const all = JSON.parse(execFileSync('perl', [EXIFTOOL, ...args, ...wanted, '-GPSCoordinates'], options)) as Tags[];
  return new Map(all.map(tags => [String(tags.SourceFile).replace(/^\.\//, ''), tags]));
}

const samples = (): readonly string[] =>
  fs
    .readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' })
    .map(name => path.join(SAMPLES, name))
    .filter(file => {
      const stat = fs.lstatSync(file);
      return stat.isFile() && stat.size > 0 && stat.size < LARGEST && fileKind(file) !== 'other';
    })
    .sort();

async function drawn(backup: TempBackup, i: number): Promise<void> {
  const folder = backup.path(`drawn/${i % 10}`);
  fs.mkdirSync(folder, { recursive: true });
  const pixels = Buffer.from(Array.from({ length: 96 * 64 * 3 }, (_, at) => (at * (i + 7)) % 251));
  const picture = sharp(pixels, { raw: { width: 96, height: 64, channels: 3 } }).withExif({
    IFD2: { DateTimeOriginal: `2019:07:01 10:00:${String(i % 60).padStart(2, '0')}` },
  });
  const kinds = [
    ['jpg', () => picture.jpeg()],
    ['png', () => picture.png()],
    ['webp', () => picture.webp()],
    ['tif', () => picture.tiff()],
    ['avif', () => picture.avif({ effort: 0 })],
    ['gif', () => picture.gif()],
  ] as const;
  // Most of a library are JPEGs.
  const [extension, made] = kinds[i % 3 === 0 ? (i / 3) % kinds.length : 0] ?? kinds[0];
  await made().toFile(path.join(folder, `IMG_${i}.${extension}`));
}

const sums = (backup: TempBackup): Readonly<Record<string, string>> =>
  Object.fromEntries(
    fs
      .readdirSync(backup.root, { recursive: true, encoding: 'utf8' })
      .filter(name => !name.startsWith('.keepsake') && fs.statSync(backup.path(name)).isFile())
      .sort()
      .map(name => [name, sha256Of(fs.readFileSync(backup.path(name)))]),
  );

interface Listed {
  readonly path: string;
  readonly capturedAt: string | null;
  readonly keywords: readonly string[];
  readonly gps: { readonly lat: number; readonly lon: number } | null;
  readonly files: readonly { readonly path: string; readonly role: string }[];
}

test('files of all kinds: date, shift, keyword and place, as exiftool reads them, and back', { skip }, async t => {
  const backup = new TempBackup(t);
  const real = samples();
  for (const [i, file] of real.slice(0, FILES).entries()) {
    // Each in a folder with its neighbours, for some belong together.
    const to = backup.path(path.relative(SAMPLES, file));
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.copyFileSync(file, to);
    if (i % 50 === 0) await drawn(backup, i);
  }
  for (let i = real.length; i < FILES; i++) await drawn(backup, i);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  const before = sums(backup);
  const listed = (): readonly Listed[] => backup.list().map(line => JSON.parse(line) as Listed);
  const assets = listed().length;
  const refused = new Set<string>();
  let written = 0;
  let edits = 0;
  const edit = (...args: string[]): void => {
    const done = backup.cli('edit', backup.root, '--select', '*', ...args, '--apply', '--json');
    assert.ok(done.status === 0 || done.status === 1, done.stderr);
    for (const { severity, path: where } of done.findings()) if (severity !== 'info') refused.add(String(where));
    written += Number(done.summary.applied);
    edits++;
    const verified = backup.cli('verify', backup.root, '--quick', '--json');
    assert.deepEqual(verified.findings('modified').concat(verified.findings('corrupt')), []);
  };
  const isRefused = ({ path: main, files }: Listed): boolean =>
    refused.has(main) || files.some(file => refused.has(file.path));
  /** What exiftool says of a photo: of its main file, or of the sidecar that speaks for it. */
  const told = (said: ReadonlyMap<string, Tags>, { path: main, files }: Listed, names: readonly string[]): unknown => {
    const sidecars = files.filter(({ role, path: one }) => role === 'sidecar' && one.endsWith('.xmp'));
    for (const one of [main, ...sidecars.map(file => file.path)]) {
      const tags = said.get(one) ?? {};
      const found = names.map(name => tags[name]).find(value => value !== undefined);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  let compared = 0;
  const checkAll = (what: (asset: Listed, said: ReadonlyMap<string, Tags>) => void): void => {
    const said = exiftool(backup.root);
    for (const asset of listed().filter(one => !isRefused(one))) {
      what(asset, said);
      compared++;
    }
  };
  const DATES = ['ExifIFD:DateTimeOriginal', 'Keys:CreationDate', 'XMP-exif:DateTimeOriginal'];
  const checkDate = (iso: string, clock: string): void =>
    checkAll((asset, said) => {
      assert.equal(asset.capturedAt, iso, asset.path);
      assert.equal(String(told(said, asset, DATES)).slice(0, 19), clock, asset.path);
    });

  edit('--set', 'date=2001-02-03T04:05:06+02:00');
  checkDate('2001-02-03T04:05:06+02:00', '2001:02:03 04:05:06');
  edit('--shift-time', '+1h');
  checkDate('2001-02-03T05:05:06+02:00', '2001:02:03 05:05:06');
  edit('--set', 'keywords+=Größe <b>');
  checkAll((asset, said) => {
    assert.ok(asset.keywords.includes('Größe <b>'), asset.path);
    const words = [told(said, asset, ['XMP-dc:Subject'])].flat();
    assert.ok(words.includes('Größe <b>'), `${asset.path}: ${words}`);
  });
  edit('--set-gps', '-33.8568,151.2153');
  checkAll((asset, said) => {
    assert.ok(asset.gps != null && Math.abs(asset.gps.lat + 33.8568) < 1e-6, asset.path);
    const place = told(said, asset, ['GPS:GPSLatitude', 'XMP-exif:GPSLatitude', 'Keys:GPSCoordinates']);
    assert.ok(Math.abs(Math.abs(Number(String(place).split(' ')[0])) - 33.8568) < 1e-6, `${asset.path}: ${place}`);
  });

  const undo = fs
    .readdirSync(backup.path('.keepsake/undo'), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(patch|whole)$/.test(name))
    .map(name => fs.statSync(backup.path('.keepsake/undo', name)).size)
    .sort((a, b) => a - b);
  const median = undo[undo.length >> 1] ?? 0;
  t.diagnostic(
    `${Object.keys(before).length} files (${real.length} samples), ${assets} photos; ${written} files written, ${compared} values compared, ${refused.size} files refused; undo data: median ${median}, largest ${undo.at(-1)} bytes`,
  );
  assert.ok(median < 100_000);
  assert.ok(written > 3 * assets * 0.9 && refused.size < assets / 10, [...refused].join('\n'));
  for (let i = 0; i < edits; i++) {
    const { status, stdout, stderr } = backup.cli('undo', backup.root, '--json');
    assert.equal(status, 0, stdout + stderr);
  }
  assert.deepEqual(sums(backup), before);
});
