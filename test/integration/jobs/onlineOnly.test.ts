/** Placeholders of cloud services: not read while their bytes are elsewhere, and read when they are here. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
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
