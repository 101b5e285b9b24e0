/** What is proved of each file lasts, in few words, and no further than it goes. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { Store } from '../../../src/engine/catalog/store.ts';
import { flipBit, TempBackup } from '../../fixtures/tempBackup.ts';

const ledger = (backup: TempBackup): string => {
  const [name = ''] = fs.readdirSync(backup.path('.keepsake/ledger'));
  return backup.path('.keepsake/ledger', name);
};

/** Name and time of proof of each file, as a catalog has it. */
function proofs(backup: TempBackup, cache = backup.cache): unknown {
  const store = Store.open(backup.root, { cache, create: false });
  const rows = store.db
    .prepare('SELECT d.path, f.name, f.proved FROM file f JOIN dir d ON d.id = f.dir ORDER BY d.path, f.name')
    .raw(true)
    .all();
  store.close();
  return rows;
}

function many(t: import('node:test').TestContext): TempBackup {
  const backup = new TempBackup(t);
  for (let i = 0; i < 600; i++) backup.write(`${2000 + (i % 20)}/é ${i % 7}/IMG_${i}.JPG`, `photo ${i}`);
  backup.write('root.JPG', 'at the root');
  backup.write(`2000 b/${'x'.repeat(40)}.JPG`, 'a folder whose name sorts beside another’s');
  backup.cli('verify', backup.root);
  return backup;
}

test('a whole verification adds few lines, from which a new catalog has the same time for each file', t => {
  const backup = many(t);
  const before = fs.readFileSync(ledger(backup));
  assert.equal(backup.cli('verify', backup.root, '--json').summary.verified, 602);
  const added = fs.readFileSync(ledger(backup)).subarray(before.length).toString();
  assert.ok(added.length < 602 * 8, `${added.length} bytes for 602 files`);
  assert.deepEqual(proofs(backup, `${backup.cache}-new`), proofs(backup));
});

test('what is not proved is not called so: rot, a loss, a placeholder in the middle', t => {
  const backup = many(t);
  flipBit(backup.path('2003/é 2/IMG_303.JPG'), true);
  fs.rmSync(backup.path('2005/é 5/IMG_5.JPG'));
  backup.write('2007/é 0/new.JPG', 'new');
  const before = Date.now();
  const { summary } = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([summary.corrupt, summary.missing, summary.verified], [1, 1, 601]);
  const rows = proofs(backup) as [string, string, number][];
  assert.deepEqual(
    rows.filter(([, , at]) => at < before).map(([, name]) => name),
    ['IMG_303.JPG', 'IMG_5.JPG'],
  );
  assert.deepEqual(proofs(backup, `${backup.cache}-new`), rows);
});

test('a run of proofs is not taken where other files stand: a line that was lost proves nothing', t => {
  const backup = many(t);
  backup.cli('verify', backup.root);
  const lines = fs.readFileSync(ledger(backup), 'utf8').trimEnd().split('\n');
  const at = lines.findIndex(line => line.includes('"t":"sums"') && line.includes('2001/'));
  fs.writeFileSync(ledger(backup), `${lines.toSpliced(at, 1).join('\n')}\n`);
  fs.rmSync(backup.path('.keepsake/SHA256SUMS'));
  const store = Store.open(backup.root, { cache: `${backup.cache}-new`, create: false });
  const wrong = store.db.prepare('SELECT count(*) FROM file WHERE proved IS NOT NULL AND rec_sha IS NULL');
  assert.equal(wrong.pluck(true).get(), 0);
  store.close();
});
