import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { uuidv7 } from 'uuidv7';
import { BadQuery } from '../../../src/engine/catalog/query/badQuery.ts';
import { parseQuery, QUERY_HAS, QUERY_IS } from '../../../src/engine/catalog/query.ts';
import { foundIds, heldAgainst } from '../../../src/engine/catalog/search/found.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
import { addAsset, pick, type Random, randomOf, WORDS } from '../../fixtures/randomCatalog.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

function opened(t: TestContext): Store {
  const { root, cache } = new TempBackup(t);
  const store = Store.open(root, { cache, create: true });
  t.after(() => store.close());
  return store;
}

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;

/** A part of a word, as a person types it, or more than one with `*` between. */
function aText(random: Random): string {
  const word = pick(random, WORDS);
  const from = Math.floor(random() * word.length * 0.6);
  const part = word.slice(from, from + 1 + Math.floor(random() * word.length));
  if (random() < 0.4) return quoted(part);
  if (random() < 0.3) return `${part.slice(0, 2)}*${part.slice(3)}`;
  return part;
}

function condition(random: Random): string {
  const number = (values: readonly number[]): string =>
    pick(random, [
      `${pick(random, ['', '>=', '>', '<', '<='])}${pick(random, values)}`,
      `${pick(random, values)}..`,
      `${pick(random, values)},${pick(random, values)}`,
    ]);
  const one = pick(random, [
    () => aText(random),
    () => aText(random),
    () =>
      `${pick(random, ['camera', 'lens', 'keyword', 'person', 'album', 'path'])}:${random() < 0.15 ? '=' : ''}${aText(random)}`,
    () => `${pick(random, ['camera', 'lens', 'keyword', 'person', 'album'])}:=${quoted(pick(random, WORDS))}`,
    () => `has:${pick(random, QUERY_HAS)}`,
    () => `is:${pick(random, QUERY_IS)}`,
    () => `year:${number([1826, 1999, 2019, 2020])}`,
    () => `month:${number([1, 5, 7, 12])}`,
    () => `day:${number([1, 15, 28, 31])}`,
    () =>
      `date:${pick(random, ['', '>', '<', '>=', '<='])}${pick(random, ['2019', '2019-07', '2019-7-1', '1999-12', '9999', '0001'])}`,
    () => `date:${pick(random, ['2019..', '..2019-07', '2018-05..2019', '1826..9999', '2019,1999-05'])}`,
    () => `rating:${number([0, 1, 3, 5])}`,
    () => `size:${pick(random, ['>', '<', '>='])}${pick(random, ['5mb', '10m', '0', '20000000'])}`,
    () => `${pick(random, ['width', 'height'])}:${number([0, 1000, 4000])}`,
    () => `flag:${pick(random, ['pick', 'reject', 'none', 'pick,none'])}`,
    () => `kind:${pick(random, ['photo', 'video', 'photo,video'])}`,
    () => `ext:${pick(random, ['jpg', 'heic,mov', '.CR2', 'jpeg'])}`,
  ])();
  return random() < 0.25 ? `-${one}` : one;
}

/** @returns how many queries could be asked */
function bothWaysAgree(store: Store, random: Random, queries: number): number {
  const { db } = store;
  const ids = db.prepare<[], number>('SELECT id FROM asset').pluck(true).all() as number[];
  let asked = 0;
  for (let i = 0; i < queries; i++) {
    const text = Array.from({ length: pick(random, [1, 1, 1, 2, 3]) }, () => condition(random)).join(' ');
    let query: ReturnType<typeof parseQuery>;
    try {
      query = parseQuery(text);
    } catch (error) {
      if (error instanceof BadQuery) continue;
      throw error;
    }
    asked++;
    const slow = [...heldAgainst(db, query, ids)].sort((a, b) => a - b);
    const quick = foundIds(db, query).toSorted((a, b) => a - b);
    assert.deepEqual(quick, slow, `${JSON.stringify(text)}`);
  }
  return asked;
}

const behind = (store: Store): number =>
  store.db.prepare<[], number>('SELECT count(*) FROM unsought').pluck(true).get() as number;

