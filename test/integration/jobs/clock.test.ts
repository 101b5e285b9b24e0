/** Clocks are wrong, and are set right again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Store } from '../../../src/engine/catalog/store.ts';
import type { LedgerRecord, RecordedState } from '../../../src/engine/ledger/record.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const YEARS = 4 * 365 * 86_400_000;
const sums = (at: number, sha: string): LedgerRecord => ({
  t: 'sums',
  at,
  why: 'first',
  dir: '',
  files: [['IMG_1.JPG', [9, 1, sha.repeat(32)] as RecordedState]],
});

test('what was recorded while the clock was years ahead is verified again, and is not in the way of what comes later', t => {
  const backup = new TempBackup(t);
  backup.write('IMG_1.JPG', 'the photo');
  const store = Store.open(backup.root, { cache: backup.cache, create: true });
  store.commit([sums(Date.now() + YEARS, '11')]);
  store.commit([sums(Date.now(), '22')]);
  const recorded = (from: Store): string | undefined =>
    from.db.prepare<[], { sha: string }>("SELECT lower(hex(rec_sha)) AS sha FROM file WHERE name = 'IMG_1.JPG'").get()
      ?.sha;
  assert.equal(recorded(store), '22'.repeat(32), 'of one writer the later line wins');
  store.db.prepare('UPDATE file SET proved = ?').run(Date.now() + YEARS);
  store.close();
  const verify = backup.cli('verify', backup.root, '--json');
  assert.deepEqual(
    [verify.summary.verified, verify.summary.modified],
    [0, 1],
    'it was read, though a proof of the future is in the catalog',
  );
  const again = Store.open(backup.root, { cache: `${backup.cache}-new`, create: false });
  assert.equal(recorded(again), '22'.repeat(32), 'also when the ledger is read anew');
  again.close();
});
