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
