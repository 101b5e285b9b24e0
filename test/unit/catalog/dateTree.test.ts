import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayNumber, daysOf, monthsOf, yearsOf } from '../../../src/engine/catalog/dateTree.ts';

const days = [
  { day: null, count: 3, bytes: 30 },
  { day: dayNumber(1958, 8, 2), count: 1, bytes: 5 },
  { day: dayNumber(2019, 12, 31), count: 2, bytes: 20 },
  { day: dayNumber(2020, 2, 29), count: 4, bytes: 40 },
  { day: dayNumber(2020, 3, 1), count: 1, bytes: 10 },
];

test('days are counted from 1970, before it too', () => {
  assert.equal(dayNumber(1970, 1, 1), 0);
  assert.equal(dayNumber(1969, 12, 31), -1);
  assert.equal(dayNumber(2020, 3, 1) - dayNumber(2020, 2, 28), 2);
  assert.equal(dayNumber(2019, 13, 1), dayNumber(2020, 1, 1));
  assert.equal(new Date(dayNumber(50, 1, 1) * 86_400_000).getUTCFullYear(), 50);
});

test('years are newest first, the undated last', () => {
  assert.deepEqual(yearsOf(days), [
    { part: 2020, count: 5, bytes: 50 },
    { part: 2019, count: 2, bytes: 20 },
    { part: 1958, count: 1, bytes: 5 },
    { part: null, count: 3, bytes: 30 },
  ]);
});

test('months and days are of their year and month only', () => {
  assert.deepEqual(
    monthsOf(days, 2020).map(({ part, count }) => [part, count]),
    [
      [3, 1],
      [2, 4],
    ],
  );
  assert.deepEqual(
    daysOf(days, 2020, 2).map(({ part, count }) => [part, count]),
    [[29, 4]],
  );
  assert.deepEqual(monthsOf(days, 2018), []);
});
