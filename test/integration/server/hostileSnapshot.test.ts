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
    db.pragma('foreign_keys = OFF');
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

test('a folder outside the backup is not looked into', { timeout: 120_000 }, async t => {
  const { backup, cache, snapshot } = await stranger(t);
  const outside = path.join(path.dirname(backup.root), 'private');
  fs.mkdirSync(outside);
  fs.renameSync(backup.path('IMG_1.jpg'), path.join(outside, 'IMG_1.jpg'));
  change(snapshot, "UPDATE dir SET path = '../private'");
  const window = new ServerWindow(t, { cacheDir: cache, noPrograms: true });
  await window.ask('open', { root: backup.root });
  for (const id of (await window.ask('shape', { scope: { kind: 'all' }, sort: 'name' })).ids) {
    const { state } = await window.ask('preview', { id });
    assert.equal(state, 'none');
  }
});

const GREATEST = 9223372036854775807n;
const TIME = '{"v":1,"times":[{"time":{"known":"wall","wallMs":1e300},"origin":"exif","tag":"x"}]}';
const HOSTILE: Readonly<Record<string, readonly (readonly [sql: string, ...values: unknown[]])[]>> = {
  'a folder outside': [["UPDATE dir SET path = '../private'"]],
  'a folder whose bytes are of another': [['UPDATE dir SET raw = ?', Buffer.from('../private')]],
  'a name that is a path': [["UPDATE file SET name = '../' || name, key = '../' || key"]],
  'a name with other bytes': [["UPDATE file SET raw = CAST('../IMG_1.jpg' AS BLOB) WHERE name = 'IMG_1.jpg'"]],
  'a size that is a word': [["UPDATE file SET size = 'large', read_size = 'large'"]],
  'a time that is none': [['UPDATE facts SET json = ?', TIME]],
  'facts that are none': [["UPDATE facts SET json = 'null'"]],
  'facts of another kind': [[`UPDATE facts SET json = '{"v":1,"width":"<b>","keywords":7}'`]],
  'a photo of no time': [['UPDATE asset SET wall = 9e99, day = ?, known = ?', GREATEST, 'wall']],
  'a photo of no kind': [["UPDATE asset SET kind = '<b>', width = 'wide', file_type = x'00'"]],
  'numbers that are not ours': [
    [
      "UPDATE asset SET id = ?, main = ? WHERE main = (SELECT id FROM file WHERE name = 'IMG_1.jpg')",
      GREATEST,
      GREATEST,
    ],
    ["UPDATE facts SET file = ? WHERE file = (SELECT id FROM file WHERE name = 'IMG_1.jpg')", GREATEST],
    ["UPDATE file SET id = ? WHERE name = 'IMG_1.jpg'", GREATEST],
  ],
  'a file that is left out': [
    ["DELETE FROM asset WHERE main = (SELECT id FROM file WHERE name = 'IMG_1.jpg')"],
    ["DELETE FROM file WHERE name = 'IMG_1.jpg'"],
  ],
  'a verification that goes on': [[`INSERT INTO meta VALUES ('verify-run', '{"begun":1e300,"first":true}')`]],
};

test('a snapshot with what no walk and no reading gives stops nothing, and the next index heals it', {
  timeout: 300_000,
}, async t => {
  const { backup, snapshot } = await stranger(t);
  const honest = backup.list();
  assert.equal(honest.length, 2);
  const kept = fs.readFileSync(snapshot);
  for (const [what, changes] of Object.entries(HOSTILE)) {
    fs.writeFileSync(snapshot, kept);
    for (const [sql, ...values] of changes) change(snapshot, sql, ...values);
    const catalog = path.join(path.dirname(backup.root), `${what}.db`);
    const { status, stderr } = backup.cli('list', backup.root, '--json', '--catalog', catalog);
    assert.equal(status, 0, `${what}: ${stderr}`);
    const indexed = backup.cli('index', backup.root, '--json', '--catalog', catalog);
    assert.equal(indexed.status, 0, `${what}: ${indexed.stderr}`);
    const healed = backup.cli('list', backup.root, '--json', '--catalog', catalog).stdout;
    assert.deepEqual(
      healed.split('\n').filter(line => line.startsWith('{"type":"asset"')),
      honest,
      what,
    );
  }
});