for (const seed of [1, 2, 3]) {
  test(`a query finds by SQL what it finds asset by asset, also after changes (${seed})`, t => {
    const random = randomOf(seed);
    const store = opened(t);
    const { db } = store;
    const uuids: string[] = [];
    store.commit([], () => {
      for (let i = 0; i < 90; i++) uuids.push(addAsset(store, random));
    });
    const at = 1;
    const albums = Array.from({ length: 6 }, () => ({ id: uuidv7(), name: pick(random, WORDS) }));
    store.commit([
      ...albums.map(({ id, name }) => ({ t: 'album', at, id, name }) as const),
      ...albums.map(({ id }) => ({ t: 'members', at, album: id, add: uuids.filter(() => random() < 0.2) }) as const),
      { t: 'marks', at, assets: uuids.slice(0, 30), rating: 4, favorite: true },
      { t: 'marks', at, assets: uuids.slice(20, 50), flag: 'pick' },
      { t: 'marks', at, assets: uuids.slice(50, 60), flag: 'reject', rating: 0 },
    ]);
    assert.equal(behind(store), 0);
    assert.ok(bothWaysAgree(store, random, 120) > 50);

    // What jobs and persons do: marks, albums, facts read again, files that move, grow, come and go.
    store.commit([
      { t: 'marks', at, assets: uuids.slice(0, 15), rating: 0, favorite: false },
      { t: 'album', at, id: albums[0]?.id ?? '', name: 'Renamed' },
      { t: 'album', at, id: albums[1]?.id ?? '', removed: true },
      { t: 'members', at, album: albums[2]?.id ?? '', remove: uuids },
    ]);
    store.commit([], () => {
      for (let i = 0; i < 20; i++) addAsset(store, random);
      db.exec(`
        UPDATE facts SET json = (SELECT json FROM facts ORDER BY file LIMIT 1) WHERE file % 7 = 0;
        DELETE FROM facts WHERE file % 11 = 0;
        UPDATE file SET size = size + 1000000 WHERE id % 5 = 0;
        UPDATE file SET dir = (SELECT min(id) FROM dir), name = name || '.JPG', key = name || '.JPG' WHERE id % 13 = 0;
        UPDATE file SET rec_sha = NULL, proved = NULL WHERE id % 17 = 0;
        UPDATE file SET asset = NULL, role = NULL WHERE asset % 19 = 0;
        DELETE FROM asset WHERE id % 19 = 0;
        DELETE FROM finding WHERE id % 3 = 0;`);
      db.prepare('INSERT INTO said(asset, source, json, stamp) SELECT uid, ?, ?, 1 FROM asset WHERE id % 6 = 0').run(
        'google-takeout',
        JSON.stringify({ facts: { description: { value: 'Said by Takeout', origin: 'sidecar' } } }),
      );
    });
    assert.equal(behind(store), 0);
    assert.ok(bothWaysAgree(store, random, 120) > 50);
  });
}

test('assets that are behind are asked themselves, and many of them are brought up first', t => {
  const random = randomOf(7);
  const store = opened(t);
  store.commit([], () => {
    for (let i = 0; i < 60; i++) addAsset(store, random);
  });
  store.db.exec("UPDATE sought SET title = 'wrong', path = 'wrong', has = 0, date = NULL WHERE asset % 2 = 0");
  store.db.exec('INSERT INTO unsought SELECT asset FROM sought WHERE asset % 2 = 0');
  assert.ok(bothWaysAgree(store, random, 100) > 40);
  assert.equal(behind(store), 30);
  store.commit([], () => {
    for (let i = 0; i < 300; i++) addAsset(store, random);
  });
  store.db.exec(
    "DELETE FROM sought; DELETE FROM asset_term; DELETE FROM term; INSERT INTO sought_text(sought_text) VALUES ('delete-all'); INSERT INTO unsought SELECT id FROM asset",
  );
  assert.ok(bothWaysAgree(store, random, 100) > 40);
  assert.equal(behind(store), 0);
});
