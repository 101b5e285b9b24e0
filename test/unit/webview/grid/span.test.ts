import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { layOut } from '../../../../src/webview/grid/layout.ts';
import { mountedRows, visibleRows } from '../../../../src/webview/grid/span.ts';

const layoutOf = (total: number, rowHeight: number, width: number) =>
  layOut({
    aspects: Float32Array.from({ length: total }, (_, k) => [1.5, 0.75, 1.333, 2][k % 4]!),
    counts: Uint32Array.from({ length: Math.ceil(total / 40) }, (_, k) => Math.min(40, total - k * 40)),
    heading: 34,
    width,
    rowHeight,
    gap: 3,
  });

test('what is visible is always mounted, with a row to spare on either side, and never much more than the budget', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 90, max: 320 }),
      fc.integer({ min: 200, max: 2600 }),
      fc.integer({ min: 200, max: 1600 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.boolean(),
      (total, rowHeight, width, viewport, share, downwards) => {
        const layout = layoutOf(total, rowHeight, width);
        const top = share * Math.max(0, layout.height - viewport);
        const visible = visibleRows(layout, top, viewport);
        const mounted = mountedRows(layout, top, viewport, downwards);
        for (let row = 0; row < layout.rows; row++) {
          const overlaps =
            layout.rowTops[row]! < top + viewport && layout.rowTops[row]! + layout.rowHeights[row]! > top;
          if (overlaps) assert.ok(row >= visible.first && row < visible.end);
        }
        assert.ok(mounted.first <= Math.max(0, visible.first - 1));
        assert.ok(mounted.end >= Math.min(layout.rows, visible.end + 1));
        const items = (first: number, end: number) => layout.rowStarts[end]! - layout.rowStarts[first]!;
        const least = items(Math.max(0, visible.first - 1), Math.min(layout.rows, visible.end + 1));
        assert.ok(items(mounted.first, mounted.end) <= Math.max(150, least));
      },
    ),
  );
});

test('nothing is mounted of nothing', () => {
  assert.deepEqual(mountedRows(layoutOf(0, 140, 800), 0, 600, true), { first: 0, end: 0 });
});
