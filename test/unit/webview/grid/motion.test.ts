import assert from 'node:assert/strict';
import test from 'node:test';
import { layOut } from '../../../../src/webview/grid/layout.ts';
import { type Motion, middleOf, moveFrom } from '../../../../src/webview/grid/motion.ts';

// Three days: 0-6 in rows of three and one left over, 7-8, 9-14.
const layout = layOut({
  aspects: new Float32Array(15).fill(1),
  counts: Uint32Array.of(7, 2, 6),
  heading: 34,
  width: 306,
  rowHeight: 100,
  gap: 3,
});
const go = (item: number, motion: Motion, page = 300) =>
  moveFrom(layout, item, motion, item < 0 ? 0 : middleOf(layout, item), page);

test('rows are as the other tests expect them', () => {
  assert.deepEqual([...layout.rowStarts], [0, 3, 6, 7, 9, 12, 15]);
});

for (const [from, motion, to] of [
  [0, 'previous', 0],
  [0, 'next', 1],
  [14, 'next', 14],
  [6, 'next', 7],
  [1, 'down', 4],
  [5, 'down', 6],
  [4, 'up', 1],
  [1, 'up', 1],
  [8, 'up', 6],
  [7, 'down', 9],
  [13, 'down', 13],
  [9, 'first', 0],
  [2, 'last', 14],
  [0, 'nextDay', 7],
  [8, 'nextDay', 9],
  [10, 'nextDay', 14],
  [11, 'previousDay', 9],
  [9, 'previousDay', 7],
  [3, 'previousDay', 0],
  [0, 'pageDown', 3],
  [14, 'pageDown', 14],
  [13, 'pageUp', 10],
  [-1, 'next', 0],
  [-1, 'last', 14],
] as const) {
  test(`${motion} from ${from} leads to ${to}`, () => assert.equal(go(from, motion), to));
}

test('up and down hold on to the middle they started from', () => {
  const x = middleOf(layout, 5);
  const onTheWay = moveFrom(layout, 5, 'down', x, 300);
  assert.equal(onTheWay, 6);
  assert.equal(moveFrom(layout, onTheWay, 'up', x, 300), 5);
});

test('in nothing there is nowhere to go', () => {
  const none = layOut({ ...layout.input, aspects: new Float32Array(0), counts: new Uint32Array(0) });
  assert.equal(moveFrom(none, -1, 'next', 0, 300), -1);
});
