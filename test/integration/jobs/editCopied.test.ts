/** What other photos say is given to photos: dates of neighbours, and fields of one photo. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { sha256Of } from '../../fixtures/planBackup.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

interface Listed {
  readonly id: string;
  readonly path: string;
  readonly capturedAt: string | null;
  readonly gps: { readonly lat: number; readonly lon: number } | null;
  readonly keywords: readonly string[];
  readonly people: readonly string[];
  readonly title: string | null;
  readonly rating: number;
}

const listed = (backup: TempBackup): ReadonlyMap<string, Listed> =>
  new Map(
    backup
      .list()
      .map(line => JSON.parse(line) as Listed)
      .map(asset => [asset.path, asset]),
  );

test('a photo without a date gets that of the next or the previous one in its folder', async t => {
  const backup = new TempBackup(t);
  for (const [i, name] of ['a/P_2.jpg', 'a/P_9.jpg', 'a/P_10.jpg', 'a/P_11.jpg', 'b/P_12.jpg'].entries())
    await backup.jpeg(name, i + 1);
  backup.cli('index', backup.root);
  const edit = (query: string, ...args: string[]) =>
    backup.cli('edit', backup.root, '--select', query, ...args, '--apply', '--json');
  edit('path:P_9', '--set', 'date=2019-07-01T10:00:00+02:00');
  edit('path:P_11', '--set', 'date=2019-07-02T10:00:00');
  const before = sha256Of(fs.readFileSync(backup.path('a/P_10.jpg')));
  // As people count, 10 stands behind 9.
  assert.equal(edit('path:P_10', '--date-from', 'previous').summary.applied, 1);
  assert.equal(listed(backup).get('a/P_10.jpg')?.capturedAt, '2019-07-01T10:00:00+02:00');
  assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.equal(sha256Of(fs.readFileSync(backup.path('a/P_10.jpg'))), before);
  assert.equal(edit('path:a -has:time', '--date-from', 'next').summary.applied, 2);
  const now = listed(backup);
  assert.equal(now.get('a/P_10.jpg')?.capturedAt, '2019-07-02T10:00:00');
  // The nearest that has one: not 10, which had none when this was asked.
  assert.equal(now.get('a/P_2.jpg')?.capturedAt, '2019-07-01T10:00:00+02:00');
  // Nobody is beside it: it is left, and that is said.
  const alone = edit('path:P_12', '--date-from', 'next');
  assert.deepEqual([alone.summary.applied, alone.summary.skipped], [0, 1]);
  assert.match(String(alone.findings('metadata-unwritten')[0]?.message), /No next photo/);
});

test('place, date and words are copied from one photo to others', async t => {
  const backup = new TempBackup(t);
  for (const [i, name] of ['from.jpg', 'one.jpg', 'two.jpg'].entries()) await backup.jpeg(name, i + 1);
  backup.cli('index', backup.root);
  const edit = (...args: string[]) => backup.cli('edit', backup.root, ...args, '--apply', '--json');
  edit(
    ...['--select', 'path:from', '--set-gps', '46.95,7.44', '--set', 'keywords+=a', '--set', 'keywords+=b, c'],
    ...['--set', 'people+=Ana', '--set', 'date=2019-07-01', '--set', 'rating=4'],
  );
  edit('--select', 'path:one', '--set', 'keywords+=old');
  const fields = 'gps, date,keywords,people,rating';
  const { summary, stderr } = edit('--select', '-path:from', '--copy-from', 'from.jpg', '--copy', fields);
  assert.equal(summary.applied, 2, stderr);
  for (const name of ['one.jpg', 'two.jpg']) {
    const { gps, keywords, people, capturedAt, rating } = listed(backup).get(name) ?? assert.fail();
    assert.deepEqual([gps?.lat, gps?.lon], [46.95, 7.44]);
    assert.deepEqual([keywords, people, rating], [['a', 'b, c'], ['Ana'], 4]);
    assert.match(String(capturedAt), /^2019-07-01/);
  }
  // By its id as well; what it doesn't have is said, and nothing is changed.
  const id = listed(backup).get('from.jpg')?.id ?? '';
  const none = edit('--select', 'path:one', '--copy-from', id, '--copy', 'gps,title');
  assert.equal(none.status, 3);
  assert.match(none.stderr + none.stdout, /from\.jpg has no title/);
  assert.equal(edit('--select', 'path:one', '--copy-from', 'nowhere.jpg', '--copy', 'gps').status, 3);
  for (const args of [
    ['--copy', 'gps'],
    ['--copy-from', id],
    ['--copy-from', id, '--copy', 'name'],
    ['--set', 'flag=pick'],
  ])
    assert.equal(edit('--select', '*', ...args).status, 2, args.join(' '));
});
