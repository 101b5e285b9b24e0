import { countItems, emptyRanges, hasItem, itemsOf, type Ranges, rangesOf, withoutRange, withRange } from './ranges.ts';

/** What is selected, by item number in the present result. */
export interface Selection {
  readonly ranges: Ranges;
  /** Where Shift extends from; -1 for nowhere. */
  readonly anchor: number;
  /** The item with the focus frame; -1 for none. */
  readonly focus: number;
}

export const nothing: Selection = { ranges: emptyRanges, anchor: -1, focus: -1 };

export const selectOnly = (item: number): Selection => ({ ranges: [item, item + 1], anchor: item, focus: item });

export const toggleItem = (selection: Selection, item: number): Selection => ({
  ranges: hasItem(selection.ranges, item)
    ? withoutRange(selection.ranges, item, item + 1)
    : withRange(selection.ranges, item, item + 1),
  anchor: item,
  focus: item,
});

/** Selects from the anchor to the item; what else was selected stays only with `keep`. */
export function extendTo(selection: Selection, item: number, keep = false): Selection {
  const anchor = selection.anchor >= 0 ? selection.anchor : item;
  const from = Math.min(anchor, item);
  const to = Math.max(anchor, item) + 1;
  return { ranges: keep ? withRange(selection.ranges, from, to) : [from, to], anchor, focus: item };
}

export const selectAll = (selection: Selection, items: number): Selection => ({
  ranges: items > 0 ? [0, items] : emptyRanges,
  anchor: Math.max(0, selection.focus),
  focus: items > 0 ? Math.max(0, selection.focus) : -1,
});

/** Nothing selected; the focus frame stays where it is. */
export const clearSelection = (selection: Selection): Selection => ({
  ranges: emptyRanges,
  anchor: selection.focus,
  focus: selection.focus,
});

export const focusOn = (selection: Selection, item: number): Selection => ({
  ranges: selection.ranges,
  anchor: item,
  focus: item,
});

export const isSelected = (selection: Selection, item: number): boolean => hasItem(selection.ranges, item);

/** The last item that is selected, or else the one with the focus; -1 for none. */
export const lastOf = ({ ranges, focus }: Selection): number => (ranges.at(-1) ?? focus + 1) - 1;

export const selectedCount = (selection: Selection): number => countItems(selection.ranges);

/** The first `limit` ids, in the order of the grid. */
export function selectedIds(selection: Selection, ids: Uint32Array, limit: number): number[] {
  const result: number[] = [];
  for (const item of itemsOf(selection.ranges)) {
    if (result.length >= limit) break;
    result.push(ids[item]!);
  }
  return result;
}

/** The same photos in a new result; those that it hasn't are no longer selected. */
export function carryOver(selection: Selection, before: Uint32Array, after: Uint32Array): Selection {
  const wanted = new Set<number>();
  for (const item of itemsOf(selection.ranges)) wanted.add(before[item]!);
  const there = new Set(after);
  return selectIds(wanted, before[selection.anchor], nearestLeft(before, selection.focus, there), after);
}

/** The photo itself, or where it is gone the next one that is left, or the one before: the keys go on from there. */
function nearestLeft(before: Uint32Array, focus: number, there: ReadonlySet<number>): number | undefined {
  if (focus < 0) return undefined;
  for (let item = focus; item < before.length; item++) if (there.has(before[item]!)) return before[item];
  for (let item = focus - 1; item >= 0; item--) if (there.has(before[item]!)) return before[item];
  return undefined;
}

export function selectIds(
  wanted: ReadonlySet<number>,
  anchorId: number | undefined,
  focusId: number | undefined,
  ids: Uint32Array,
): Selection {
  const found: number[] = [];
  let anchor = -1;
  let focus = -1;
  for (let item = 0; item < ids.length; item++) {
    const id = ids[item]!;
    if (id === anchorId) anchor = item;
    if (id === focusId) focus = item;
    if (wanted.has(id)) found.push(item);
  }
  return { ranges: rangesOf(found), anchor: anchor >= 0 ? anchor : focus, focus };
}
