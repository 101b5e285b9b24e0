/** Photos that came before and are gone: what an undo took out is new again, what a person deleted stays away. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { sixOf, treeOf } from '../../fixtures/exported.ts';
import { makeTakeout, writeTakeoutTree, writeTakeoutZips } from '../../fixtures/takeout.ts';
import { listed } from '../../fixtures/takeoutTruth.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

/** Paths and SHA-256; the time of what has no date is when it was copied. */
const bytesIn = (backup: TempBackup): readonly (readonly [string, string])[] =>
  Object.entries(treeOf(backup.root)).map(([name, text]) => [name, text.slice(0, 64)]);

for (const metadata of ['embed', 'sidecar', 'none'])
  test(`an undone export is new again, and its photos have their ids, marks and albums, --metadata ${metadata}`, t => {
    const backup = new TempBackup(t);
    const takeout = makeTakeout({ seed: 11, language: 'de', style: 'mixed', media: 12 });
    const zips = writeTakeoutZips(path.join(backup.cache, 'zips'), takeout, 2, 11);
    const args = ['export', ...zips, '--to', backup.root, '--metadata', metadata, '--json'];
    const first = backup.cli(...args);
    const change = String(first.summary.change);
    backup.cli('mark', backup.root, '--select', 'is:photo', '--rating', '5');
    backup.cli('album', backup.root, 'add', 'Mine', '--select', 'is:photo');
    const [tree, assets] = [bytesIn(backup), listed(backup)];
    assert.ok(assets.some(({ albums }) => albums.length > 1));

    assert.equal(backup.cli('undo', backup.root, '--change', change).status, 0);
    assert.deepEqual(Object.keys(treeOf(backup.root)), []);
    const again = backup.cli(...args);
    assert.deepEqual(sixOf(again.summary), sixOf(first.summary));
    assert.deepEqual(bytesIn(backup), tree);
    assert.deepEqual(listed(backup), assets);

    // An undo that is undone brings the files back: they came, and are not new.
    const second = backup.cli('undo', backup.root, '--change', String(again.summary.change), '--json');
    backup.cli('undo', backup.root, '--change', String(second.summary.change));
    assert.equal(sixOf(backup.cli(...args).summary).copied, undefined);
  });

test('what was deleted after an undo and a second export stays away', async t => {
  const [source, backup] = [new TempBackup(t), new TempBackup(t)];
  for (let i = 1; i <= 3; i++) await source.jpeg(`DCIM/IMG_2019070${i}_100000.jpg`, i);
  const exported = (...more: string[]) =>
    backup.cli('export', source.path('DCIM'), '--to', backup.root, '--json', ...more);
  exported();
  backup.cli('undo', backup.root);
  assert.deepEqual(sixOf(exported().summary), { copied: 3 });
  fs.rmSync(backup.path('2019/07/02/IMG_20190702_100000.jpg'));
  assert.deepEqual(sixOf(exported().summary), { unchanged: 2, skipped: 1 });
});

for (const metadata of ['embed', 'sidecar'])
  test(`what is brought back has its own name and id, --metadata ${metadata}, also with other bytes`, t => {
    const backup = new TempBackup(t);
    const takeout = makeTakeout({ seed: 12, language: 'en', style: 'mixed', media: 12 });
    const zips = writeTakeoutZips(path.join(backup.cache, 'zips'), takeout, 1, 12);
    const args = ['export', ...zips, '--to', backup.root, '--metadata', metadata, '--json'];
    backup.cli(...args);
    const [tree, assets] = [bytesIn(backup), listed(backup)];
    for (const [name] of tree) fs.rmSync(backup.path(name));
    const away = sixOf(backup.cli(...args).summary);
    assert.equal(away.copied, undefined);
    const back = backup.cli(...args, '--again');
    assert.equal(back.summary.failed, 0, back.stdout);
    assert.deepEqual(bytesIn(backup), tree);
    assert.deepEqual(listed(backup), assets);

    for (const [name] of tree) fs.rmSync(backup.path(name));
    const plain = backup.cli(...args, '--metadata', 'none', '--again');
    assert.equal(plain.summary.failed, 0, plain.stdout);
    assert.deepEqual(
      listed(backup).map(({ path: where }) => where),
      assets.map(({ path: where }) => where),
    );
    assert.equal(backup.cli('undo', backup.root).status, 0);
  });

test('what was deleted stays away, in whatever form its source comes', t => {
  const backup = new TempBackup(t);
  const made = makeTakeout({ seed: 13, language: 'en', style: 'mixed', media: 12 });
  // Files without bytes say nothing of one another.
  const takeout = { ...made, files: made.files.filter(({ bytes }) => bytes.length > 0) };
  const zips = writeTakeoutZips(path.join(backup.cache, 'zips'), takeout, 1, 13);
  const tree = path.join(backup.cache, 'tree');
  writeTakeoutTree(tree, { ...takeout, files: takeout.files.filter(({ beside }) => beside == null) });
  backup.cli('export', ...zips, '--to', backup.root, '--metadata', 'none');
  const before = listed(backup);
  for (const name of Object.keys(treeOf(backup.root))) fs.rmSync(backup.path(name));
  const args = ['export', tree, '--to', backup.root, '--metadata', 'none', '--json'];
  assert.equal(sixOf(backup.cli(...args).summary).copied, undefined);
  assert.deepEqual(Object.keys(treeOf(backup.root)), []);
  backup.cli(...args, '--again');
  assert.deepEqual(
    listed(backup).map(({ id, path: where }) => [id, where]),
    before.map(({ id, path: where }) => [id, where]),
  );
});

test('of many that stay away a few are named and the others counted; --json names each', async t => {
  const [source, backup] = [new TempBackup(t), new TempBackup(t)];
  const days = Array.from({ length: 14 }, (_, i) => String(i + 10));
  for (const day of days) await source.jpeg(`DCIM/IMG_201907${day}_100000.jpg`, Number(day));
  const args = ['export', source.path('DCIM'), '--to', backup.root];
  backup.cli(...args);
  fs.rmSync(backup.path('2019'), { recursive: true });
  const { stdout } = backup.cli(...args);
  assert.equal(stdout.split('\n').filter(line => line.includes('--again brings it back')).length, 10);
  assert.match(stdout, /^… and 4 more of skipped; "--json" prints them all\.$/m);
  assert.equal(backup.cli(...args, '--json').findings('skipped').length, 14);
});
