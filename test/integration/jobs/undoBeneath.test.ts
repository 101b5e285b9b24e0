/** An edit that newer ones stand on is taken back by its old values: as a new edit, which can be undone as well. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

interface Said {
  readonly title: string | null;
  readonly keywords: readonly string[];
  readonly rating: number;
  readonly capturedAt: string | null;
  readonly gps: object | null;
}

async function some(t: TestContext, ...names: readonly string[]): Promise<TempBackup> {
  const backup = new TempBackup(t);
  for (const [i, name] of names.entries()) await backup.jpeg(name, i + 1);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  return backup;
}

function edit(backup: TempBackup, select: string, ...rest: string[]): string {
  const { status, summary, stderr } = backup.cli('edit', backup.root, '--select', select, '--apply', '--json', ...rest);
  assert.equal(status, 0, stderr);
  return String(summary.change);
}

const undo = (backup: TempBackup, change: string) => backup.cli('undo', backup.root, '--json', '--change', change);
const said = (backup: TempBackup, query = '*'): readonly Said[] => backup.list(query).map(line => JSON.parse(line));
const sha = (file: string): string => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

function assertProved(backup: TempBackup): void {
  const { status, summary, stdout } = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([status, summary.corrupt, summary.modified, summary.missing], [0, 0, 0, 0], stdout);
}

test('beneath a newer edit the old values come back, and what the newer one set stays', async t => {
  const backup = await some(t, '2019/a.jpg', '2019/b.jpg');
  const first = edit(backup, '*', '--set', 'keywords+=lake', '--set', 'rating=3', '--set-gps', '46.5,6.6');
  const photo = backup.path('2019/a.jpg');
  edit(backup, 'path:a.jpg', '--set', 'title=Leman', '--set', 'keywords+=swan');
  const newer = sha(photo);
  const { status, summary, stderr } = undo(backup, first);
  assert.equal(status, 0, stderr);
  assert.deepEqual([summary.actions, summary.applied, summary.valuesBack], [2, 2, 1]);
  assert.deepEqual(
    said(backup).map(({ title, keywords, rating, gps }) => [title, keywords, rating, gps]),
    [
      ['Leman', ['swan'], 0, null],
      [null, [], 0, null],
    ],
  );
  assertProved(backup);
  assert.match(undo(backup, first).stderr, /was undone before/);
  // It is an edit like any other: taken back, the same bytes.
  assert.equal(undo(backup, String(summary.change)).status, 0);
  assert.equal(sha(photo), newer);
  assert.deepEqual(said(backup, 'path:a.jpg')[0]?.keywords, ['lake', 'swan']);
  assertProved(backup);
});

test('the newest first still gives back the same bytes, after old values came back too', async t => {
  const backup = await some(t, '2019/a.jpg');
  const photo = backup.path('2019/a.jpg');
  const original = sha(photo);
  const first = edit(backup, '*', '--set', 'title=One');
  const second = edit(backup, '*', '--set', 'rating=4');
  const back = String(undo(backup, first).summary.change);
  // The edit in the middle is beneath that: its value goes, the rest stays.
  assert.equal(undo(backup, second).status, 0);
  assert.deepEqual([said(backup)[0]?.title, said(backup)[0]?.rating], [null, 0]);
  const { change } = backup.cli('undo', backup.root, '--json', '--change', back).summary;
  assert.equal(said(backup)[0]?.title, 'One');
  assert.ok(change);
  undo(backup, first);
  assert.deepEqual([said(backup)[0]?.title, said(backup)[0]?.rating], [null, 0]);
  assert.notEqual(original, '');
  assertProved(backup);
});

test('a value that was set again since stays, and is said for each photo', async t => {
  const backup = await some(t, '2019/a.jpg', '2019/b.jpg');
  const first = edit(backup, '*', '--set', 'title=Old', '--set', 'rating=2');
  edit(backup, 'path:a.jpg', '--set', 'title=New');
  const { status, findings, summary } = undo(backup, first);
  assert.equal(status, 1);
  assert.deepEqual(summary.applied, 2);
  assert.deepEqual(
    findings('conflict').map(({ path, message }) => `${path} ${message}`),
    ['2019/a.jpg XMP-dc:Title was changed again after that, and stays as it is.'],
  );
  assert.deepEqual(
    said(backup).map(({ title, rating }) => [title, rating]),
    [
      ['New', 0],
      [null, 0],
    ],
  );
});

test('where all of it was set again nothing is done, and which change stands on it is said', async t => {
  const backup = await some(t, '2019/a.jpg');
  const first = edit(backup, '*', '--set', 'title=Old');
  edit(backup, '*', '--set', 'title=New');
  const before = sha(backup.path('2019/a.jpg'));
  const { status, findings } = undo(backup, first);
  assert.equal(status, 1);
  assert.match(JSON.stringify(findings('conflict')), /title set.*has changed it since/);
  assert.equal(sha(backup.path('2019/a.jpg')), before);
});

test('the time of a photo, and what a sidecar says, come back beneath as well', async t => {
  const backup = await some(t, '2019/a.jpg');
  const time = edit(backup, '*', '--set', 'date=2019-07-01T10:00:00+02:00');
  edit(backup, '*', '--set', 'title=Shore');
  assert.equal(undo(backup, time).status, 0);
  assert.deepEqual([said(backup)[0]?.capturedAt, said(backup)[0]?.title], [null, 'Shore']);
  const first = edit(backup, '*', '--to', 'sidecar', '--set', 'keywords=lake');
  edit(backup, '*', '--to', 'sidecar', '--set', 'rating=5');
  const undone = undo(backup, first);
  assert.equal(undone.status, 0, undone.stdout);
  assert.deepEqual([said(backup)[0]?.keywords, said(backup)[0]?.rating], [[], 5]);
  assertProved(backup);
});

test('a file that another program changed since is left as it is', async t => {
  const backup = await some(t, '2019/a.jpg');
  const first = edit(backup, '*', '--set', 'title=Old');
  edit(backup, '*', '--set', 'rating=2');
  fs.appendFileSync(backup.path('2019/a.jpg'), 'more');
  const before = sha(backup.path('2019/a.jpg'));
  const { status, findings } = undo(backup, first);
  assert.equal(status, 1);
  assert.equal(findings('conflict').length, 1);
  assert.equal(sha(backup.path('2019/a.jpg')), before);
});
