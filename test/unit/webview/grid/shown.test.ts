import assert from 'node:assert/strict';
import test from 'node:test';
import type { GridShape } from '../../../../src/protocol/grid.ts';
import { OpenStacks } from '../../../../src/webview/grid/openstacks.ts';
import { carryOver, selectedIds, selectOnly } from '../../../../src/webview/grid/selection.ts';
import { cellOf, photosIn, shownOf, stackAt } from '../../../../src/webview/grid/shown.ts';

/** Two days of four and of five photos, with a stack in each: 12, 13 (which stands for both), and 21 (which does), 22, 23. */
const whole: GridShape = {
  version: 1,
  ids: Uint32Array.of(11, 12, 13, 14, 20, 21, 22, 23, 24),
  aspects: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]),
  days: Int32Array.of(2, 1),
  counts: Uint32Array.of(4, 5),
  stacks: Uint32Array.of(1, 2, 1, 5, 3, 0),
  bytes: 1,
};
const open = (...ids: number[]) => {
  const stacks = new OpenStacks();
  stacks.set(ids, true);
  return shownOf(whole, of => stacks.isOpen(of));
};

test('a closed stack is one cell, the one that stands for it; an open one is a cell for each photo', () => {
  const closed = open();
  assert.deepEqual([...closed.ids], [11, 13, 14, 20, 21, 24]);
  assert.deepEqual([...closed.aspects], [1, 3, 4, 5, 6, 9]);
  assert.deepEqual([...closed.counts], [3, 3]);
  assert.deepEqual([...closed.starts], [0, 1, 3, 4, 5, 8, 9]);
  const second = open(22);
  assert.deepEqual([...second.ids], [11, 13, 14, 20, 21, 22, 23, 24]);
  assert.deepEqual([...second.counts], [3, 5]);
  assert.deepEqual([...open(12, 21).ids], [...whole.ids]);
});

test('a photo is found in the cell of its stack, and a cell knows its stack', () => {
  const closed = open();
  assert.deepEqual(
    [11, 12, 13, 14, 22, 24].map(id => cellOf(closed, id)),
    [0, 1, 1, 2, 4, 5],
  );
  assert.equal(cellOf(closed, 99), -1);
  assert.deepEqual(
    [...closed.ids].map((_, cell) => stackAt(closed, cell)?.count),
    [undefined, 2, undefined, undefined, 3, undefined],
  );
  const second = open(22);
  assert.deepEqual(
    [...second.ids].map((_, cell) => stackAt(second, cell)?.open),
    [...[undefined, false, undefined, undefined], ...[true, true, true, undefined]],
  );
});

test('a closed stack counts as all of its photos', () => {
  const closed = open();
  assert.equal(photosIn(closed.starts, [0, 6]), 9);
  assert.equal(photosIn(closed.starts, [1, 2, 4, 6]), 6);
  assert.equal(photosIn(closed.starts, [0, 6], 3, 5), 4);
  assert.deepEqual(selectedIds(selectOnly(4), closed, 10), [21, 22, 23]);
  assert.deepEqual(selectedIds(selectOnly(4), closed, 2), [21, 22]);
});

test('what is selected stays so when stacks open and close, but for a stack of which a part was', () => {
  const [closed, opened] = [open(), open(12, 21)];
  const stack = carryOver(selectOnly(4), closed, opened);
  assert.deepEqual(selectedIds(stack, opened, 10), [21, 22, 23]);
  assert.equal(opened.ids[stack.focus], 21);
  const again = carryOver(stack, opened, closed);
  assert.deepEqual([again.ranges, again.focus], [[4, 5], 4]);
  const part = carryOver(selectOnly(6), opened, closed);
  assert.deepEqual([part.ranges, part.focus], [[], 4], 'the focus goes to its stack');
});

test('which stacks are open is kept by their photos', () => {
  const stacks = new OpenStacks();
  stacks.set([1, 2], true);
  assert.ok(stacks.isOpen([2, 3]), 'one that has grown');
  assert.ok(!stacks.isOpen([4, 5]));
  stacks.setAll(true);
  stacks.set([4, 5], false);
  const other = new OpenStacks();
  other.restore(stacks.kept);
  assert.ok(other.isOpen([1, 2]));
  assert.ok(!other.isOpen([4, 5]));
  stacks.set([4, 5], true);
  assert.deepEqual(stacks.kept, { all: true, except: [] });
});
