import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayRows, monthRows, topRows } from '../../../../src/extension/views/date-rows.ts';
import { jobEntries } from '../../../../src/extension/views/job-rows.ts';
import { scopeKey } from '../../../../src/extension/words/scope.ts';
import type { JobRow } from '../../../../src/protocol/job.ts';

test('all photos come first, years from the newest, the unknown date last', () => {
  const rows = topRows([
    { year: null, count: 3, bytes: 30 },
    { year: 2019, count: 10, bytes: 100 },
    { year: 2025, count: 1, bytes: 5 },
  ]);
  assert.deepEqual(
    rows.map(row => [scopeKey(row.scope), row.count, row.bytes]),
    [
      ['all', 14, 135],
      ['year:2025', 1, 5],
      ['year:2019', 10, 100],
      ['undated', 3, 30],
    ],
  );
});

test('where there are no photos there are no rows, so that the welcome is seen', () =>
  assert.deepEqual(topRows([]), []));

test('months and days come from the latest', () => {
  const months = monthRows(2025, [
    { month: 1, count: 1, bytes: 1 },
    { month: 11, count: 1, bytes: 1 },
  ]);
  assert.deepEqual(
    months.map(row => scopeKey(row.scope)),
    ['month:2025-11', 'month:2025-1'],
  );
  const days = dayRows(2025, 11, [
    { day: 2, count: 1, bytes: 1 },
    { day: 10, count: 1, bytes: 1 },
  ]);
  assert.deepEqual(
    days.map(row => scopeKey(row.scope)),
    ['day:2025-11-10', 'day:2025-11-2'],
  );
});

const run = (id: number, job: string, state: JobRow['state']): JobRow => ({
  id,
  job,
  phase: '',
  done: 0,
  total: 0,
  bytes: 0,
  started: id * 1000,
  ended: state === 'running' ? null : id * 1000 + 500,
  state,
  exit: state === 'running' ? null : 0,
  summary: '',
});
const runnable = [{ job: 'index' }, { job: 'verify' }, { job: 'verify', name: 'Monthly' }];
const running = (entries: ReturnType<typeof jobEntries>) =>
  entries.filter(entry => entry.running != null).map(({ job, name, mine }) => ({ job, name, mine }));

test('a job that runs elsewhere is shown at its kind, and is not ours to stop', () => {
  const entries = jobEntries([run(1, 'verify', 'running')], runnable, []);
  assert.deepEqual(running(entries), [{ job: 'verify', name: undefined, mine: false }]);
});

test('a job with a name is shown at its name', () => {
  const entries = jobEntries([run(1, 'verify', 'running')], runnable, [{ job: 'verify', name: 'Monthly' }]);
  assert.deepEqual(running(entries), [{ job: 'verify', name: 'Monthly', mine: true }]);
});

test('earlier runs come from the latest, without the one that runs', () => {
  const runs = [run(1, 'index', 'done'), run(3, 'index', 'died'), run(4, 'index', 'running'), run(2, 'index', 'done')];
  const [index] = jobEntries(runs, runnable, []);
  assert.deepEqual(
    index?.history.map(({ id }) => id),
    [3, 2, 1],
  );
});

test('a job that is not run from here is shown with its runs', () => {
  const last = jobEntries([run(1, 'accept', 'done')], runnable, []).at(-1);
  assert.equal(last?.job, 'accept');
  assert.equal(last?.runnable, false);
});
