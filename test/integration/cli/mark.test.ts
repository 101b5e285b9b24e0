/** Marks by query: at once, into the ledger, also while a job is at work. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { layoutOf } from '../../../src/engine/backup/layout.ts';
import { acquireLock } from '../../../src/engine/backup/lock.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

async function backupOf(t: TestContext): Promise<TempBackup> {
  const backup = new TempBackup(t);
  await backup.jpeg('2019/07/01/IMG_20190701_100000.jpg', 1);
  await backup.jpeg('2020/02/29/IMG_20200229_120000.jpg', 2);
  backup.cli('index', backup.root);
  return backup;
}

test('what a query finds is marked; the marks outlive the catalog', async t => {
  const backup = await backupOf(t);
  const mark = (...args: string[]) => backup.cli('mark', backup.root, '--json', ...args);
  const first = mark('--select', 'year:2019', '--rating', '4', '--flag', 'pick', '--favorite', 'yes');
  assert.deepEqual([first.status, first.summary.job, first.summary.assets], [0, 'mark', 1]);
  assert.deepEqual(mark('--select', '-year:2019', '--rating=2').summary.assets, 1);
  assert.deepEqual(mark('--select', 'year:2021', '--rating=2').summary.assets, 0);
  rmSync(backup.cache, { recursive: true });
  backup.cli('index', backup.root);
  const marks = backup.list().map(line => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    marks.map(({ rating, flag, favorite }) => [rating, flag, favorite]),
    [
      [4, 'pick', true],
      [2, 'none', false],
    ],
  );
  assert.equal(mark('--select', '*', '--rating', '0', '--favorite', 'no', '--flag', 'none').summary.assets, 2);
  assert.equal(backup.list('-rating:0').length + backup.list('is:favorite').length, 0);
});

test('a mark doesn’t wait for a job', async t => {
  const backup = await backupOf(t);
  const lock = await acquireLock(layoutOf(backup.root).lock, 'verify', () => {});
  t.after(() => lock.release());
  assert.equal(backup.cli('verify', backup.root).status, 3);
  assert.equal(backup.cli('mark', backup.root, '--select', 'year:2019', '--rating', '4').status, 0);
  assert.equal(backup.list('rating:4').length, 1);
});

test('what is wrong is refused, and nothing is marked', async t => {
  const backup = await backupOf(t);
  for (const args of [
    ['--select', 'year:2019'],
    ['--rating', '3'],
    ['--select', '', '--rating', '3'],
    ['--select', 'year:2019', '--rating', '6'],
    ['--select', 'year:2019', '--rating', '-1'],
    ['--select', 'year:2019', '--flag', 'maybe'],
    ['--select', 'year:2019', '--favorite', 'true'],
    ['--select', 'yaer:2019', '--rating', '3'],
    ['year:2019', '--rating', '3'],
  ]) {
    const { status, stderr, summary } = backup.cli('mark', backup.root, ...args, '--json');
    assert.deepEqual([status, summary.job, summary.failed], [2, 'mark', true], args.join(' '));
    assert.notEqual(stderr, '');
  }
  assert.equal(backup.list('-rating:0').length, 0);
});
