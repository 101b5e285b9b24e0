/** Placeholders of cloud services: not read while their bytes are elsewhere, and read when they are here. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { isLocalDisk } from '../../../src/engine/backup/localDisk.ts';
import { index } from '../../../src/engine/jobs/index.ts';
import type { JobOptions, Progress } from '../../../src/engine/jobs/job.ts';
import { verify } from '../../../src/engine/jobs/verify.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const SIZE = 20_000;
const SECONDS = 1_500_000_000;

test('a placeholder that is made available with the same size and time is read then; unchanged it costs nothing', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('IMG_20190101_100000.jpg', 1);
  const file = backup.write('IMG_20190102_100000.jpg', '');
  const away = (): void => {
    fs.truncateSync(file, 0);
    fs.truncateSync(file, SIZE);
    fs.utimesSync(file, SECONDS, SECONDS);
  };
  const width = (): unknown => (JSON.parse(backup.list('path:20190102')[0] ?? '{}') as { width: unknown }).width;
  away();
  if (fs.statSync(file).blocks !== 0) return t.skip('this file system has no sparse files');
  const first = backup.cli('index', backup.root, '--json');
  assert.deepEqual([first.findings('online-only').length, width()], [1, null]);
  const snapshot = backup.path('.keepsake/catalog.db');
  const { ino } = fs.statSync(snapshot);
  const again = backup.cli('index', backup.root, '--json');
  assert.deepEqual([again.findings('online-only').length, again.summary.unchanged], [1, 2]);
  assert.equal(fs.statSync(snapshot).ino, ino, 'nothing was read, so nothing was published');
  const bytes = Buffer.alloc(SIZE);
  fs.readFileSync(backup.path('IMG_20190101_100000.jpg')).copy(bytes);
  fs.writeFileSync(file, bytes);
  fs.utimesSync(file, SECONDS, SECONDS);
  const here = backup.cli('index', backup.root, '--json');
  assert.deepEqual([here.findings('online-only').length, width()], [0, 40]);
  away();
  backup.cli('index', backup.root);
  assert.equal(width(), 40, 'what was read while it was here is still known');
});

/** What a service does to a file that was not opened for long. @returns whether this file system can show it */
function evict(file: string): boolean {
  const { size, mtimeMs } = fs.statSync(file);
  fs.truncateSync(file, 0);
  fs.truncateSync(file, size);
  fs.utimesSync(file, mtimeMs / 1000, mtimeMs / 1000);
  return fs.statSync(file).blocks === 0;
}

for (const [job, phase] of [
  ['index', 'read'],
  ['verify', 'hash'],
] as const)
  test(`files that a service takes away while ${job} is at work are told as such, and not read`, async t => {
    const backup = new TempBackup(t);
    const files: string[] = [];
    const [picture] = [await backup.jpeg('a.jpg', 1)];
    const bytes = Buffer.concat([fs.readFileSync(picture), Buffer.alloc(SIZE)]);
    for (let i = 100; i < 140; i++)
      files.push(backup.write(`IMG_${i}.jpg`, Buffer.concat([bytes, Buffer.from(`${i}`)])));
    const found: string[] = [];
    let evicted: boolean | undefined;
    const options: JobOptions = {
      root: backup.root,
      cache: backup.cache,
      signal: new AbortController().signal,
      reporter: {
        progress: (progress: Progress): void => {
          if (progress.phase !== phase || evicted != null) return;
          evicted = files.slice(20).every(evict);
        },
        finding: ({ code }): void => {
          found.push(code);
        },
        note: (): void => {},
      },
    };
    if (job === 'index') await index({ ...options, processes: 1 });
    else await verify({ ...options, quick: false, olderThan: 0, restart: false });
    if (evicted !== true) return t.skip('this file system has no sparse files');
    assert.deepEqual(
      found.filter(code => code !== 'no-capture-time'),
      Array(20).fill('online-only'),
    );
    const recorded = job === 'index' ? '' : fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8');
    assert.doesNotMatch(recorded, /IMG_12[0-9]|IMG_13/);
  });

test('on a local disk a recorded file that has become a hole has rotted: no service takes bytes away there', t => {
  const backup = new TempBackup(t);
  const file = backup.write('IMG_1.JPG', Buffer.alloc(300_000, 7));
  if (!isLocalDisk(backup.root)) return t.skip('whether this disk is local can not be told here');
  assert.equal(backup.cli('verify', backup.root).status, 0);
  const list = `${backup.root}/../list`;
  fs.copyFileSync(backup.path('.keepsake/SHA256SUMS'), list);
  if (!evict(file)) return t.skip('this file system has no sparse files');
  const result = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([result.status, result.findings().map(({ code }) => code)], [1, ['corrupt']]);
  const manifest = backup.cli('verify', backup.root, '--manifest', list, '--json');
  assert.deepEqual([manifest.status, manifest.findings().map(({ code }) => code)], [1, ['corrupt']]);
  const refused = backup.cli('accept', backup.root, 'IMG_1.JPG', '--json');
  assert.deepEqual(
    refused.findings().map(({ code }) => code),
    ['corrupt'],
  );
});
