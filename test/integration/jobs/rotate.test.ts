/** Photos of every kind are turned without a byte of their picture changed; other programs see it; an undo takes it back. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';
import { openBench } from '../pictures/bench.ts';
import { cornersOf, ORIENTED, quarters, UPRIGHT } from '../pictures/quarters.ts';

const DATA = path.resolve(import.meta.dirname, '../../fixtures/data');
const bench = openBench();
after(() => bench.end());

/** As any other program would be told; nothing of Keepsake's own is asked. */
function exiftool(...args: string[]): string {
  const script = path.resolve(import.meta.dirname, '../../../node_modules/exiftool-vendored.pl/bin/exiftool');
  return execFileSync('perl', [script, '-config', '', ...args], { encoding: 'utf8' });
}

const sum = (file: string): string => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

/** What a film shows to whoever goes by its matrix. */
function frame(file: string): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-frames:v', '1', '-f', 'image2pipe', '-c:v', 'png', '-']);
}

async function film(file: string): Promise<void> {
  const still = `${file}.png`;
  await quarters(128, 96).png().toFile(still);
  const input = ['-loop', '1', '-t', '1', '-i', still, '-f', 'lavfi', '-i', 'sine=d=1'];
  execFileSync('ffmpeg', ['-v', 'error', ...input, '-pix_fmt', 'yuv420p', '-shortest', file]);
  fs.rmSync(still);
}

async function made(t: TestContext): Promise<TempBackup> {
  const backup = new TempBackup(t);
  const at = (name: string): string => backup.path(name);
  await quarters(128, 96).jpeg().toFile(at('bare.jpg'));
  await quarters(128, 96).withMetadata({ orientation: 6 }).jpeg().toFile(at('camera.jpg'));
  exiftool('-q', '-overwrite_original', '-n', '-XMP-tiff:Orientation=6', at('camera.jpg'));
  await quarters(128, 96).withMetadata({ orientation: 2 }).jpeg().toFile(at('mirrored.jpg'));
  await quarters(128, 96).png().toFile(at('screen.png'));
  await quarters(128, 96).webp().toFile(at('web.webp'));
  await quarters(128, 96).tiff({ compression: 'lzw' }).toFile(at('scan.tif'));
  fs.copyFileSync(path.join(DATA, 'quarters-turned.heic'), at('phone.heic'));
  await film(at('film.mp4'));
  await film(at('film.mov'));
  assert.equal(backup.cli('index', backup.root).status, 0);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  return backup;
}

/** As Keepsake's own thumbnail shows it, and for films as ffmpeg does. */
async function seen(file: string): Promise<readonly string[]> {
  return cornersOf(/\.m/.test(file) ? frame(file) : await bench.thumbnail(file));
}

const NAMES = 'bare.jpg camera.jpg mirrored.jpg screen.png web.webp scan.tif phone.heic film.mp4 film.mov'.split(' ');
/** What is top left goes to top right, and so on. */
const turnedRight = ([a, b, c, d]: readonly string[]): readonly (string | undefined)[] => [c, a, d, b];

