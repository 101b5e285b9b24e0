/** All that a catalog took from a ledger is written down again where that ledger is lost, not checksums alone. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { markAssets } from '../../../src/engine/catalog/marking.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
import { applyIn, own, sha256Of, treeOf, undoIn, writePlan } from '../../fixtures/planBackup.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

/** The catalog as the ledger made it, without where its lines stand and when bytes were proved. */
const TABLES = [
  `SELECT d.path, f.name, hex(f.rec_sha), f.rec_size, f.rec_mtime, hex(f.uid) FROM file f JOIN dir d ON d.id = f.dir
   WHERE f.rec_sha IS NOT NULL OR f.uid IS NOT NULL ORDER BY 1, 2`,
  'SELECT hex(uid), rating, flag, favorite FROM mark ORDER BY 1',
  'SELECT uid, job, at, title, undoes, undone_by, hex(plan) FROM change ORDER BY 1',
  'SELECT change, hex(uid), field, old, new FROM change_mark ORDER BY 1, 2, 3',
  `SELECT c.change, d.path, f.name, hex(old_sha), old_size, old_mtime, hex(new_sha), new_size, new_mtime FROM change_file c
   JOIN file f ON f.id = c.file JOIN dir d ON d.id = f.dir ORDER BY 1, 2, 3`,
  "SELECT uid, change, state = 'open' FROM batch ORDER BY 1",
  `SELECT c.uid AS change, a.id, b.uid AS batch, d.path, f.name, a.do, a.source, hex(a.old), hex(a.new), a.undo, a.asset, a.state
   FROM action a JOIN change c ON c.id = a.change JOIN batch b ON b.id = a.batch LEFT JOIN file f ON f.id = a.file
   LEFT JOIN dir d ON d.id = f.dir ORDER BY 1, 2`,
  'SELECT uid, name, origin, removed FROM album ORDER BY 1',
  'SELECT hex(asset), album, present FROM member ORDER BY 1, 2',
  'SELECT hex(asset), source, json FROM said ORDER BY 1, 2',
  `SELECT i.source, i.path, d.path AS dir, f.name, label, i.size, i.mtime, crc, hex(sha) FROM imported i
   JOIN file f ON f.id = i.file JOIN dir d ON d.id = f.dir ORDER BY 1, 2, 3, 4`,
];

const open = (backup: TempBackup): Store => Store.open(backup.root, { cache: backup.cache, create: false });

function known(backup: TempBackup): unknown {
  const store = open(backup);
  try {
    return TABLES.map(sql => store.db.prepare(sql).all());
  } finally {
    store.close();
  }
}

const ledgerOf = (backup: TempBackup): string => {
  const [name = ''] = fs.readdirSync(backup.path('.keepsake/ledger'));
  return backup.path('.keepsake/ledger', name);
};

