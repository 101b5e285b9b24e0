/** What an undo says and asks before it takes something back, and what it leaves. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

async function exported(t: import('node:test').TestContext): Promise<{ backup: TempBackup; change: string }> {
  const [card, backup] = [new TempBackup(t), new TempBackup(t)];
  for (let i = 1; i <= 3; i++) await card.jpeg(`IMG_2019070${i}_100000.jpg`, i);
  const { summary } = backup.cli('export', card.root, '--to', backup.root, '--json');
  return { backup, change: String(summary.change) };
}

test('an undo says what it takes back, where the files are, and that they take up room; no empty folder is left', async t => {
  const { backup } = await exported(t);
  fs.mkdirSync(backup.path('2019/mine'), { recursive: true });
  const { status, stdout, stderr } = backup.cli('undo', backup.root);
  assert.equal(status, 0);
  assert.match(stderr, /^Taking back “Export from .*” of \d{4}-\d\d-\d\d \d\d:\d\d UTC: 3 actions\.$/m);
  const folder = /They lie in (.*\.keepsake\/quarantine\/[0-9a-f-]{36}), and take up room there as before/.exec(
    stdout,
  )?.[1];
  assert.deepEqual(
    fs.readdirSync(String(folder), { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.jpg')).length,
    3,
    stdout,
  );
  assert.deepEqual(
    fs.readdirSync(backup.root, { recursive: true, encoding: 'utf8' }).filter(name => !name.startsWith('.keepsake')),
    ['2019', '2019/mine'],
    'what a person made stays',
  );
});

test('an album is the last change; where the export is named it stays on the record with the photos', async t => {
  const { backup, change } = await exported(t);
  assert.equal(backup.cli('album', backup.root, 'add', 'Best', '--select', '0702').status, 0);
  const last = backup.cli('undo', backup.root);
  assert.equal(last.status, 0);
  assert.match(last.stdout, /^Took back 2 of 2 changes of “Into the album “Best”: 1 photo or video”\./m);
  assert.equal(backup.list('album:best').length, 0);
  assert.equal(backup.list().length, 3);
  backup.cli('album', backup.root, 'add', 'Best', '--select', '0702');

  const named = backup.cli('undo', backup.root, '--change', change);
  assert.equal(named.status, 0);
  assert.match(named.stdout, /Marks and albums of 1 photo .* stay on the record/);
  assert.equal(backup.list().length, 0);
});

test('marks are the last change: an undo takes them back, the next one the export', async t => {
  const { backup } = await exported(t);
  backup.cli('mark', backup.root, '--select', '0702', '--rating', '5');
  const { status, stdout } = backup.cli('undo', backup.root);
  assert.equal(status, 0);
  assert.match(stdout, /^1 photo or video of 1 had marks of “5 stars: 1 photo or video” taken back/m);
  assert.equal(backup.list('rating:5').length, 0);
  assert.equal(backup.list().length, 3);
  assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.equal(backup.list().length, 0);
});
