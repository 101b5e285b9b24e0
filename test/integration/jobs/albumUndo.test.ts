/** What is done with albums is a change each time: taken back one by one, for ever. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

async function three(t: TestContext): Promise<TempBackup> {
  const backup = new TempBackup(t);
  for (let i = 1; i <= 3; i++) await backup.jpeg(`2019/IMG_2019070${i}_100000.jpg`, i);
  backup.cli('index', backup.root);
  return backup;
}

function album(backup: TempBackup, ...args: string[]): string | undefined {
  const { status, summary, stderr } = backup.cli('album', backup.root, ...args, '--json');
  assert.equal(status, 0, stderr);
  return summary.change == null ? undefined : String(summary.change);
}

const albums = (backup: TempBackup): readonly string[] =>
  backup
    .cli('album', backup.root, 'list', '--json')
    .lines.filter(({ type }) => type === 'album')
    .map(({ name, assets }) => `${name} ${assets}`);

const undo = (backup: TempBackup, change?: string) =>
  backup.cli('undo', backup.root, '--json', ...(change == null ? [] : ['--change', change]));

function forget(backup: TempBackup): void {
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'), { force: true });
  backup.cli('index', backup.root);
}

test('the newest first gives back names and photos, down to no album at all', async t => {
  const backup = await three(t);
  album(backup, 'make', 'Empty');
  album(backup, 'add', 'Rom', '--select', 'day:1,2');
  album(backup, 'remove', 'Rom', '--select', 'day:1');
  album(backup, 'rename', 'Rom', 'Rome');
  album(backup, 'remove', 'Rome');
  assert.deepEqual(albums(backup), ['Empty 0']);
  for (const now of [['Empty 0', 'Rome 1'], ['Empty 0', 'Rom 1'], ['Empty 0', 'Rom 2'], ['Empty 0'], []]) {
    assert.equal(undo(backup).status, 0);
    assert.deepEqual(albums(backup), now);
    assert.deepEqual(
      fs.readdirSync(backup.path('.keepsake/albums')).sort(),
      now.map(name => `${name.split(' ')[0]}.m3u8`),
    );
  }
  assert.match(undo(backup).stderr, /no change to undo/);
});

test('what is so already is no change, and is not taken out by an undo', async t => {
  const backup = await three(t);
  album(backup, 'add', 'Rom', '--select', 'day:1');
  const second = album(backup, 'add', 'Rom', '--select', '*');
  assert.equal(album(backup, 'add', 'Rom', '--select', 'day:2'), undefined);
  assert.equal(undo(backup, second).status, 0);
  assert.deepEqual(albums(backup), ['Rom 1']);
});

test('beneath newer changes the rest is taken back, and what stays is said', async t => {
  const backup = await three(t);
  const first = album(backup, 'add', 'Rom', '--select', 'day:1,2');
  const out = album(backup, 'remove', 'Rom', '--select', 'day:2');
  const third = album(backup, 'add', 'Rom', '--select', 'day:3');
  const { status, summary, findings } = undo(backup, first);
  assert.equal(status, 1);
  assert.deepEqual([summary.actions, summary.applied, summary.skipped], [3, 1, 2]);
  const messages = findings('conflict').map(({ path, message }) => `${path} ${message}`);
  assert.match(messages.join('\n'), /IMG_20190702_100000.jpg .*“Out of the album “Rom”: 1 photo or video”/);
  assert.match(messages.join('\n'), /The album “Rom” has got other photos since, and stays\./);
  assert.deepEqual(albums(backup), ['Rom 1']);
  undo(backup, out);
  undo(backup, third);
  assert.equal(undo(backup, first).status, 0);
  assert.deepEqual(albums(backup), []);
  assert.match(undo(backup, first).stderr, /was undone before/);
});

test('a name that another album has by now is not given back', async t => {
  const backup = await three(t);
  album(backup, 'make', 'Rom');
  const renamed = album(backup, 'rename', 'Rom', 'Rome');
  album(backup, 'make', 'Rom');
  const { status, findings } = undo(backup, renamed);
  assert.equal(status, 1);
  assert.match(String(findings('conflict')[0]?.message), /There is another album “Rom” by now/);
  assert.deepEqual(albums(backup), ['Rom 0', 'Rome 0']);
});

test('an undo can be undone', async t => {
  const backup = await three(t);
  album(backup, 'add', 'Rom', '--select', 'day:1,2');
  const { summary } = undo(backup);
  assert.deepEqual(albums(backup), []);
  assert.equal(undo(backup, String(summary.change)).status, 0);
  assert.deepEqual(albums(backup), ['Rom 2']);
});

test('what was done before the catalog, or the ledger, was deleted can be undone after it', async t => {
  const backup = await three(t);
  album(backup, 'add', 'Rom', '--select', 'day:1,2');
  album(backup, 'rename', 'Rom', 'Rome');
  forget(backup);
  assert.deepEqual(albums(backup), ['Rome 2']);
  fs.rmSync(backup.path('.keepsake/ledger'), { recursive: true });
  backup.cli('index', backup.root);
  forget(backup);
  assert.deepEqual(albums(backup), ['Rome 2']);
  assert.equal(undo(backup).status, 0);
  assert.deepEqual(albums(backup), ['Rom 2']);
  assert.equal(undo(backup).status, 0);
  assert.deepEqual(albums(backup), []);
});
