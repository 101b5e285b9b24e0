/** A record that can't be read in one place is still there to be looked at; nothing is written on top of it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { markAssets } from '../../../src/engine/catalog/marking.ts';
import { findingsOf } from '../../../src/engine/catalog/problems.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
import { encodeLine } from '../../../src/engine/ledger/line.ts';
import type { ServerEvent } from '../../../src/protocol/server.ts';
import { Session } from '../../../src/server/session.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

async function indexed(t: TestContext): Promise<TempBackup> {
  const backup = new TempBackup(t);
  for (const i of [1, 2, 3]) await backup.jpeg(`IMG_2019010${i}_100000.jpg`, i);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  return backup;
}

const ledgerOf = (backup: TempBackup): string => {
  const [name = ''] = fs.readdirSync(backup.path('.keepsake/ledger'));
  return backup.path('.keepsake/ledger', name);
};
const ids = (lines: readonly string[]): unknown => lines.map(line => (JSON.parse(line) as { id: string }).id);

/** Appends a mark for each photo in lines of their own, and spoils the first of them. @returns its line number and the good bytes */
function spoil(backup: TempBackup): { line: number; good: Buffer } {
  const file = ledgerOf(backup);
  const at = fs.statSync(file).size;
  const store = Store.open(backup.root, { cache: backup.cache, create: false });
  const all = store.db.prepare<[], { id: number }>('SELECT id FROM asset ORDER BY wall').all();
  for (const { id } of all) markAssets(store, [id], { rating: 3 });
  store.close();
  const good = fs.readFileSync(file);
  const bad = Buffer.from(good);
  // The line before it says when, and that it is a change that can be undone.
  const mark = good.indexOf('"marks"', at);
  bad.writeUInt8(bad.readUInt8(mark + 1) ^ 1, mark + 1);
  fs.writeFileSync(file, bad);
  return { line: good.subarray(0, mark).toString().split('\n').length, good };
}

for (const cleared of [true, false])
  test(`a ledger damaged in its middle is looked at, and not written (${cleared ? 'a new' : 'the known'} catalog)`, async t => {
    const backup = await indexed(t);
    const before = backup.list();
    const { line, good } = spoil(backup);
    if (cleared) fs.rmSync(backup.cache, { recursive: true });
    const damaged = fs.readFileSync(ledgerOf(backup));
    const list = backup.cli('list', backup.root, '--json');
    assert.equal(list.status, 0, list.stderr);
    const shown = list.lines.filter(({ type }) => type === 'asset');
    assert.deepEqual(
      shown.map(({ rating }) => rating),
      cleared ? [0, 3, 3] : [3, 3, 3],
      'every good line is read',
    );
    assert.deepEqual(
      shown.map(({ id }) => id),
      ids(before),
    );
    if (cleared) {
      const said = new RegExp(`Line ${line} .*damaged`);
      assert.match(String(list.findings('ledger-damaged')[0]?.message), said);
      const text = backup.cli('list', backup.root);
      assert.match(text.stderr, /error {2}ledger-damaged {2}\.keepsake\/ledger\/.*jsonl/);
      assert.match(backup.cli('info', backup.root).stderr, said);
      for (const job of [['index'], ['verify'], ['undo'], ['accept', '--all-modified']]) {
        const refused = backup.cli(job[0] ?? '', backup.root, ...job.slice(1), '--json');
        assert.equal(refused.status, 3, job.join(' '));
        assert.match(refused.stderr, said);
        assert.match(refused.stderr, /nothing (was|will be) (changed|written)/i);
      }
      const store = Store.open(backup.root, { cache: backup.cache, create: false });
      assert.equal(findingsOf(store.db, 'ledger-damaged', 10).length, 1);
      assert.throws(() => markAssets(store, [1], { rating: 1 }), said);
      store.close();
      assert.deepEqual(fs.readFileSync(ledgerOf(backup)), damaged, 'nothing was written to it');
    }
    fs.writeFileSync(ledgerOf(backup), good);
    const index = backup.cli('index', backup.root, '--json');
    assert.deepEqual([index.status, index.findings('ledger-damaged').length], [0, 0], index.stderr);
    assert.deepEqual(
      backup.list().map(text => (JSON.parse(text) as { rating: number }).rating),
      [3, 3, 3],
      'the line that was put back is read',
    );
  });

test('a window looks at a backup whose ledger is damaged, and notices that it was mended', async t => {
  const backup = await indexed(t);
  const { good } = spoil(backup);
  fs.rmSync(backup.cache, { recursive: true });
  const events: ServerEvent[] = [];
  const session = new Session(backup.root, backup.cache, event => events.push(event));
  t.after(() => session.end());
  const state = session.start();
  assert.deepEqual([state.state, state.assets, state.problems], ['ready', 3, 1]);
  fs.writeFileSync(ledgerOf(backup), good);
  while (session.state().problems > 0) await new Promise(resolve => setTimeout(resolve, 100));
});

test('a ledger of a newer version is looked at; it is said, and nothing is written', async t => {
  const backup = await indexed(t);
  const before = backup.list();
  fs.appendFileSync(ledgerOf(backup), `${encodeLine({ t: 'copied', at: 1, n: 99 })}\n`);
  const list = backup.cli('list', backup.root, '--json');
  assert.equal(list.status, 0);
  assert.match(String(list.findings('ledger-newer')[0]?.message), /newer Keepsake/);
  assert.deepEqual(ids(list.stdout.split('\n').filter(line => line.startsWith('{"type":"asset"'))), ids(before));
  const refused = backup.cli('index', backup.root);
  assert.equal(refused.status, 3);
  assert.match(refused.stderr, /newer Keepsake/);
});

test('that the record was lost and written again is told by whoever finds it, and again by the next job', async t => {
  const backup = await indexed(t);
  fs.rmSync(ledgerOf(backup));
  const list = backup.cli('list', backup.root);
  assert.match(list.stderr, /ledger-damaged.*written down again/);
  assert.match(backup.cli('info', backup.root).stderr, /written down again/, 'the next reader hears of it too');
  const index = backup.cli('index', backup.root, '--json');
  assert.deepEqual([index.status, index.findings('ledger-damaged').length], [1, 1]);
  assert.equal(backup.cli('index', backup.root).status, 0, 'told once by a job');
  backup.cli('verify', backup.root);
  assert.doesNotMatch(backup.cli('info', backup.root).stdout, /ledger-damaged/, 'a whole verification ends it');
});
