import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, percent, progressText, timeLeft } from '../../../../src/extension/words/job.ts';
import type { JobRow } from '../../../../src/protocol/job.ts';
import { english } from '../localizer.ts';

const MINUTE = 60_000;
const row = (change: Partial<JobRow>): JobRow => ({
  id: 1,
  job: 'verify',
  phase: 'hash',
  done: 0,
  total: 0,
  bytes: 0,
  started: 0,
  ended: null,
  state: 'running',
  exit: null,
  summary: '',
  ...change,
});

test('percent is whole, and unknown while the total is', () => {
  assert.equal(percent(row({ done: 5, total: 0 })), null);
  assert.equal(percent(row({ done: 999, total: 1000 })), 99);
  assert.equal(percent(row({ done: 1001, total: 1000 })), 100);
});

test('time left is told once it can be known', () => {
  assert.equal(timeLeft(row({ done: 50, total: 100 }), 9_000), null);
  assert.equal(timeLeft(row({ done: 1, total: 100 }), MINUTE), null);
  assert.equal(timeLeft(row({ done: 25, total: 100 }), MINUTE), 3 * MINUTE);
  assert.equal(timeLeft(row({ done: 100, total: 100 }), MINUTE), 0);
});

const cases: readonly [Partial<JobRow>, number, string][] = [
  [{ phase: 'look' }, 1000, 'looking for changes'],
  [{ phase: 'not known yet' }, 1000, 'not known yet'],
  [{ done: 38, total: 100 }, 1000, '38% · reading files'],
  [{ done: 38, total: 100 }, 15 * MINUTE, '38% · 24 min left'],
  [{ done: 90, total: 100 }, MINUTE, '90% · less than a minute left'],
  [{ done: 10, total: 100 }, 60 * MINUTE, '10% · 9 h left'],
];
for (const [change, now, text] of cases) {
  test(`progress reads “${text}”`, () => assert.equal(progressText(row(change), now, 'en', english), text));
}

test('how long ago is told in the largest unit that fits', () => {
  const now = 10 * 365 * 86_400_000;
  assert.equal(ago(now - 1000, now, 'en'), 'now');
  assert.equal(ago(now - 5 * MINUTE, now, 'en'), '5 minutes ago');
  assert.equal(ago(now - 3 * 60 * MINUTE, now, 'en'), '3 hours ago');
  assert.equal(ago(now - 50 * 60 * MINUTE, now, 'en'), '2 days ago');
  assert.equal(ago(now - 400 * 86_400_000, now, 'en'), 'last year');
  assert.equal(ago(now + MINUTE, now, 'en'), 'now');
});
