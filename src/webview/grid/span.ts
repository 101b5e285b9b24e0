import { type Layout, rowAt } from './layout.ts';

/** Rows from `first` up to `end`. */
export interface Span {
  readonly first: number;
  readonly end: number;
}

/** What one node for each photo may cost, unless more are visible at once. */
const budget = 150;

/** Rows that a viewport shows, px from the top of the whole. */
export function visibleRows(layout: Layout, top: number, viewport: number): Span {
  if (layout.rows === 0) return { first: 0, end: 0 };
  return { first: rowAt(layout, top), end: rowAt(layout, top + viewport) + 1 };
}

/**
 * Rows to keep ready: the visible ones and, as long as there are nodes to spare, up to a screen and a half beyond,
 * two in the direction of travel for one behind.
 */
export function mountedRows(layout: Layout, top: number, viewport: number, downwards: boolean): Span {
  const visible = visibleRows(layout, top, viewport);
  let { first, end } = visible;
  if (end === first) return visible;
  const starts = layout.rowStarts;
  const reach = viewport * 1.5;
  const above = () => {
    if (first === 0 || layout.rowTops[first - 1]! + layout.rowHeights[first - 1]! < top - reach) return false;
    if (starts[end]! - starts[first - 1]! > budget && first < visible.first) return false;
    first--;
    return true;
  };
  const below = () => {
    if (end >= layout.rows || layout.rowTops[end]! > top + viewport + reach) return false;
    if (starts[end + 1]! - starts[first]! > budget && end > visible.end) return false;
    end++;
    return true;
  };
  for (let going = true; going; )
    going = downwards ? [below(), below(), above()].includes(true) : [above(), above(), below()].includes(true);
  return { first, end };
}
