import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { markAssets } from '../../../src/engine/catalog/marking.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

/** Five photos, each with a rating of its own, 1 to 5. */
async function rated(t: TestContext): Promise<TempBackup> {
  const backup = new TempBackup(t);
  for (let i = 1; i <= 5; i++) {
    const file = await backup.jpeg(`2019/IMG_${i}.JPG`, i * 0x303030);
    fs.utimesSync(file, 1_500_000_000 + i, 1_500_000_000 + i);
  }
  assert.equal(backup.cli('index', backup.root).status, 0);
  const store = Store.open(backup.root, { cache: backup.cache, create: false });
  for (let i = 1; i <= 5; i++) {
    const row = store.db
      .prepare<[string], { id: number }>('SELECT a.id FROM asset a JOIN file f ON f.id = a.main WHERE f.name = ?')
      .get(`IMG_${i}.JPG`);
    markAssets(store, [row?.id ?? -1], { rating: i });
  }
  store.close();
  return backup;
}

const contentOf = (file: string): string => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

/** Rating by content. */
function ratings(backup: TempBackup): ReadonlyMap<string, unknown> {
  return new Map(
    backup.list().map(line => {
      const { path, rating } = JSON.parse(line) as { path: string; rating: number };
      return [contentOf(backup.path(path)), rating];
    }),
  );
}

function rename(backup: TempBackup, ...pairs: readonly (readonly [string, string])[]): void {
  for (const [from, to] of pairs) fs.renameSync(backup.path('2019', from), backup.path('2019', to));
}

function rebuilt(backup: TempBackup): void {
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'));
  assert.equal(backup.cli('index', backup.root).status, 0);
}

test('marks stay with their pictures where two names are swapped', async t => {
  const backup = await rated(t);
  const before = ratings(backup);
  rename(backup, ['IMG_1.JPG', 'x'], ['IMG_2.JPG', 'IMG_1.JPG'], ['x', 'IMG_2.JPG']);
  assert.equal(backup.cli('index', backup.root).status, 0);
  assert.deepEqual(ratings(backup), before);
  rebuilt(backup);
  assert.deepEqual(ratings(backup), before);
});

test('marks stay with their pictures where all are numbered anew, also across a kill and on another machine', async t => {
  const backup = await rated(t);
  const before = ratings(backup);
  fs.cpSync(backup.cache, `${backup.cache}-other`, { recursive: true });
  // The other machine is one by its name in the ledger, which it draws for itself where it has none.
  for (const name of fs.readdirSync(`${backup.cache}-other`))
    if (fs.statSync(`${backup.cache}-other/${name}`).isFile()) fs.rmSync(`${backup.cache}-other/${name}`);
  rename(
    backup,
    ['IMG_5.JPG', 'IMG_6.JPG'],
    ['IMG_4.JPG', 'IMG_5.JPG'],
    ['IMG_3.JPG', 'IMG_4.JPG'],
    ['IMG_2.JPG', 'IMG_3.JPG'],
    ['IMG_1.JPG', 'IMG_2.JPG'],
  );
  await backup.killed(400, 'index', backup.root);
  assert.equal(backup.cli('index', backup.root).status, 0);
  assert.deepEqual(ratings(backup), before);
  Object.assign(backup, { cache: `${backup.cache}-other` });
  assert.equal(backup.cli('index', backup.root).status, 0);
  assert.deepEqual(ratings(backup), before);
  rebuilt(backup);
  assert.deepEqual(ratings(backup), before);
});

test('a photo that was edited in place keeps its marks; one that was swapped across folders too', async t => {
  const backup = await rated(t);
  await backup.jpeg('2020/IMG_1.JPG', 77);
  assert.equal(backup.cli('index', backup.root).status, 0);
  const before = ratings(backup);
  const edited = before.get(contentOf(backup.path('2019/IMG_3.JPG')));
  await backup.jpeg('2019/IMG_3.JPG', 99);
  fs.utimesSync(backup.path('2019/IMG_3.JPG'), 1_600_000_000, 1_600_000_000);
  rename(backup, ['IMG_1.JPG', 'x'], ['../2020/IMG_1.JPG', 'IMG_1.JPG'], ['x', '../2020/IMG_1.JPG']);
  for (const file of ['2019/IMG_1.JPG', '2020/IMG_1.JPG'])
    fs.utimesSync(backup.path(file), 1_700_000_000, 1_700_000_000);
  assert.equal(backup.cli('index', backup.root).status, 0);
  const after = ratings(backup);
  assert.equal(after.get(contentOf(backup.path('2019/IMG_3.JPG'))), edited);
  assert.equal(after.get(contentOf(backup.path('2020/IMG_1.JPG'))), 1);
  assert.equal(after.get(contentOf(backup.path('2019/IMG_1.JPG'))), 0);
});
