/** Accepting replaces what the record says: it must not do so where that would hide a loss. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { recentJobs } from '../../../src/engine/catalog/jobRow.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
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

test('a file in a folder that can’t be looked into is not taken off the record', t => {
  const backup = backupOf(t);
  fs.renameSync(backup.path('a'), backup.path('b'));
  // A link is not followed: what is behind it is not this backup's.
  fs.symlinkSync('nowhere', backup.path('a'));
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

test('an undo that took back a part goes on when the rest can be taken back', t => {
  const backup = backupOf(t);
  const edit = (text: string, seconds: number, ...numbers: number[]): string => {
    for (const i of numbers) backup.write(`a/IMG_${i}.JPG`, `${text} ${i}`, seconds);
    backup.cli('verify', backup.root);
    return String(backup.cli('accept', backup.root, '--all-modified', '--json').summary.change);
  };
  const first = edit('first', 1_600_000_000, 1, 2, 3);
  const second = edit('second', 1_600_000_100, 2);
  const part = backup.cli('undo', backup.root, '--change', first, '--json');
  assert.deepEqual(
    [part.status, part.summary.actions, part.summary.applied, part.summary.skipped, codes(part.findings())],
    [1, 3, 2, 1, ['conflict']],
  );
  assert.equal(backup.cli('undo', backup.root, '--change', second, '--json').summary.applied, 1);
  // A catalog that is made anew knows how far it came.
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'));
  const rest = backup.cli('undo', backup.root, '--json');
  assert.deepEqual([rest.status, rest.summary.actions, rest.summary.applied], [0, 1, 1]);
  const none = backup.cli('undo', backup.root);
  assert.equal(none.status, 3);
  assert.match(none.stderr, /no change to undo/);
  const store = Store.open(backup.root, { cache: backup.cache, create: false });
  const [row] = recentJobs(store.db, 1);
  store.close();
  assert.equal(JSON.parse(row?.summary ?? '').nothing, true, 'the list of jobs can tell it from a failure');
});

test('what is left of an undo and can’t be taken back does not keep older changes from being undone', t => {
  const backup = backupOf(t);
  const accept = (path: string): string => String(backup.cli('accept', backup.root, path, '--json').summary.change);
  backup.write('a/IMG_3.JPG', 'older', 1_600_000_000);
  accept('a/IMG_3.JPG');
  for (const i of [1, 2]) backup.write(`a/IMG_${i}.JPG`, `edited ${i}`, 1_600_000_000);
  backup.cli('verify', backup.root);
  accept('a');
  fs.renameSync(backup.path('a/IMG_1.JPG'), backup.path('moved.JPG'));
  backup.cli('verify', backup.root);
  assert.equal(backup.cli('undo', backup.root, '--json').summary.applied, 1);
  const older = backup.cli('undo', backup.root, '--json');
  assert.deepEqual([older.status, older.summary.applied], [0, 1]);
});

test('a folder that was deleted on purpose is taken off the record, by its own name or its files’, and undone', t => {
  const backup = backupOf(t);
  backup.write('a/deep/IMG_4.JPG', 'photo 4');
  backup.write('ab/IMG_5.JPG', 'photo 5');
  backup.cli('verify', backup.root);
  fs.rmSync(backup.path('a'), { recursive: true });
  const one = backup.cli('accept', backup.root, 'a/IMG_1.JPG', '--json');
  assert.deepEqual([one.status, one.summary.removed], [0, 1], one.stdout);
  const rest = backup.cli('accept', backup.root, 'a', '--json');
  assert.deepEqual([rest.status, rest.summary.removed], [0, 3], rest.stdout);
  const verify = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([verify.status, verify.summary.missing, verify.summary.verified], [0, 0, 1]);
  assert.equal(backup.cli('undo', backup.root, '--json').summary.applied, 3);
  assert.equal(backup.cli('verify', backup.root, '--json').summary.missing, 3);
  const none = backup.cli('accept', backup.root, 'nowhere', '--json');
  assert.deepEqual([none.status, codes(none.findings())], [1, ['missing']]);
});

test('accepting a folder that is there takes what was modified in it, and no loss by the way', t => {
  const backup = backupOf(t);
  backup.write('a/IMG_1.JPG', 'edited', 1_600_000_000);
  backup.write('b/IMG_9.JPG', 'photo');
  backup.cli('verify', backup.root);
  backup.write('b/IMG_9.JPG', 'edited', 1_600_000_000);
  fs.rmSync(backup.path('a/IMG_2.JPG'));
  backup.cli('verify', backup.root);
  const accepted = backup.cli('accept', backup.root, 'a', '--json');
  assert.deepEqual([accepted.status, accepted.summary.files, accepted.summary.removed], [1, 1, 0]);
  assert.deepEqual(codes(accepted.findings()), ['missing']);
});