/** A backup on which everything was done that the ledger can tell. @returns its ledger as it was before the acts */
async function worked(t: TestContext): Promise<{ backup: TempBackup; early: Buffer; plan: string }> {
  const backup = new TempBackup(t);
  for (const i of [1, 2, 3]) await backup.jpeg(`2019/IMG_${i}.JPG`, i * 77);
  for (const name of ['edited', 'removed', 'renamed', 'twice', 'aside'])
    backup.write(`${name}.JPG`, `bytes of ${name}`);
  assert.equal(backup.cli('index', backup.root).status, 0);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  const early = fs.readFileSync(ledgerOf(backup));

  backup.write('edited.JPG', 'edited by somebody', 1_600_000_000);
  backup.write('twice.JPG', 'edited once', 1_600_000_000);
  fs.rmSync(backup.path('removed.JPG'));
  fs.renameSync(backup.path('renamed.JPG'), backup.path('2019/renamed.JPG'));
  backup.cli('verify', backup.root);
  assert.equal(backup.cli('accept', backup.root, 'edited.JPG', 'twice.JPG', 'removed.JPG').status, 0);
  backup.write('twice.JPG', 'edited twice', 1_610_000_000);
  assert.equal(backup.cli('accept', backup.root, 'twice.JPG').status, 0);
  assert.equal(backup.cli('undo', backup.root).status, 0);

  const { id } = JSON.parse(fs.readFileSync(backup.path('.keepsake/backup.json'), 'utf8')) as { id: string };
  const plan = writePlan(path.join(path.dirname(backup.root), 'a.plan.jsonl'), id, [
    { action: 'quarantine', path: 'aside.JPG', sha256: sha256Of('bytes of aside') },
    { action: 'move', from: 'edited.JPG', to: '2020/edited.JPG', sha256: sha256Of('edited by somebody') },
    { action: 'copy', text: 'a note', to: 'note.txt', mtime: '2020-01-01T00:00:00Z', from: undefined },
  ]);
  const applied = await applyIn(backup, plan);
  assert.deepEqual(applied.counts.applied, 3, JSON.stringify(applied.findings));

  const store = open(backup);
  const [one, two] = store.db.prepare<[], { id: number; uid: Buffer }>('SELECT id, uid FROM asset ORDER BY id').all();
  assert.ok(one != null && two != null);
  markAssets(store, [one.id], { rating: 4, flag: 'pick' });
  const uuid = ({ uid }: { uid: Buffer }): string =>
    uid.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  const album = '01890a5d-ac96-774b-bcce-b302099a9001';
  const other = '01890a5d-ac96-774b-bcce-b302099a9002';
  const at = Date.now();
  store.commit([
    { t: 'album', at, id: album, name: 'Rome', origin: 'roma' },
    { t: 'album', at, id: other, name: 'Gone', removed: true },
    { t: 'members', at, album, add: [uuid(one), uuid(two)] },
    { t: 'said', at, from: 'google-takeout', assets: [[uuid(one), { states: ['archived'], raw: { url: 'x' } }]] },
    {
      t: 'imported',
      at,
      source: { kind: 'google-takeout', label: 'Google Takeout, a zip' },
      dir: '',
      files: [['twice.JPG', { p: 'Photos/t.jpg', s: 11, m: null, c: 7, h: sha256Of('edited once') }]],
    },
  ]);
  store.commit([{ t: 'members', at, album, remove: [uuid(two)] }]);
  store.close();
  return { backup, early, plan };
}

for (const [what, lose] of [
  ['deleted', (file: string) => fs.rmSync(file)],
  ['put back from before', (file: string, early: Buffer) => fs.writeFileSync(file, early)],
  [
    'cut off in its middle',
    (file: string) => {
      const lines = fs.readFileSync(file, 'utf8').split('\n');
      fs.writeFileSync(file, `${lines.slice(0, lines.length >> 1).join('\n')}\n`);
    },
  ],
] as const)
  test(`a ledger that was ${what}: acts, journal, albums and what was let go are all on the record again`, async t => {
    const { backup, early } = await worked(t);
    const before = known(backup);
    const tree = own(treeOf(backup.root));
    lose(ledgerOf(backup), early);
    assert.deepEqual(known(backup), before);
    // And in the ledger, not in this catalog alone.
    fs.rmSync(backup.cache, { recursive: true });
    fs.rmSync(backup.path('.keepsake/catalog.db'));
    fs.rmSync(backup.path('.keepsake/SHA256SUMS'));
    assert.deepEqual(known(backup), before);
    const result = backup.cli('verify', backup.root, '--json');
    assert.deepEqual([result.summary.missing, result.summary.modified], [0, 1], 'only what was edited again');
    // What was done can be taken back: the plan, then what was accepted.
    assert.deepEqual((await undoIn(backup)).counts.applied, 1, 'the marks');
    assert.deepEqual((await undoIn(backup)).counts.applied, 3);
    assert.ok(fs.existsSync(backup.path('aside.JPG')));
    assert.deepEqual((await undoIn(backup)).counts.applied, 3);
    assert.notDeepEqual(own(treeOf(backup.root)), tree);
  });
