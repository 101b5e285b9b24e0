/** Accepting replaces what the record says: it must not do so where that would hide a loss. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { flipBit, TempBackup } from '../../fixtures/tempBackup.ts';

function backupOf(t: TestContext): TempBackup {
  const backup = new TempBackup(t);
  for (const i of [1, 2, 3]) backup.write(`a/IMG_${i}.JPG`, `photo ${i}`);
  backup.cli('verify', backup.root);
  return backup;
}

const codes = (findings: readonly Readonly<Record<string, unknown>>[]): unknown[] => findings.map(({ code }) => code);

test('rot is not accepted unless it is asked for by name', t => {
  const backup = backupOf(t);
  flipBit(backup.path('a/IMG_1.JPG'), true);
  backup.cli('verify', backup.root);
  const refused = backup.cli('accept', backup.root, 'a/IMG_1.JPG', '--json');
  assert.deepEqual([refused.status, codes(refused.findings()), refused.summary.files], [1, ['corrupt'], 0]);
  assert.deepEqual(codes(backup.cli('verify', backup.root, '--json').findings()), ['corrupt']);
  assert.equal(backup.cli('accept', backup.root, 'a/IMG_1.JPG', '--corrupt', '--json').summary.files, 1);
});

test('--all-modified takes no file off the record, and keeps the findings of those it leaves', t => {
  const backup = backupOf(t);
  for (const i of [1, 2]) backup.write(`a/IMG_${i}.JPG`, `edited ${i}`, 1_600_000_000);
  backup.cli('verify', backup.root);
  fs.rmSync(backup.path('a/IMG_1.JPG'));
  const accepted = backup.cli('accept', backup.root, '--all-modified', '--json');
  assert.deepEqual([accepted.summary.files, codes(accepted.findings())], [1, ['missing']]);
  assert.match(fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8'), /a\/IMG_1\.JPG/);
});

test('a file in a folder that is not there is not taken off the record', t => {
  const backup = backupOf(t);
  fs.renameSync(backup.path('a'), `${backup.root}/../away`);
  const refused = backup.cli('accept', backup.root, 'a/IMG_1.JPG', '--json');
  assert.deepEqual([refused.status, codes(refused.findings())], [1, ['unreadable']]);
});

test('what was taken off the record is not said to be accepted as it is; a name may begin with two dots', t => {
  const backup = backupOf(t);
  backup.write('..x.JPG', 'dots');
  backup.cli('verify', backup.root);
  fs.rmSync(backup.path('..x.JPG'));
  assert.match(backup.cli('accept', backup.root, '..x.JPG').stdout, /^Took 1 file off the record\. /m);
});

test('an undo that can take nothing back is no change', t => {
  const backup = backupOf(t);
  const edit = (text: string, seconds: number): void => {
    backup.write('a/IMG_1.JPG', text, seconds);
    backup.cli('verify', backup.root);
  };
  edit('first', 1_600_000_000);
  const first = backup.cli('accept', backup.root, '--all-modified', '--json').summary.change;
  edit('second', 1_600_000_100);
  backup.cli('accept', backup.root, '--all-modified');
  for (const _ of [1, 2]) {
    const { status, summary } = backup.cli('undo', backup.root, '--change', String(first), '--json');
    assert.deepEqual([status, summary.applied, summary.change], [1, 0, undefined]);
  }
  assert.equal(backup.cli('undo', backup.root, '--json').summary.applied, 1);
  assert.equal(backup.cli('undo', backup.root, '--change', String(first), '--json').summary.applied, 1);
});
