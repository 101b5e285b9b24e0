/** Where the plan of an export may be put: never among photos, and never in place of anything but a plan. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { treeOf } from '../../fixtures/exported.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('a plan overwrites no file but a plan, and lies neither in a backup nor in the source', async t => {
  const [source, backup, other] = [new TempBackup(t), new TempBackup(t), new TempBackup(t)];
  await source.jpeg('a/IMG_20190701_100000.jpg', 1);
  const photo = await backup.jpeg('old/scan.jpg', 200);
  await other.jpeg('b/scan.jpg', 201);
  for (const { root, cli } of [backup, other].map(one => ({ root: one.root, cli: one.cli.bind(one) })))
    assert.equal(cli('index', root).status, 0);
  const beside = path.join(backup.root, '..');
  const note = path.join(beside, 'note.txt');
  fs.writeFileSync(note, '{"type":"plan","version":7}\n');
  const alone = path.join(beside, 'alone.jpg');
  fs.copyFileSync(photo, alone);
  const link = path.join(beside, 'link.plan.jsonl');
  fs.symlinkSync(path.join(beside, 'not yet.txt'), link);
  fs.symlinkSync(backup.root, path.join(beside, 'way'));
  const trees = () => JSON.stringify([source, backup, other].map(({ root }) => treeOf(root)));
  const before = trees();
  const refused: readonly (readonly [string, RegExp])[] = [
    [photo, /within the backup/],
    [path.join(beside, 'way', 'new folder', 'x.plan.jsonl'), /within the backup/],
    [other.path('x.plan.jsonl'), /within the backup/],
    [source.path('a', 'x.plan.jsonl'), /within the source/],
    [source.path('a', 'IMG_20190701_100000.jpg'), /within the source/],
    [note, /is no plan/],
    [alone, /is no plan/],
    [link, /is no plan/],
    [beside, /is no plan/],
  ];
  for (const [i, [place, words]] of refused.entries()) {
    const more = i % 3 === 0 ? [] : ['--dry-run'];
    const { status, stderr } = backup.cli('export', source.path('a'), '--to', backup.root, ...more, `--plan=${place}`);
    assert.equal(status, 3, `${place} ${stderr}`);
    assert.match(stderr, words);
    assert.match(stderr, /Nothing was changed\./);
  }
  assert.equal(trees(), before);
  assert.equal(fs.readFileSync(note, 'utf8'), '{"type":"plan","version":7}\n');
  assert.deepEqual(fs.readFileSync(alone), fs.readFileSync(photo));
  assert.deepEqual(
    fs.readdirSync(beside).filter(name => name.includes('not yet') || name.includes('.tmp')),
    [],
  );

  // A plan gives way to a plan.
  const plan = path.join(beside, 'x.plan.jsonl');
  for (const more of [['--dry-run'], []])
    assert.equal(backup.cli('export', source.path('a'), '--to', backup.root, ...more, '--plan', plan).status, 0);
  assert.equal(backup.cli('plan', 'check', plan).status, 0);
});

test('nothing is made where the backup would be, and no archive of the source is replaced', async t => {
  const [source, backup] = [new TempBackup(t), new TempBackup(t)];
  const photo = await source.jpeg('IMG_20190701_100000.jpg', 1);
  fs.rmdirSync(backup.root);
  const within = backup.cli('export', photo, '--to', backup.root, '--dry-run', '--plan', backup.path('x.plan.jsonl'));
  assert.equal(within.status, 3);
  assert.equal(fs.existsSync(backup.root), false);
  const bytes = fs.readFileSync(photo);
  assert.equal(backup.cli('export', photo, '--to', backup.root, '--dry-run', '--plan', photo).status, 3);
  assert.deepEqual(fs.readFileSync(photo), bytes);
});
