import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { flipBit, TempBackup } from '../../fixtures/tempBackup.ts';

const NFD = 'Zu\u0308rich';
const NFC = 'Z\u00fcrich';
const skip = process.platform !== 'linux' && 'only Linux keeps the two forms apart';

test('a folder that comes back in another Unicode form is the same folder: its record and its ids stay', {
  skip,
}, async t => {
  const backup = new TempBackup(t);
  await backup.jpeg(`${NFD}/a.jpg`, 1);
  await backup.jpeg(`${NFD}/day 1/b.jpg`, 2);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  const ids = (): readonly unknown[] => backup.list().map(line => (JSON.parse(line) as { id: string }).id);
  const before = ids();
  fs.renameSync(backup.path(NFD), backup.path(NFC));
  flipBit(backup.path(NFC, 'a.jpg'), true);
  const { findings } = backup.cli('verify', backup.root, '--json');
  assert.deepEqual(
    findings().map(({ code, path }) => [code, path]),
    [['corrupt', `${NFC}/a.jpg`]],
  );
  const { files, unchanged } = backup.cli('index', backup.root, '--json').summary;
  assert.deepEqual([files, unchanged], [2, 2]);
  assert.deepEqual(ids(), before);
});

test('two folders that differ in their Unicode form alone are two', { skip }, async t => {
  const backup = new TempBackup(t);
  await backup.jpeg(`${NFD}/a.jpg`, 1);
  backup.cli('verify', backup.root);
  await backup.jpeg(`${NFC}/a.jpg`, 0xff00ff);
  for (const extra of [1, 0]) {
    const { summary, findings } = backup.cli('verify', backup.root, '--json');
    assert.deepEqual(
      [summary.files, summary.verified, findings('extra').length, findings('missing').length],
      [2, 2, extra, 0],
    );
  }
});
