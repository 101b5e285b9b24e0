import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { layOut, rowAt, rowEdges, rowOf, runAt, runOf, squares } from '../../../../src/webview/grid/layout.ts';

const input = (aspects: number[], counts: number[], width: number, rowHeight: number, heading = 34) => ({
  aspects: Float32Array.from(aspects),
  counts: Uint32Array.from(counts),
  heading,
  width,
  rowHeight,
  gap: 3,
});

test('a run that does not fill a row keeps the set height', () => {
  const layout = layOut(input([1.5, 0.75], [2], 1000, 140));
  assert.equal(layout.rows, 1);
  assert.equal(layout.rowHeights[0], 140);
  assert.equal(layout.rowTops[0], 34);
  assert.equal(layout.height, 174);
  assert.deepEqual([...rowEdges(layout, 0)], [0, 213, 321]);
});

test('a full row spans the width exactly, and takes the nearer height', () => {
  const layout = layOut(input([1, 1, 1, 1, 1], [5], 403, 140));
  // Three squares make a row of 132 px, two one of 200.
  assert.deepEqual([...layout.rowStarts], [0, 3, 5]);
  assert.equal(layout.rowHeights[0], 132);
  assert.equal(rowEdges(layout, 0).at(-1), 406);
  assert.equal(layout.rowHeights[1], 140);
});

test('each run starts a row below its heading', () => {
  const layout = layOut(input([1, 1, 1], [1, 2], 1000, 100));
  assert.deepEqual([...layout.rowStarts], [0, 1, 3]);
  assert.deepEqual([...layout.runRows], [0, 1, 2]);
  assert.deepEqual([...layout.runTops], [0, 137, 271]);
  assert.equal(layout.rowTops[1], 171);
  assert.equal(runAt(layout, 136), 0);
  assert.equal(runAt(layout, 137), 1);
});

test('an unknown aspect is 4:3, and a panorama is cut to 6:1', () => {
  const layout = layOut(input([0, Number.NaN, 40], [2, 1], 1200, 120, 0));
  assert.deepEqual([...rowEdges(layout, 0)], [0, 163, 326]);
  assert.deepEqual([...rowEdges(layout, 1)], [0, 723]);
});

test('nothing is laid out to nothing', () => {
  const layout = layOut(input([], [], 800, 140));
  assert.equal(layout.rows, 0);
  assert.equal(layout.height, 0);
  assert.equal(rowAt(layout, 10), 0);
});

const inputs = fc
  .record({
    runs: fc.array(
      fc.array(fc.oneof(fc.constant(0), fc.float({ min: Math.fround(0.05), max: 30, noNaN: true })), {
        minLength: 1,
        maxLength: 30,
      }),
      {
        minLength: 1,
        maxLength: 12,
      },
    ),
    width: fc.integer({ min: 60, max: 4000 }),
    rowHeight: fc.integer({ min: 90, max: 320 }),
    heading: fc.constantFrom(0, 34),
  })
  .map(({ runs, width, rowHeight, heading }) =>
    input(
      runs.flat(),
      runs.map(run => run.length),
      width,
      rowHeight,
      heading,
    ),
  );

test('every item is in one row, in order; rows follow each other without overlap; nothing leaves the width', () => {
  fc.assert(
    fc.property(inputs, given => {
      const layout = layOut(given);
      assert.equal(layout.rowStarts[0], 0);
      assert.equal(layout.rowStarts[layout.rows], given.aspects.length);
      for (let row = 0; row < layout.rows; row++) {
        assert.ok(layout.rowStarts[row + 1]! > layout.rowStarts[row]!);
        const bottom = layout.rowTops[row]! + layout.rowHeights[row]!;
        const run = runOf(layout, row);
        const runEnd = layout.runTops[run + 1]!;
        assert.ok(bottom <= runEnd);
        if (row + 1 < layout.rows) assert.ok(layout.rowTops[row + 1]! >= bottom + 3);
        assert.ok(layout.rowTops[row]! >= layout.runTops[run]! + given.heading);
        const edges = rowEdges(layout, row);
        for (let k = 0; k + 1 < edges.length; k++) assert.ok(edges[k + 1]! - edges[k]! > 3, 'an item has a width');
        assert.ok(edges.at(-1)! <= given.width + 3);
        const last = layout.runRows[run + 1] === row + 1;
        if (!last) assert.equal(edges.at(-1), given.width + 3);
        for (let item = layout.rowStarts[row]!; item < layout.rowStarts[row + 1]!; item++)
          assert.equal(rowOf(layout, item), row);
        assert.equal(rowAt(layout, layout.rowTops[row]!), row);
      }
      let item = 0;
      for (let run = 0; run < given.counts.length; run++) {
        assert.equal(layout.rowStarts[layout.runRows[run]!], item, 'a run starts a row');
        item += given.counts[run]!;
      }
    }),
  );
});

test('the layout of 200,000 items is the same as of its runs one by one', () => {
  const counts = Uint32Array.from({ length: 4000 }, (_, k) => ((k * 7919) % 99) + 1);
  const total = counts.reduce((sum, count) => sum + count, 0);
  assert.ok(total > 190_000);
  const aspects = Float32Array.from({ length: total }, (_, k) => [1.5, 0.75, 1.333, 1, 2.4, 0][(k * 31) % 6]!);
  const whole = layOut({ aspects, counts, heading: 34, width: 1180, rowHeight: 140, gap: 3 });
  let item = 0;
  let row = 0;
  for (let run = 0; run < counts.length; run += 97) {
    item = counts.subarray(0, run).reduce((sum, count) => sum + count, 0);
    row = whole.runRows[run]!;
    const one = layOut({
      aspects: aspects.subarray(item, item + counts[run]!),
      counts: counts.subarray(run, run + 1),
      heading: 34,
      width: 1180,
      rowHeight: 140,
      gap: 3,
    });
    assert.equal(one.rows, whole.runRows[run + 1]! - row);
    for (let k = 0; k < one.rows; k++) {
      assert.equal(whole.rowHeights[row + k], one.rowHeights[k]);
      assert.equal(whole.rowTops[row + k]! - whole.runTops[run]!, one.rowTops[k]);
    }
  }
});

test('squares are as high as wide, all of one size, as many side by side as come nearest to the set height', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 200, max: 2500 }),
      fc.integer({ min: 90, max: 320 }),
      (counts, width, set) => {
        const total = counts.reduce((sum, count) => sum + count, 0);
        const layout = layOut(
          squares(
            input(
              Array.from({ length: total }, (_, i) => (i % 5) + 0.3),
              counts,
              width,
              set,
            ),
          ),
        );
        const each = Math.max(1, Math.round((width + 3) / (set + 3)));
        for (let row = 0; row < layout.rows; row++) {
          const count = layout.rowStarts[row + 1]! - layout.rowStarts[row]!;
          const isLast = layout.runRows[runOf(layout, row) + 1] === row + 1;
          if (!isLast) assert.equal(count, each);
          assert.ok(count <= each);
          const edges = rowEdges(layout, row);
          for (let k = 0; k < count; k++)
            assert.ok(Math.abs(edges[k + 1]! - edges[k]! - 3 - layout.rowHeights[row]!) <= 2, `${row} ${k}`);
        }
      },
    ),
  );
});
