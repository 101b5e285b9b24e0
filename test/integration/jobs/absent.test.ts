/** A drive that is not there is no empty backup. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('an empty folder does not become a backup, and nothing in it is called well', t => {
  const backup = new TempBackup(t);
  fs.mkdirSync(backup.path('empty too'));
  for (const job of ['verify', 'index']) {
    const { status, stderr, stdout } = backup.cli(job, backup.root);
    assert.equal(status, 3);
    assert.match(stderr, /There is nothing in .*is the drive mounted\?/);
    assert.doesNotMatch(stdout, /All well/);
  }
  assert.deepEqual(fs.readdirSync(backup.root), ['empty too']);
});

test('where a backup was before, another folder in its place is not taken for a new one', t => {
  const backup = new TempBackup(t);
  backup.write('IMG_1.JPG', 'a photo');
  assert.equal(backup.cli('verify', backup.root).status, 0);
  fs.renameSync(backup.root, `${backup.root}-unplugged`);
  fs.mkdirSync(backup.root);
  backup.write('note.txt', 'written while the drive was away');
  const refused = backup.cli('index', backup.root, '--json');
  assert.equal(refused.status, 3);
  assert.match(refused.stderr, /is not mounted/);
  assert.deepEqual(fs.readdirSync(backup.root), ['note.txt']);
  fs.rmSync(backup.root, { recursive: true });
  fs.renameSync(`${backup.root}-unplugged`, backup.root);
  assert.equal(backup.cli('verify', backup.root).status, 0);
});

test('a backup whose files are all gone says so of each', t => {
  const backup = new TempBackup(t);
  backup.write('IMG_1.JPG', 'a photo');
  backup.cli('verify', backup.root);
  fs.rmSync(backup.path('IMG_1.JPG'));
  const { status, summary } = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([status, summary.missing, summary.files], [1, 1, 0]);
});

test('a folder within a backup is not made a second one, which would not know the record of the first', async t => {
  const backup = new TempBackup(t);
  backup.write('2019/07/IMG_1.JPG', 'the photo');
  backup.cli('verify', backup.root);
  backup.write('2019/07/IMG_1.JPG', 'other bytes');
  const inner = backup.cli('verify', backup.path('2019'), '--json');
  assert.equal(inner.status, 3);
  assert.match(inner.stderr, /within the backup/);
  assert.deepEqual(fs.readdirSync(backup.path('2019')), ['07']);
});
