import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JobRow } from '../../../src/engine/catalog/jobRow.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('info says of a job that was killed what to do', t => {
  const backup = new TempBackup(t);
  backup.write('a.bin', 'a');
  backup.cli('verify', backup.root);
  const store = Store.open(backup.root, { cache: backup.cache, create: false });
  const { id } = new JobRow(store.db, 'verify');
  store.db.prepare('UPDATE job SET pid = ? WHERE id = ?').run(2 ** 22 + 1, id);
  store.close();
  assert.match(backup.cli('info', backup.root).stdout, /verify {2}was killed; run it again\n.*verify {2}done/);
});
