import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { overviewOf, totalsOf } from '../../../src/engine/catalog/overview.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('files that are gone are on the record, but are not counted as being there', async t => {
  const backup = new TempBackup(t);
  for (const i of [1, 2, 3]) await backup.jpeg(`IMG_${i}.jpg`, i);
  backup.cli('verify', backup.root);
  fs.rmSync(backup.path('IMG_2.jpg'));
  backup.cli('index', backup.root);
  const store = Store.open(backup.root, { cache: backup.cache, create: false });
  assert.deepEqual([totalsOf(store.db).files, overviewOf(store.db).files, overviewOf(store.db).recorded], [2, 2, 3]);
  const plan = store.db.prepare<[], { detail: string }>(
    'EXPLAIN QUERY PLAN SELECT count(*) FROM file WHERE present = 0',
  );
  assert.match(
    plan
      .all()
      .map(({ detail }) => detail)
      .join(),
    /USING (COVERING )?INDEX file_(gone|lost)/,
  );
  store.close();
});
