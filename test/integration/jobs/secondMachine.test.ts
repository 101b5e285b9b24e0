/** What was found wrong with a file is found again by a machine that starts from the copy of the catalog in the backup. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('what reading found is found again where the cache was cleared, and nothing is called new', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('IMG_20190101_100000.jpg', 1);
  backup.write('IMG_20190102_100000.jpg', '');
  const before = backup.cli('index', backup.root, '--json');
  assert.deepEqual([before.status, before.findings('empty').length], [1, 1]);
  const damaged = backup.list('is:damaged');
  assert.equal(damaged.length, 1);
  fs.rmSync(backup.cache, { recursive: true });
  const after = backup.cli('index', backup.root, '--json');
  assert.deepEqual(after.findings('empty'), before.findings('empty'));
  assert.equal(after.status, 1);
  assert.deepEqual([after.summary.added, after.summary.changed, after.summary.unchanged], [0, 0, 2]);
  assert.deepEqual(backup.list('is:damaged'), damaged);
});

test('a verification says of a photo of 0 bytes that it is, also where another machine recorded it so', async t => {
  const backup = new TempBackup(t);
  backup.write('IMG_20190101_100000.jpg', 'a photo');
  backup.write('IMG_20190102_100000.jpg', '');
  backup.write('IMG_20190103_100000.jpg', 'another');
  backup.cli('verify', backup.root);
  fs.truncateSync(backup.path('IMG_20190103_100000.jpg'), 0);
  backup.cli('verify', backup.root);
  backup.cli('accept', backup.root, 'IMG_20190103_100000.jpg');
  const before = backup.cli('verify', backup.root, '--json');
  fs.rmSync(backup.cache, { recursive: true });
  for (const _ of [1, 2]) {
    const after = backup.cli('verify', backup.root, '--json');
    assert.deepEqual(after.findings(), before.findings());
    assert.deepEqual([after.status, after.summary.empty], [1, 1]);
  }
});
