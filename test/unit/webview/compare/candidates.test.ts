import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparedFirst, nextCandidate } from '../../../../src/webview/compare/candidates.ts';
import { tiling } from '../../../../src/webview/survey/tiling.ts';

test('what is compared first: two to four of what is selected, else the one with the focus and the next', () => {
  assert.deepEqual(comparedFirst([3, 5], 3, 10), [3, 5]);
  assert.deepEqual(comparedFirst([1, 2, 3, 4, 5, 6], 3, 10), [3, 4, 5, 6]);
  assert.deepEqual(comparedFirst([1, 2, 3, 4, 5, 6], 6, 10), [3, 4, 5, 6], 'at the end the last four');
  assert.deepEqual(comparedFirst([], 4, 10), [4, 5]);
  assert.deepEqual(comparedFirst([9], 9, 10), [8, 9], 'the last one with the one before it');
  assert.deepEqual(comparedFirst([0], 0, 1), [], 'one alone is compared with nothing');
});

test('the next candidate passes over what is shown, and stays within what was selected', () => {
  assert.equal(nextCandidate(3, 1, 10, new Set([2, 3, 4])), 5);
  assert.equal(nextCandidate(3, -1, 10, new Set([2, 3])), 1);
  assert.equal(nextCandidate(9, 1, 10, new Set([9])), undefined);
  assert.equal(nextCandidate(0, -1, 10, new Set([0])), undefined);
  assert.equal(nextCandidate(4, 1, 100, new Set([1, 4]), [1, 4, 20, 30]), 20);
  assert.equal(nextCandidate(20, -1, 100, new Set([1, 20]), [1, 4, 20, 30]), 4);
});

test('tiles take the layout in which the photos are largest', () => {
  assert.deepEqual(tiling([1.5, 1.5], 1600, 500, 6, 28), { columns: 2, rows: 1 });
  assert.deepEqual(tiling([1.5, 1.5], 500, 1000, 6, 28), { columns: 1, rows: 2 });
  assert.deepEqual(
    tiling(
      Array.from({ length: 9 }, () => 1.5),
      1500,
      1080,
      6,
      28,
    ),
    { columns: 3, rows: 3 },
  );
  assert.deepEqual(tiling([0.7, 0.7, 0.7], 1200, 700, 6, 28), { columns: 3, rows: 1 });
});
