import { type Layout, rowEdges, rowOf, runOf } from './layout.ts';

export type Motion =
  | 'previous'
  | 'next'
  | 'up'
  | 'down'
  | 'first'
  | 'last'
  | 'pageUp'
  | 'pageDown'
  | 'previousDay'
  | 'nextDay';

/** Middle of an item, px from the left: what up and down hold on to. */
export function middleOf(layout: Layout, item: number): number {
  const row = rowOf(layout, item);
  const edges = rowEdges(layout, row);
  const k = item - layout.rowStarts[row]!;
  return (edges[k]! + edges[k + 1]! - layout.input.gap) / 2;
}

/** The item of a row whose middle is nearest to `x`. */
export function nearestInRow(layout: Layout, row: number, x: number): number {
  const edges = rowEdges(layout, row);
  const start = layout.rowStarts[row]!;
  let best = start;
  let distance = Number.POSITIVE_INFINITY;
  for (let k = 0; k + 1 < edges.length; k++) {
    const away = Math.abs((edges[k]! + edges[k + 1]! - layout.input.gap) / 2 - x);
    if (away < distance) {
      distance = away;
      best = start + k;
    }
  }
  return best;
}

/**
 * Where a key leads from an item. `x` is the middle to hold on to when going up and down (px), `page` the height of
 * the viewport. From no item (-1) every motion leads to the first, or to the last for `last`.
 */
export function moveFrom(layout: Layout, item: number, motion: Motion, x: number, page: number): number {
  const total = layout.rowStarts[layout.rows] ?? 0;
  if (total === 0) return -1;
  if (motion === 'last') return total - 1;
  if (motion === 'first' || item < 0) return 0;
  const row = rowOf(layout, item);
  switch (motion) {
    case 'previous':
      return Math.max(0, item - 1);
    case 'next':
      return Math.min(total - 1, item + 1);
    case 'up':
      return row > 0 ? nearestInRow(layout, row - 1, x) : item;
    case 'down':
      return row + 1 < layout.rows ? nearestInRow(layout, row + 1, x) : item;
    case 'pageUp':
    case 'pageDown': {
      const up = motion === 'pageUp';
      const step = up ? -1 : 1;
      let target = row;
      while (target + step >= 0 && target + step < layout.rows) {
        const next = layout.rowTops[target + step]! - layout.rowTops[row]!;
        if (Math.abs(next) > Math.max(1, page - layout.rowHeights[row]!) && target !== row) break;
        target += step;
      }
      if (target === row) return up ? 0 : total - 1;
      return nearestInRow(layout, target, x);
    }
    case 'previousDay': {
      const run = runOf(layout, row);
      const first = layout.rowStarts[layout.runRows[run]!]!;
      if (item > first || run === 0) return first;
      return layout.rowStarts[layout.runRows[run - 1]!]!;
    }
    case 'nextDay': {
      const next = layout.runRows[runOf(layout, row) + 1]!;
      return next < layout.rows ? layout.rowStarts[next]! : total - 1;
    }
  }
}
