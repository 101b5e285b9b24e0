/** Pictures that are not whole are said, not only shown as an empty cell. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('a JPEG that is cut off is an error of index, and stays one when it is moved', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('whole.jpg', 1);
  await backup.jpeg('cut.jpg', 2);
  fs.truncateSync(backup.path('cut.jpg'), fs.statSync(backup.path('cut.jpg')).size - 40);
  await backup.jpeg('other.jpg', 3);
  fs.truncateSync(backup.path('other.jpg'), 200);
  const told = (): readonly unknown[] => {
    const { status, findings } = backup.cli('index', backup.root, '--json');
    return [
      status,
      findings('damaged')
        .map(({ path }) => path)
        .sort(),
    ];
  };
  const damaged = ['cut.jpg', 'other.jpg'];
  assert.deepEqual(told(), [1, damaged]);
  assert.equal(backup.list('is:damaged').length, 2);
  assert.deepEqual(told(), [1, damaged]);
  fs.mkdirSync(backup.path('away'));
  fs.renameSync(backup.path('cut.jpg'), backup.path('away/cut.jpg'));
  assert.deepEqual(told(), [1, ['away/cut.jpg', ...damaged.slice(1)]]);
  fs.rmSync(backup.cache, { recursive: true });
  assert.deepEqual(told(), [1, ['away/cut.jpg', ...damaged.slice(1)]]);
});
