/** What a verification passed over without a word. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test("another backup's folder within this one is not looked into, and that is said; this one's own is nothing to tell", t => {
  const backup = new TempBackup(t);
  backup.write('a.jpg', 'bytes of a');
  backup.write('old/b.jpg', 'bytes of b');
  backup.write('old/.keepsake/quarantine/x/c.jpg', 'bytes of c');
  for (const job of ['index', 'verify']) {
    const result = backup.cli(job, backup.root, '--json');
    assert.deepEqual(
      result.findings('skipped').map(({ path, severity }) => [path, severity]),
      [['old/.keepsake', 'info']],
      job,
    );
    assert.equal(result.status, 0);
    assert.equal(result.summary.files, 2);
  }
  // Nothing changed: it is said all the same.
  assert.equal(backup.cli('verify', backup.root, '--json').findings('skipped').length, 1);
});

test('a photo of 0 bytes is said by the first verification and by those after it, until it is mended', t => {
  const backup = new TempBackup(t);
  backup.write('a.jpg', 'bytes of a');
  backup.write('empty.jpg', '');
  backup.write('notes.txt', '');
  for (const _ of [1, 2]) {
    const { status, summary, findings } = backup.cli('verify', backup.root, '--json');
    assert.deepEqual(
      findings().map(({ code, path }) => [code, path]),
      [['empty', 'empty.jpg']],
    );
    assert.deepEqual([status, summary.empty, summary.verified], [1, 1, 3]);
  }
  backup.write('empty.jpg', 'found in another copy');
  backup.cli('accept', backup.root, 'empty.jpg');
  assert.deepEqual(backup.cli('verify', backup.root, '--json').findings(), []);
  // Made empty, and meant.
  fs.truncateSync(backup.path('a.jpg'), 0);
  assert.equal(backup.cli('verify', backup.root, '--json').summary.empty, 1);
  assert.equal(backup.cli('accept', backup.root, 'a.jpg').status, 0);
  assert.deepEqual(backup.cli('verify', backup.root, '--json').findings(), []);
});
