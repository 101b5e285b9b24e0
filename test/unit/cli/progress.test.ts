import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBytes, formatDuration } from '../../../src/cli/format.ts';
import { timeLeft } from '../../../src/cli/progressBar.ts';

test('the time left is what is left at the rate of the last stretch', () => {
  assert.equal(timeLeft({ at: 0, work: 0 }, { at: 10_000, work: 100 }, 400), 30);
  assert.equal(timeLeft({ at: 0, work: 0 }, { at: 500, work: 10 }, 400), undefined, 'too early to tell');
  assert.equal(timeLeft({ at: 0, work: 5 }, { at: 5000, work: 5 }, 400), undefined, 'nothing moves');
});

test('sizes and times are said as people do', () => {
  assert.deepEqual([0, 999, 1000, 999_499, 1_234_567, 52e10].map(formatBytes), [
    '0 B',
    '999 B',
    '1.0 kB',
    '999 kB',
    '1.2 MB',
    '520 GB',
  ]);
  assert.deepEqual([0.4, 59, 60, 3599, 3600, 7530].map(formatDuration), [
    '0 s',
    '59 s',
    '1 min 0 s',
    '59 min 59 s',
    '1 h 0 min',
    '2 h 5 min',
  ]);
});
