import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insideBackup } from '../../../../src/extension/backup/inside.ts';

test('a path of the backup is taken from its folder', () => {
  assert.equal(insideBackup('/photos', '2019/a.jpg'), '/photos/2019/a.jpg');
  assert.equal(insideBackup('/photos', 'a..b/c'), '/photos/a..b/c');
  assert.equal(insideBackup('/', 'a.jpg'), '/a.jpg');
});

for (const path of ['../etc/passwd', '/etc/passwd', '2019/../../x', '..', '.', '', '../photos2/x', 'a\0.jpg']) {
  test(`refused: ${JSON.stringify(path)}`, () => assert.equal(insideBackup('/photos', path), null));
}
