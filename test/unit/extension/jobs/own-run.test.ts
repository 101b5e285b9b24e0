import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ownRun } from '../../../../src/extension/jobs/own-run.ts';
import type { JobRow } from '../../../../src/protocol/job.ts';

const row = (change: Partial<JobRow>): JobRow => ({
  ...{ id: 1, job: 'verify', phase: '', done: 0, total: 0, bytes: 0, started: 10_000 },
  ...{ ended: 11_000, state: 'done', exit: 0, summary: '{"files":1}', ...change },
});

test('the run that ended is the latest of its kind since the task began', () => {
  const rows = [row({ started: 10_500, summary: 'new' }), row({ started: 1000, summary: 'old' })];
  assert.deepEqual(ownRun(rows, 'verify', 10_000), { summary: 'new' });
  assert.deepEqual(ownRun(rows, 'verify', 20_000), { summary: '' });
  assert.deepEqual(ownRun(rows, 'index', 10_000), { summary: '' });
});

test('a plan of an export that was applied stands as an export', () => {
  const rows = [
    row({ job: 'export', started: 10_500, summary: '{"copied":1}' }),
    row({ job: 'index', started: 10_600 }),
  ];
  assert.deepEqual(ownRun(rows, 'apply', 10_000), { summary: '{"copied":1}' });
  assert.deepEqual(ownRun(rows, 'undo', 10_000), { summary: '' });
});

test('a plan that makes an edit, from elsewhere, tells how it ended too', () => {
  const rows = [row({ job: 'edit', started: 10_500, summary: '{"applied":1}' })];
  assert.deepEqual(ownRun(rows, 'apply', 10_000), { summary: '{"applied":1}' });
});

test('where it left no row, the job that is at work stood in its way: also one of the same kind', () => {
  const running = { state: 'running' as const, ended: null, exit: null, summary: '' };
  assert.deepEqual(ownRun([row({ job: 'index', ...running })], 'verify', 10_000), { summary: '', busy: 'index' });
  assert.deepEqual(ownRun([row({ started: 9000, ...running })], 'verify', 10_000), { summary: '', busy: 'verify' });
});
