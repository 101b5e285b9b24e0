/** What becomes of the record when things happen to it: lost, rolled back, shared, or another drive in its place. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { BackupAway } from '../../../src/engine/backup/identity.ts';
import { markAssets } from '../../../src/engine/catalog/marking.ts';
import { overviewOf } from '../../../src/engine/catalog/overview.ts';
import { problemCodes } from '../../../src/engine/catalog/problems.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
import { flipBit, TempBackup } from '../../fixtures/tempBackup.ts';

async function indexed(t: TestContext, count = 4): Promise<TempBackup> {
  const backup = new TempBackup(t);
  for (let i = 0; i < count; i++) await backup.jpeg(`IMG_2019010${i + 1}_100000.jpg`, i + 1);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  return backup;
}

const idOf = (store: Store, name: string): number =>
  store.db
    .prepare<[string], { id: number }>('SELECT a.id FROM asset a JOIN file f ON f.id = a.main WHERE f.name = ?')
    .get(name)?.id ?? 0;
const ratings = (backup: TempBackup): readonly unknown[] =>
  backup.list().map(line => (JSON.parse(line) as { rating: number }).rating);

test('a ledger that was deleted is written again from what the catalog knows, and rot stays rot', async t => {
  const backup = await indexed(t);
  const before = backup.list();
  flipBit(backup.path('IMG_20190101_100000.jpg'), true);
  fs.rmSync(backup.path('.keepsake/ledger'), { recursive: true });
  const verify = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([verify.status, verify.summary.corrupt], [1, 1]);
  assert.equal(verify.findings('ledger-damaged').length, 1, 'and it is said');
  flipBit(backup.path('IMG_20190101_100000.jpg'), true);
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'));
  backup.cli('index', backup.root);
  assert.deepEqual(backup.list(), before, 'ids and checksums come from the ledger that was written again');
});

test('an older ledger that was put back takes nothing away', async t => {
  const backup = await indexed(t);
  const [name = ''] = fs.readdirSync(backup.path('.keepsake/ledger'));
  const older = fs.readFileSync(backup.path('.keepsake/ledger', name));
  const store = Store.open(backup.root, { cache: backup.cache, create: false });
  markAssets(store, [idOf(store, 'IMG_20190101_100000.jpg')], { rating: 5 });
  store.close();
  fs.writeFileSync(backup.path('.keepsake/ledger', name), older);
  assert.deepEqual(ratings(backup), [5, 0, 0, 0]);
  fs.rmSync(backup.cache, { recursive: true });
  assert.deepEqual(ratings(backup), [5, 0, 0, 0]);
});

test('with another folder in its place nothing is written, and nothing is forgotten', async t => {
  const backup = await indexed(t);
  const store = Store.open(backup.root, { cache: backup.cache, create: false });
  const id = idOf(store, 'IMG_20190101_100000.jpg');
  fs.renameSync(backup.root, `${backup.root}.away`);
  fs.mkdirSync(backup.root);
  assert.throws(() => markAssets(store, [id], { rating: 1 }), BackupAway);
  assert.throws(() => store.sync(), BackupAway);
  assert.deepEqual(fs.readdirSync(backup.root), []);
  fs.rmdirSync(backup.root);
  fs.renameSync(`${backup.root}.away`, backup.root);
  assert.equal(markAssets(store, [id], { rating: 2 }).assets, 1);
  store.close();
  assert.deepEqual(ratings(backup), [2, 0, 0, 0]);
});

test('two machines mark one backup: each sees the other’s, and a catalog made anew says the same', async t => {
  const backup = await indexed(t);
  const [one, two] = [backup.cache, `${backup.cache}-two`].map(cache =>
    Store.open(backup.root, { cache, create: false }),
  );
  if (one == null || two == null) throw new Error('two stores');
  for (let round = 1; round <= 5; round++) {
    for (const store of [one, two]) {
      store.sync();
      markAssets(store, [idOf(store, 'IMG_20190101_100000.jpg')], { rating: round });
      markAssets(store, [idOf(store, 'IMG_20190102_100000.jpg')], { flag: store === one ? 'pick' : 'reject' });
    }
  }
  const said = (store: Store): unknown => {
    store.sync();
    return store.db
      .prepare('SELECT f.name, a.rating, a.flag FROM asset a JOIN file f ON f.id = a.main ORDER BY f.name')
      .all();
  };
  const fresh = Store.open(backup.root, { cache: `${backup.cache}-three`, create: false });
  assert.deepEqual(said(one), said(two));
  assert.deepEqual(said(fresh), said(one));
  assert.equal(fs.readdirSync(backup.path('.keepsake/ledger')).length, 2);
  for (const store of [one, two, fresh]) store.close();
});

test('a file that is no catalog is refused and left as it is, a photo above all', async t => {
  const backup = await indexed(t);
  const { loadSqlite } = await import('../../../src/engine/sqlite/native.ts');
  const foreign = path.join(backup.cache, 'foreign.sqlite');
  const db = new (loadSqlite())(foreign);
  db.exec('CREATE TABLE precious(x); INSERT INTO precious VALUES (1)');
  db.close();
  for (const file of [backup.path('IMG_20190101_100000.jpg'), foreign]) {
    const before = fs.readFileSync(file);
    const said = backup.cli('info', backup.root, '--catalog', file);
    assert.equal(said.status, 3);
    assert.match(said.stderr, /not a catalog/);
    assert.deepEqual(fs.readFileSync(file), before);
    assert.deepEqual(
      fs.readdirSync(path.dirname(file)).filter(name => /-wal|-shm/.test(name)),
      [],
    );
  }
});

test('a catalog that was damaged in the cache starts again from the snapshot', async t => {
  const backup = await indexed(t);
  const before = backup.list();
  const [folder = ''] = fs.readdirSync(path.join(backup.cache, 'catalogs'));
  const file = path.join(backup.cache, 'catalogs', folder, 'catalog.db');
  fs.writeFileSync(file, Buffer.alloc(20_000, 7));
  assert.deepEqual(backup.list(), before);
});

test('what a verification found is known on another machine, and mended there when it is mended', async t => {
  const backup = await indexed(t);
  flipBit(backup.path('IMG_20190101_100000.jpg'), true);
  fs.renameSync(backup.path('IMG_20190102_100000.jpg'), `${backup.root}-elsewhere.jpg`);
  assert.equal(backup.cli('verify', backup.root).status, 1);
  fs.renameSync(backup.cache, `${backup.cache}-of-the-first`);
  const codes = (): unknown => {
    const store = Store.open(backup.root, { cache: backup.cache, create: false });
    const found = problemCodes(store.db).map(({ code, count }) => [code, count]);
    const { proved, files } = overviewOf(store.db);
    store.close();
    return { found, unproved: files - proved };
  };
  assert.deepEqual(codes(), {
    found: [
      ['corrupt', 1],
      ['missing', 1],
    ],
    unproved: 1,
  });
  assert.equal(backup.list('is:damaged').length, 2);
  flipBit(backup.path('IMG_20190101_100000.jpg'), true);
  fs.renameSync(`${backup.root}-elsewhere.jpg`, backup.path('IMG_20190102_100000.jpg'));
  assert.equal(backup.cli('verify', backup.root).status, 0);
  fs.rmSync(backup.cache, { recursive: true });
  fs.renameSync(`${backup.cache}-of-the-first`, backup.cache);
  assert.deepEqual(codes(), { found: [], unproved: 0 });
});
