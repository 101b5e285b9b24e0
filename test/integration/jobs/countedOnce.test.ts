/** What two passes say of one file is one problem. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { Answers } from '../../../src/server/answers.ts';
import { Session } from '../../../src/server/session.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('an empty photo that index and verify both speak of is counted and listed once', async t => {
  const backup = new TempBackup(t);
  backup.write('IMG_20190101_100000.jpg', 'a photo');
  backup.write('IMG_20190102_100000.jpg', '');
  backup.write('.hidden', '');
  for (const job of ['index', 'verify', 'index']) backup.cli(job, backup.root);
  const [info] = backup.cli('info', backup.root, '--json').lines;
  const problems = info?.problems as readonly { readonly code: string; readonly count: number }[];
  assert.equal(problems.find(({ code }) => code === 'empty')?.count, 1);
  const session = new Session(backup.root, backup.cache, () => {});
  t.after(() => session.end());
  const { problems: badge } = session.start();
  assert.equal(
    badge,
    problems.reduce((sum, { count }) => sum + count, 0),
  );
  assert.ok(session.store);
  const answers = new Answers(session.store);
  assert.deepEqual(
    answers.problems({ code: 'empty', limit: 10 }).map(({ path }) => path),
    ['IMG_20190102_100000.jpg'],
  );
});

test('--quick does not call modified what it says is empty', t => {
  const backup = new TempBackup(t);
  backup.write('a.jpg', 'a photo');
  backup.write('b.jpg', 'another');
  backup.cli('verify', backup.root);
  fs.truncateSync(backup.path('a.jpg'), 0);
  backup.write('b.jpg', 'edited');
  backup.cli('verify', backup.root);
  const { findings, summary } = backup.cli('verify', backup.root, '--quick', '--json');
  assert.deepEqual(
    findings().map(({ code, path }) => [code, path]),
    [
      ['empty', 'a.jpg'],
      ['modified', 'b.jpg'],
    ],
  );
  assert.deepEqual([summary.empty, summary.modified], [1, 1]);
});

test('--quick says of a file that is not where it was that it may have been moved', t => {
  const backup = new TempBackup(t);
  backup.write('old/a.jpg', 'a photo');
  backup.write('b.jpg', 'another');
  backup.cli('verify', backup.root);
  fs.renameSync(backup.path('old'), backup.path('new'));
  const { findings } = backup.cli('verify', backup.root, '--quick', '--json');
  assert.match(String(findings('missing')[0]?.message), /may have been moved.*full verification tells/);
});
