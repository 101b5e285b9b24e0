import assert from 'node:assert/strict';
import test from 'node:test';
import * as s from '../../../../src/webview/grid/selection.ts';

/** A cell for each photo. */
const cellsOf = (...ids: number[]): s.Cells => {
  const all = Uint32Array.from(ids);
  const whole = { ids: all } as s.Cells['whole'];
  return { ids: all, whole, starts: Uint32Array.from({ length: all.length + 1 }, (_, k) => k) };
};
const items = (selection: s.Selection) =>
  s.selectedIds(selection, cellsOf(...Array.from({ length: 1000 }, (_, k) => k)), 1000);

test('a click selects one, Ctrl+click adds and takes away, Shift+click selects up to there', () => {
  let selection = s.selectOnly(4);
  assert.deepEqual(items(selection), [4]);
  selection = s.toggleItem(selection, 7);
  assert.deepEqual(items(selection), [4, 7]);
  selection = s.toggleItem(selection, 4);
  assert.deepEqual(items(selection), [7]);
  assert.equal(selection.focus, 4);
  selection = s.extendTo(s.selectOnly(7), 9);
  assert.deepEqual(items(selection), [7, 8, 9]);
  selection = s.extendTo(selection, 5);
  assert.deepEqual(items(selection), [5, 6, 7], 'from the anchor to the other side');
  assert.equal(selection.anchor, 7);
});

test('Ctrl+Shift keeps what was selected', () => {
  const two = s.toggleItem(s.selectOnly(1), 10);
  assert.deepEqual(items(s.extendTo(two, 12, true)), [1, 10, 11, 12]);
});

test('everything and nothing, without moving the focus', () => {
  const focused = s.selectOnly(3);
  const all = s.selectAll(focused, 100_000);
  assert.equal(s.selectedCount(all), 100_000);
  assert.equal(all.focus, 3);
  const none = s.clearSelection(all);
  assert.equal(s.selectedCount(none), 0);
  assert.equal(none.focus, 3);
  assert.equal(s.selectAll(s.nothing, 0).focus, -1);
});

test('a selection follows its photos into a new result', () => {
  const before = cellsOf(10, 20, 30, 40);
  const after = cellsOf(50, 40, 30, 10, 60);
  const selection = s.toggleItem(s.extendTo(s.selectOnly(0), 1), 3);
  const carried = s.carryOver(selection, before, after);
  assert.deepEqual(s.selectedIds(carried, after, 10), [40, 10], '20 is no longer there');
  assert.equal(after.ids[carried.focus], 40);
});

test('where the photo with the focus is gone the next one that is left has it, or the one before', () => {
  const carried = s.carryOver(s.selectOnly(1), cellsOf(1, 2, 3, 4), cellsOf(1, 4));
  assert.equal(carried.focus, 1);
  assert.equal(s.selectedCount(carried), 0);
  assert.equal(s.carryOver(s.selectOnly(1), cellsOf(1, 2), cellsOf(1)).focus, 0);
  assert.equal(s.carryOver(s.selectOnly(1), cellsOf(1, 2), cellsOf(7)).focus, -1);
  assert.equal(s.carryOver(s.nothing, cellsOf(1, 2), cellsOf(1)).focus, -1);
});

test('at most as many ids as asked for', () => {
  const ids = cellsOf(...Array.from({ length: 20_000 }, (_, k) => k + 1));
  assert.equal(s.selectedIds(s.selectAll(s.nothing, 20_000), ids, 10_000).length, 10_000);
});
