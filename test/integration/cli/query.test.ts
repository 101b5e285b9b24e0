/** Queries as a person types them, over a real catalog. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('is:duplicate finds what is there twice in every byte, once the checksums are recorded', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('2019/a.jpg', 1);
  const copy = (from: string, to: string): void => {
    backup.write(to, fs.readFileSync(backup.path(from)));
  };
  copy('2019/a.jpg', '2020/b.jpg');
  copy('2019/a.jpg', '2021/edited.jpg');
  backup.write('2021/edited.jpg.xmp', '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>');
  await backup.jpeg('2019/other.jpg', 2);
  copy('2019/other.jpg', '2020/rotten.jpg');
  backup.cli('index', backup.root);
  const early = backup.cli('list', backup.root, 'is:duplicate');
  assert.equal(early.stdout, '');
  assert.match(early.stderr, /5 photos and videos have no recorded checksum yet.*keepsake verify/);
  backup.cli('verify', backup.root);
  const paths = (): string[] =>
    backup.list('is:duplicate').map(line => String((JSON.parse(line) as { path: string }).path));
  assert.deepEqual(paths().sort(), ['2019/a.jpg', '2019/other.jpg', '2020/b.jpg', '2020/rotten.jpg']);
  backup.write('2020/rotten.jpg', 'changed');
  backup.cli('verify', backup.root);
  assert.deepEqual(paths().sort(), ['2019/a.jpg', '2020/b.jpg'], 'bytes that are not those of the record equal none');
  assert.equal(backup.list('-is:duplicate').length, 3);
});

test('a query that is wrong is shown with its place, whatever stands before and behind it', t => {
  const backup = new TempBackup(t);
  backup.write('a.jpg', 'a');
  backup.cli('index', backup.root);
  const { status, stderr, summary } = backup.cli('list', backup.root, '-has:gps', 'lisbon', 'rating:>6', '--json');
  assert.equal(status, 2);
  assert.match(
    stderr,
    /^keepsake: In the query, at character 17 \(rating:>6\): nothing can be found.*Did you mean rating:5\?$/m,
  );
  assert.match(stderr, /^ {2}-has:gps lisbon rating:>6\n {18}\^{9}$/m);
  assert.deepEqual([summary.failed, summary.assets], [true, 0]);
  assert.equal(backup.cli('list', '--json', backup.root, '-has:gps').summary.assets, 1);
  assert.equal(backup.cli('list', backup.root, '*').status, 0);
});
