import { countItems, emptyRanges, hasItem, type Ranges, rangesOf, withoutRange, withRange } from './ranges.ts';
import { cellOf, cellsOf, type Shown } from './shown.ts';

/** What is needed of the cells that are shown to know which photos are selected. */
export type Cells = Pick<Shown, 'ids' | 'whole' | 'starts'>;

/** What is selected, by number of the cell that is shown. */
export interface Selection {
  readonly ranges: Ranges;
  /** Where Shift extends from; -1 for nowhere. */
  readonly anchor: number;
  /** The item with the focus frame; -1 for none. */
  readonly focus: number;
}

export const nothing: Selection = { ranges: emptyRanges, anchor: -1, focus: -1 };

export const selectOnly = (item: number): Selection => ({ ranges: [item, item + 1], anchor: item, focus: item });

/** These, in any order. */
export const selectItems = (items: readonly number[], focus: number): Selection => ({
  ranges: rangesOf([...items].sort((a, b) => a - b)),
  anchor: focus,
  focus,
});

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

/** The first `limit` ids of what the selected cells stand for, in the order of the grid. */
export function selectedIds(selection: Selection, { whole, starts }: Cells, limit: number): number[] {
  const result: number[] = [];
  for (let k = 0; k < selection.ranges.length; k += 2) {
    const end = starts[selection.ranges[k + 1]!]!;
    for (let photo = starts[selection.ranges[k]!]!; photo < end; photo++) {
      if (result.length >= limit) return result;
      result.push(whole.ids[photo]!);
    }
  }
  return result;
}

/** The same photos in other cells; those that these haven't are no longer selected, nor is a stack that is so in part. */
export function carryOver(selection: Selection, before: Cells, after: Cells): Selection {
  const wanted = new Set(selectedIds(selection, before, Number.POSITIVE_INFINITY));
  const focus = nearestLeft(before, selection.focus, new Set(after.whole.ids));
  return selectIds(wanted, before.ids[selection.anchor], focus, after);
}

/** The photo itself, or where it is gone the next one that is left, or the one before: the keys go on from there. */
function nearestLeft({ ids, whole, starts }: Cells, focus: number, there: ReadonlySet<number>): number | undefined {
  if (focus < 0) return undefined;
  if (there.has(ids[focus]!)) return ids[focus];
  const from = starts[focus]!;
  for (let photo = from; photo < whole.ids.length; photo++) if (there.has(whole.ids[photo]!)) return whole.ids[photo];
  for (let photo = from - 1; photo >= 0; photo--) if (there.has(whole.ids[photo]!)) return whole.ids[photo];
  return undefined;
}

export function selectIds(
  wanted: ReadonlySet<number>,
  anchorId: number | undefined,
  focusId: number | undefined,
  cells: Cells,
): Selection {
  const focus = focusId === undefined ? -1 : cellOf(cells, focusId);
  const anchor = anchorId === undefined ? -1 : cellOf(cells, anchorId);
  return { ranges: cellsOf(cells, wanted), anchor: anchor >= 0 ? anchor : focus, focus };
}
