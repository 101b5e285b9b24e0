/** What became of a backup's own folder, and where the cache lies: what is not as usual is said, or does not matter. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { BackupAway } from '../../../src/engine/backup/identity.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
import { refuseAway } from '../../../src/engine/jobs/away.ts';
import { CLI, TempBackup } from '../../fixtures/tempBackup.ts';

test('a backup whose backup.json was deleted is made one again, and keeps its record', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  backup.cli('index', backup.root);
  const before = backup.list();
  const identity = backup.path('.keepsake/backup.json');
  const old = fs.readFileSync(identity, 'utf8');
  fs.rmSync(identity);
  const again = backup.cli('index', backup.root);
  assert.equal(again.status, 0, again.stderr);
  assert.notEqual(fs.readFileSync(identity, 'utf8'), old);
  assert.deepEqual(backup.list(), before);
  fs.writeFileSync(backup.path('a.jpg'), 'other bytes');
  assert.equal(backup.cli('verify', backup.root, '--json').summary.modified, 1);
});

test('a cache or a catalog among the photos is refused, and not taken for photos', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  fs.symlinkSync(backup.root, `${backup.root}-link`);
  const env = { ...backup.environment, KEEPSAKE_CACHE: path.join(`${backup.root}-link`, 'sub/.cache') };
  for (const job of ['index', 'verify']) {
    const { status, stderr } = spawnSync(process.execPath, [CLI, job, backup.root], { env, encoding: 'utf8' });
    assert.equal(status, 3);
    assert.match(stderr, /cache folder .*sub\/\.cache lies within the backup.*KEEPSAKE_CACHE/);
  }
  const named = backup.cli('index', backup.root, '--catalog', backup.path('catalog.db'));
  assert.equal(named.status, 3);
  assert.match(named.stderr, /catalog .*catalog\.db lies within the backup.*--catalog/);
  assert.deepEqual(fs.readdirSync(backup.root), ['a.jpg']);
  const own = backup.cli('index', backup.root, '--catalog', backup.path('.keepsake/mine.db'));
  assert.equal(own.status, 0, own.stderr);
});

test('another backup at the place is as good as none', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  assert.equal(backup.cli('index', backup.root).status, 0);
  const store = Store.open(backup.root, { cache: backup.cache, create: false });
  t.after(() => store.close());
  refuseAway(store, 'ENOENT');
  const identity = backup.path('.keepsake/backup.json');
  const other = {
    ...(JSON.parse(fs.readFileSync(identity, 'utf8')) as object),
    id: '019f0000-0000-7000-8000-000000000001',
  };
  for (const text of [JSON.stringify(other), 'no identity']) {
    fs.writeFileSync(identity, text);
    assert.throws(() => refuseAway(store, 'ENOENT'), BackupAway);
  }
});
