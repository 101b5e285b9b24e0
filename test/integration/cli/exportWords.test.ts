/** What an export says where a person would otherwise look for the reason in the wrong place. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

function mount(t: TestContext, folder: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'keepsake-test', folder]).status !== 0) return false;
  t.after(() => spawnSync('umount', ['-l', folder]));
  return true;
}

test('a backup on a disk that can only be read is said to be that', async t => {
  const [card, backup] = [new TempBackup(t), new TempBackup(t)];
  if (!mount(t, backup.root)) return t.skip('only root can mount a file system here');
  await card.jpeg('IMG_20190701_100000.jpg', 1);
  const args = ['export', card.root, '--to', backup.root];
  await backup.jpeg('before.jpg', 9);
  backup.cli('index', backup.root);
  assert.equal(spawnSync('mount', ['-o', 'remount,ro', backup.root]).status, 0);
  const { status, stderr } = backup.cli(...args);
  assert.equal(status, 3);
  assert.match(stderr, /The backup .* can only be read here.*Nothing was changed\. Mount it for writing/);
  assert.doesNotMatch(stderr, /\.keepsake/);
});

test('hidden photos, names that are too long and bytes that are twice in the source are called that', async t => {
  const [card, backup] = [new TempBackup(t), new TempBackup(t)];
  await card.jpeg('.hidden.jpg', 1);
  card.write('._IMG_1.jpg', 'of a Mac');
  const long = `${'x'.repeat(250)}.jpg`;
  await card.jpeg(long, 2);
  await card.jpeg('a/IMG_20190701_100000.jpg', 3);
  await card.jpeg('b/IMG_20190701_100000.jpg', 3);
  const { summary, stderr, findings } = backup.cli('export', card.root, '--to', backup.root, '--json');
  assert.deepEqual([summary.copied, summary.duplicates], [2, 1]);
  const said = findings().map(({ code, path, message }) => [code, path, String(message)] as const);
  assert.match(said.find(([, path]) => path === '.hidden.jpg')?.[2] ?? '', /\.hidden\.jpg is hidden, by a dot/);
  assert.doesNotMatch(JSON.stringify(said), /\._IMG_1\.jpg is hidden/);
  assert.match(said.find(([code]) => code === 'unsafe-name')?.[2] ?? '', /too long/);
  assert.match(stderr, /Recognised as Folder of photos: there is no sign of another kind/);
  assert.ok(fs.existsSync(backup.path('2019')));
  const again = backup.cli('export', card.root, '--to', `${backup.root}2`, '--dry-run');
  assert.doesNotMatch(again.stdout + again.stderr, /backup has/);
});
