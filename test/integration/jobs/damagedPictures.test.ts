/** Pictures that can be no pictures are said, not only shown as an empty cell. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('a picture whose bytes are none, or not all, is an error of index, and stays one when it is moved', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('whole.jpg', 1);
  await backup.jpeg('cut.jpg', 2);
  fs.truncateSync(backup.path('cut.jpg'), fs.statSync(backup.path('cut.jpg')).size - 40);
  backup.write('garbage.jpg', 'garbage');
  backup.write('zeros.heic', Buffer.alloc(3000));
  backup.write('page.png', '<html><body>404 Not Found</body></html>');
  backup.write('notes.txt', 'garbage');
  const told = (): readonly unknown[] => {
    const { status, findings } = backup.cli('index', backup.root, '--json');
    return [
      status,
      findings('damaged')
        .map(({ path }) => path)
        .sort(),
    ];
  };
  const damaged = ['cut.jpg', 'garbage.jpg', 'page.png', 'zeros.heic'];
  assert.deepEqual(told(), [1, damaged]);
  assert.equal(backup.list('is:damaged').length, 4);
  assert.deepEqual(told(), [1, damaged]);
  fs.mkdirSync(backup.path('away'));
  fs.renameSync(backup.path('cut.jpg'), backup.path('away/cut.jpg'));
  assert.deepEqual(told(), [1, ['away/cut.jpg', ...damaged.slice(1)]]);
  fs.rmSync(backup.cache, { recursive: true });
  assert.deepEqual(told(), [1, ['away/cut.jpg', ...damaged.slice(1)]]);
});
