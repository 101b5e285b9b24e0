/** Where the ledger has lost what it knew, the rendered list of checksums is still a record: rot is not taken for new. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { flipBit, TempBackup } from '../../fixtures/tempBackup.ts';

const NAMES = ['a/IMG_1.JPG', 'a/back\\slash.JPG', 'IMG_3.JPG', 'IMG_4.JPG'];

/** Verified, with its ledger and all that a machine knew of it gone; only SHA256SUMS is left. */
function withoutLedger(t: TestContext): TempBackup {
  const backup = new TempBackup(t);
  for (const name of NAMES) backup.write(name, `photo ${name}`);
  backup.cli('verify', backup.root);
  forgetAll(backup);
  return backup;
}

function forgetAll(backup: TempBackup): void {
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/ledger'), { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'), { force: true });
}

const codes = (findings: readonly Readonly<Record<string, unknown>>[]): unknown[] =>
  findings.map(({ code, path }) => [code, path]);

test('rot, a loss and an edit are found by SHA256SUMS alone, which is said', t => {
  const backup = withoutLedger(t);
  flipBit(backup.path('IMG_3.JPG'), true);
  fs.rmSync(backup.path('IMG_4.JPG'));
  backup.write('new.JPG', 'new');
  const sums = fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8');
  const verify = backup.cli('verify', backup.root, '--json');
  assert.equal(verify.status, 1);
  assert.deepEqual(codes(verify.findings()), [
    ['corrupt', 'IMG_3.JPG'],
    ['missing', 'IMG_4.JPG'],
    ['extra', 'new.JPG'],
    ['ledger-damaged', '.keepsake/SHA256SUMS'],
  ]);
  assert.match(String(verify.findings('ledger-damaged')[0]?.message), /4 .*SHA256SUMS/);
  const after = fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8');
  for (const line of sums.trim().split('\n')) assert.ok(after.includes(line), `${line} is kept`);
  const again = backup.cli('verify', backup.root, '--json');
  assert.deepEqual(codes(again.findings()), [
    ['corrupt', 'IMG_3.JPG'],
    ['missing', 'IMG_4.JPG'],
  ]);
  flipBit(backup.path('IMG_3.JPG'), true);
  const mended = backup.cli('verify', backup.root, '--json');
  assert.deepEqual(codes(mended.findings()), [['missing', 'IMG_4.JPG']]);
});

test('a file that was taken from SHA256SUMS can be accepted, taken off the record, moved, and undone', t => {
  const backup = withoutLedger(t);
  flipBit(backup.path('IMG_3.JPG'), true);
  fs.rmSync(backup.path('IMG_4.JPG'));
  fs.renameSync(backup.path('a/IMG_1.JPG'), backup.path('moved.JPG'));
  assert.equal(backup.cli('accept', backup.root, 'IMG_3.JPG', '--json').summary.files, 0, 'it may be rot');
  assert.equal(backup.cli('accept', backup.root, 'IMG_3.JPG', '--corrupt', '--json').summary.files, 1);
  assert.equal(backup.cli('accept', backup.root, 'IMG_4.JPG', '--json').summary.removed, 1);
  const verify = backup.cli('verify', backup.root, '--json');
  assert.deepEqual(codes(verify.findings()), [['moved', 'moved.JPG']]);
  backup.cli('undo', backup.root);
  backup.cli('undo', backup.root);
  assert.deepEqual(codes(backup.cli('verify', backup.root, '--json').findings()), [
    ['corrupt', 'IMG_3.JPG'],
    ['missing', 'IMG_4.JPG'],
  ]);
});

test('SHA256SUMS never overrides the ledger, nor brings back what was taken off the record, nor leaves the backup', t => {
  const backup = new TempBackup(t);
  for (const name of NAMES) backup.write(name, `photo ${name}`);
  backup.cli('verify', backup.root);
  fs.rmSync(backup.path('IMG_4.JPG'));
  backup.cli('accept', backup.root, 'IMG_4.JPG');
  const hash = 'ab'.repeat(32);
  const hostile = [
    'IMG_3.JPG',
    'IMG_4.JPG',
    '../outside.JPG',
    '/etc/passwd',
    'a/../IMG_1.JPG',
    '.keepsake/lock',
    'a//b',
    '',
  ];
  fs.writeFileSync(
    backup.path('.keepsake/SHA256SUMS'),
    `${hostile.map(path => `${hash}  ${path}`).join('\n')}\nno line of ours\n`,
  );
  const verify = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([verify.status, verify.findings(), verify.summary.verified], [0, [], 3]);
  assert.doesNotMatch(fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8'), /abab/);
});
