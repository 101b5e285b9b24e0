import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { acquireLock } from '../../../src/engine/backup/lock.ts';
import { markAssets } from '../../../src/engine/catalog/marking.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
import type { ServerEvent } from '../../../src/protocol/server.ts';
import { Session } from '../../../src/server/session.ts';
import { CLI, TempBackup } from '../../fixtures/tempBackup.ts';

test('a window follows another machine’s marks, but neither waits for a job’s transaction nor writes beside a job', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  assert.equal(backup.cli('index', backup.root).status, 0);
  const elsewhere = `${backup.cache}-elsewhere`;
  assert.equal(backup.cli('index', backup.root, '--catalog', `${elsewhere}/catalog.db`).status, 0);
  const other = Store.open(backup.root, { cache: elsewhere, catalog: `${elsewhere}/catalog.db`, create: false });
  const job = Store.open(backup.root, { cache: backup.cache, create: false });
  const events: ServerEvent[] = [];
  const session = new Session(backup.root, backup.cache, event => events.push(event));
  t.after(() => {
    session.end();
    job.close();
    other.close();
  });
  session.start();
  const rating = (): unknown => job.db.prepare('SELECT rating FROM asset').pluck(true).get();
  const mark = (value: number): unknown =>
    markAssets(other, [other.db.prepare<[], number>('SELECT id FROM asset').pluck(true).get() as number], {
      rating: value,
    });

  job.db.exec('BEGIN IMMEDIATE');
  mark(4);
  await sleep(1600);
  // Waiting would have held up this very process for the whole time-out, and then have failed.
  assert.deepEqual(
    events.filter(event => event.event === 'log'),
    [],
  );
  job.db.exec('ROLLBACK');
  while (rating() !== 4) await sleep(100);

  const lock = await acquireLock(job.layout.lock, 'index', () => {});
  mark(5);
  await sleep(1600);
  assert.equal(rating(), 4);
  lock.release();
  while (rating() !== 5) await sleep(100);
});

test('a catalog that a newer version has taken over is told plainly, and left to it', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  assert.equal(backup.cli('index', backup.root).status, 0);
  const newer = Store.open(backup.root, { cache: backup.cache, create: false });
  const events: ServerEvent[] = [];
  const session = new Session(backup.root, backup.cache, event => events.push(event));
  t.after(() => {
    session.end();
    newer.close();
  });
  assert.equal(session.start().state, 'ready');
  newer.db.exec('ALTER TABLE asset RENAME TO photo');
  newer.db.pragma('user_version = 999');
  const told = () => events.find(event => event.event === 'changed' && event.state.state === 'failed');
  while (told() == null) await sleep(100);
  assert.match(session.state().trouble ?? '', /newer Keepsake.*Reload the window/s);
  await sleep(1200);
  assert.equal(newer.db.pragma('user_version', { simple: true }), 999, 'it is not made anew in the old form');
});

test('on another machine, which begins with the snapshot, nothing is known of problems until it has indexed itself', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  assert.equal(backup.cli('index', backup.root).status, 0);
  const elsewhere = `${backup.cache}-elsewhere`;
  const session = new Session(backup.root, elsewhere, () => {});
  t.after(() => session.end());
  const { assets, unexamined } = session.start();
  assert.deepEqual([assets, unexamined], [1, true]);
  const env = { ...backup.environment, KEEPSAKE_CACHE: elsewhere };
  assert.equal(spawnSync(process.execPath, [CLI, 'index', backup.root], { env }).status, 0);
  assert.equal(session.state().unexamined, undefined);
});

test('a backup of a format that is not known yet is no folder that could be indexed', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  assert.equal(backup.cli('index', backup.root).status, 0);
  const file = backup.path('.keepsake/backup.json');
  fs.writeFileSync(file, JSON.stringify({ ...JSON.parse(fs.readFileSync(file, 'utf8')), format: 2 }));
  const session = new Session(backup.root, backup.cache, () => {});
  t.after(() => session.end());
  const state = session.start();
  assert.equal(state.state, 'failed');
  assert.match(state.trouble ?? '', /newer Keepsake/);
});
