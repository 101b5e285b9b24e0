/** What an export tells the ledger: read in any order and twice it makes the same catalog, and the catalog shows it. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { AlbumsOfSources, allAlbums } from '../../../src/engine/catalog/albums.ts';
import { openCatalog } from '../../../src/engine/catalog/open.ts';
import { Paths } from '../../../src/engine/catalog/paths.ts';
import { Replay } from '../../../src/engine/catalog/replay.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
import type { LedgerRecord } from '../../../src/engine/ledger/record.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const at = 1_700_000_000_000;
const [ONE, TWO] = ['01890a5d-ac96-774b-bcce-b302099a8001', '01890a5d-ac96-774b-bcce-b302099a8002'];
const [ROME, OSLO] = ['01890a5d-ac96-774b-bcce-b302099a9001', '01890a5d-ac96-774b-bcce-b302099a9002'];
const h = 'ab'.repeat(32);

const LINES: readonly LedgerRecord[] = [
  { t: 'album', at, id: ROME, name: 'Rome', origin: 'Rome' },
  { t: 'members', at, album: ROME, add: [ONE, TWO] },
  { t: 'album', at, id: ROME, name: 'Roma' },
  { t: 'members', at, album: ROME, remove: [TWO] },
  { t: 'album', at, id: OSLO, name: 'Oslo' },
  { t: 'album', at, id: OSLO, removed: true },
  { t: 'said', at, from: 'google-takeout', assets: [[ONE, { facts: { rating: { value: 1, origin: 'sidecar' } } }]] },
  { t: 'said', at, from: 'google-takeout', assets: [[ONE, { states: ['archived'], raw: { url: 'x' } }]] },
  {
    t: 'imported',
    at,
    source: { kind: 'google-takeout', label: 'Google Takeout, a zip' },
    dir: '2019',
    files: [
      ['a.jpg', { p: 'Photos/a.jpg', s: 3, m: null, c: 7, h }],
      ['a.jpg', { p: 'Rome/a.jpg', s: 3, m: 1, h }],
    ],
  },
];

function replayed(t: { after(work: () => void): void }, order: readonly number[]): unknown {
  const backup = new TempBackup(t as never);
  const db = openCatalog(path.join(backup.cache, 'catalog.db'));
  t.after(() => db.close());
  const replay = new Replay(db, new Paths(db));
  for (const i of order) replay.apply(LINES[i]!, (i + 1) * 1024, true);
  return ['album', 'member', 'said', 'imported'].map(table =>
    db
      .prepare(`SELECT * FROM ${table} ORDER BY 1, 2`)
      .all()
      .map(row => JSON.stringify(row)),
  );
}

test('albums, members, sayings and originals are the same in any order, and twice', t => {
  const forward = LINES.map((_, i) => i);
  const truth = replayed(t, forward);
  assert.deepEqual(replayed(t, [...forward].reverse()), truth);
  assert.deepEqual(replayed(t, [...forward, ...forward]), truth);
  assert.deepEqual(replayed(t, [...forward.slice(4), ...forward]), truth);
  assert.match(JSON.stringify(truth), /Roma/);
});

test('the catalog shows them, a new one too', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('2019/a.jpg', 1);
  assert.equal(backup.cli('index', backup.root).status, 0);
  const [line] = backup.list().map(text => JSON.parse(text));
  const uuid = line.id as string;
  const store = Store.open(backup.root, { create: false, cache: backup.cache });
  const of = (text: string): string => (text === ONE ? uuid : text);
  store.commit(JSON.parse(JSON.stringify(LINES), (_, value) => (typeof value === 'string' ? of(value) : value)));
  store.commit([
    {
      t: 'said',
      at,
      from: 'google-takeout',
      assets: [
        [
          uuid,
          {
            facts: {
              times: [
                { time: { known: 'instant', utcMs: Date.UTC(2019, 6, 1) }, origin: 'sidecar', tag: 'photoTakenTime' },
              ],
              description: { value: 'At the beach', origin: 'sidecar' },
            },
          },
        ],
      ],
    },
  ]);
  assert.deepEqual(
    allAlbums(store.db).map(({ name, assets }) => [name, assets]),
    [['Roma', 1]],
  );
  const sources = new AlbumsOfSources(store.db);
  assert.deepEqual(
    [sources.wasIn(uuid, 'Rome'), sources.wasIn(TWO, 'Rome'), sources.wasIn(uuid, 'Roma')],
    [true, true, false],
  );
  store.close();
  const shown = (): unknown => {
    assert.equal(backup.cli('index', backup.root).status, 0);
    const [text] = backup.list('album:roma');
    const { albums, description, capturedAt, capturedAtOrigin, sources } = JSON.parse(text ?? '{}');
    return { albums, description, capturedAt, capturedAtOrigin, sources };
  };
  const expected = {
    albums: ['Roma'],
    description: 'At the beach',
    capturedAt: '2019-07-01T00:00:00Z',
    capturedAtOrigin: 'sidecar',
    sources: ['Photos/a.jpg', 'Rome/a.jpg'].map((file, i) => ({
      kind: 'google-takeout',
      label: 'Google Takeout, a zip',
      path: file,
      name: 'a.jpg',
      size: 3,
      modified: i === 0 ? null : '1970-01-01T00:00:00.001Z',
      taken: '2019-07-01T00:00:00Z',
      file: '2019/a.jpg',
    })),
  };
  assert.deepEqual(shown(), expected);
  // Another machine has the ledger, and nothing else.
  const other = new TempBackup(t);
  (backup as { cache: string }).cache = other.cache;
  assert.deepEqual(shown(), expected);
});