test('every kind is turned, four times right is as before, and undoing gives back the same bytes', async t => {
  const backup = await made(t);
  const sums = new Map(NAMES.map(name => [name, sum(backup.path(name))]));
  const changes: string[] = [];
  const shown = new Map<string, readonly string[]>();
  for (const name of NAMES) shown.set(name, await seen(backup.path(name)));
  assert.deepEqual(shown.get('bare.jpg'), UPRIGHT);
  assert.deepEqual(shown.get('mirrored.jpg'), ORIENTED[2]);
  for (const round of [1, 2, 3, 4]) {
    const run = backup.cli('edit', backup.root, '--select', '*', '--rotate', 'right', '--apply', '--json');
    assert.equal(run.status, 0, run.stdout + run.stderr);
    assert.deepEqual([run.summary.applied, run.summary.failed, run.summary.skipped], [NAMES.length, 0, 0], run.stdout);
    changes.push(String(run.summary.change));
    for (const name of NAMES) {
      const now = await seen(backup.path(name));
      assert.deepEqual(now, turnedRight(shown.get(name) ?? []), `${name}, ${round}`);
      shown.set(name, now);
    }
    assert.equal(backup.cli('verify', backup.root).status, 0);
    if (round > 1) continue;
    assert.equal(exiftool('-s3', '-n', '-IFD0:Orientation', backup.path('bare.jpg')).trim(), '6');
    assert.equal(exiftool('-s3', '-n', '-XMP-tiff:Orientation', backup.path('camera.jpg')).trim(), '3');
    assert.equal(exiftool('-s3', '-n', '-Rotation', backup.path('film.mov')).trim(), '90');
    // What is shown upright is asked for upright.
    const [asset] = backup.list('path:bare.jpg').map(line => JSON.parse(line) as { width: number; height: number });
    assert.deepEqual([asset?.width, asset?.height], [96, 128]);
  }
  for (const change of changes.reverse()) {
    const undone = backup.cli('undo', backup.root, '--change', change, '--json');
    assert.equal(undone.status, 0, undone.stdout + undone.stderr);
  }
  for (const name of NAMES) assert.equal(sum(backup.path(name)), sums.get(name), name);
});

test('a live photo is turned with its film, and left is the other way', async t => {
  const backup = new TempBackup(t);
  await quarters(128, 96).jpeg().toFile(backup.path('IMG_1.jpg'));
  await film(backup.path('IMG_1.mov'));
  exiftool(
    '-q',
    '-overwrite_original',
    '-Keys:ContentIdentifier=11111111-2222-3333-4444-555555555555',
    backup.path('IMG_1.mov'),
  );
  backup.cli('index', backup.root);
  const run = backup.cli('edit', backup.root, '--select', '*', '--rotate', 'left', '--apply', '--json');
  assert.deepEqual([run.status, run.summary.assets, run.summary.applied], [0, 1, 2], run.stdout);
  for (const name of ['IMG_1.jpg', 'IMG_1.mov']) assert.deepEqual(await seen(backup.path(name)), ORIENTED[8], name);
});

test('what can’t be turned is left as it is, and said', async t => {
  const backup = new TempBackup(t);
  await quarters(128, 96).gif().toFile(backup.path('old.gif'));
  fs.copyFileSync(path.join(DATA, 'quarters.heic'), backup.path('plain.heic'));
  await film(backup.path('odd.mov'));
  // Turned by thirty degrees, which no player shows.
  const odd = fs.readFileSync(backup.path('odd.mov'));
  const matrix = odd.indexOf('tkhd') + 4 + 40;
  odd.writeInt32BE(0xddb4, matrix);
  odd.writeInt32BE(0x8000, matrix + 4);
  fs.writeFileSync(backup.path('odd.mov'), odd);
  backup.cli('index', backup.root);
  const names = ['old.gif', 'plain.heic', 'odd.mov'];
  const before = names.map(name => sum(backup.path(name)));
  const run = backup.cli('edit', backup.root, '--select', '*', '--rotate', '180', '--apply', '--json');
  assert.equal(run.summary.applied, 0, run.stdout);
  assert.deepEqual(
    run
      .findings('metadata-unwritten')
      .map(({ path: name }) => name)
      .sort(),
    ['odd.mov', 'old.gif', 'plain.heic'],
    run.stdout,
  );
  assert.deepEqual(
    names.map(name => sum(backup.path(name))),
    before,
  );
  const sidecar = backup.cli('edit', backup.root, '--select', '*', '--rotate', 'right', '--to', 'sidecar');
  assert.deepEqual([sidecar.status, /sidecar turns no picture/.test(sidecar.stderr)], [2, true]);
  assert.equal(backup.cli('edit', backup.root, '--select', '*', '--rotate', 'round').status, 2);
});
