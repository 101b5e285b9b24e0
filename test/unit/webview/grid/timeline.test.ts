import assert from 'node:assert/strict';
import test from 'node:test';
import { undated } from '../../../../src/webview/grid/days.ts';
import { layOut } from '../../../../src/webview/grid/layout.ts';
import { monthMarks, tickMarks, yearMarks } from '../../../../src/webview/grid/timeline.ts';

const dayOf = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
const days = Int32Array.of(dayOf('2025-06-14'), dayOf('2025-06-13'), dayOf('2024-12-31'), dayOf('1969-12-31'), undated);
const counts = Uint32Array.of(2, 3, 1, 4, 7);
const layout = layOut({
  aspects: new Float32Array(17).fill(1),
  counts,
  heading: 34,
  width: 500,
  rowHeight: 100,
  gap: 3,
});

test('days gather into months, from the place where the first begins', () => {
  const months = monthMarks(layout, days, counts);
  assert.deepEqual(
    months.map(mark => [mark.year, mark.month, mark.count]),
    [
      [2025, 6, 5],
      [2024, 12, 1],
      [1969, 12, 4],
    ],
    'what has no date has no place on the scale',
  );
  assert.equal(months[0]!.at, 0);
  assert.equal(months[1]!.at, layout.runTops[2]! / layout.height);
});

test('names of years that would touch are left out', () => {
  const months = monthMarks(layout, days, counts);
  assert.deepEqual(
    yearMarks(months, 0).map(mark => mark.year),
    [2025, 2024, 1969],
  );
  assert.deepEqual(
    yearMarks(months, months[1]!.at * 1.01).map(mark => mark.year),
    [2025, 1969],
  );
});

test('ticks that would touch become one, as long as the fuller month', () => {
  const months = monthMarks(layout, days, counts);
  const [only, ...others] = tickMarks(months, 1);
  assert.equal(others.length, 0);
  assert.equal(only!.count, 5);
  assert.equal(only!.at, 0);
});
