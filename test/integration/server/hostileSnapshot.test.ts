/** A backup from a stranger carries a snapshot of a catalog: nothing in it may reach beyond the backup and the caches. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import sharp from 'sharp';
import { layoutOf } from '../../../src/engine/backup/layout.ts';
import { loadSqlite } from '../../../src/engine/sqlite/native.ts';
import type { ServerEvent } from '../../../src/protocol/server.ts';
import { ServerWindow } from '../../fixtures/serverWindow.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

type Thumb = Extract<ServerEvent, { event: 'thumb' }>;

function change(catalog: string, sql: string, ...values: unknown[]): void {
  const db = new (loadSqlite())(catalog);
  try {
    db.prepare(sql).run(...values);
  } finally {
    db.close();
  }
}

/** A backup as it comes from another machine; `IMG_1.jpg` and `IMG_2.jpg` in it. */
async function stranger(t: TestContext): Promise<{ backup: TempBackup; cache: string; snapshot: string }> {
  const backup = new TempBackup(t);
  for (const seed of [1, 2]) await backup.jpeg(`IMG_${seed}.jpg`, seed);
  assert.equal(backup.cli('index', backup.root).status, 0);
  return { backup, cache: `${backup.cache}-here`, snapshot: layoutOf(backup.root).snapshot };
}

async function lookAtAll(window: ServerWindow): Promise<void> {
  for (const name of ['IMG_1.jpg', 'IMG_2.jpg']) {
    const asset = await window.ask('find', { path: name });
    if (asset == null) continue;
    window.events.length = 0;
    await window.ask('thumbs', { ids: [asset.id] });
    await window.hear((event): event is Thumb => event.event === 'thumb');
    await window.ask('preview', asset);
  }
}

test('a key of a picture that leads out of the cache neither removes nor replaces a file', {
  timeout: 120_000,
}, async t => {
  const { backup, cache, snapshot } = await stranger(t);
  const mine = path.join(path.dirname(backup.root), 'mine');
  fs.mkdirSync(mine);
  const pixels = sharp({ create: { width: 90, height: 90, channels: 3, background: '#04c' } });
  const jpeg = Buffer.concat([await pixels.jpeg().toBuffer(), Buffer.from('a trailer')]);
  for (const extension of ['webp', 'jpg', 'png']) fs.writeFileSync(path.join(mine, `holiday.${extension}`), jpeg);
  const precious = (): string[] =>
    fs.readdirSync(mine).map(name => `${name} ${fs.readFileSync(path.join(mine, name), 'hex')}`);
  const before = precious();
  const key = '../mine/holiday';
  change(snapshot, 'UPDATE file SET content_key = ?', key);
  const window = new ServerWindow(t, { cacheDir: cache, noPrograms: true });
  await window.ask('open', { root: backup.root });
  await lookAtAll(window);
  assert.deepEqual(precious(), before);

  // The same of a working copy that an earlier version made of such a snapshot.
  const [copy = ''] = fs.globSync('catalogs/*/catalog.db', { cwd: cache });
  change(path.join(cache, copy), 'UPDATE file SET content_key = ?', key);
  await lookAtAll(window);
  assert.deepEqual(precious(), before);
});
