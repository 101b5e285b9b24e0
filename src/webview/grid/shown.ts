import type { GridShape } from '../../protocol/grid.ts';
import { type Ranges, rangesOf } from './ranges.ts';

/** Photos of one moment, as places in the result. */
export interface Stack {
  readonly start: number;
  readonly count: number;
  /** The photo that stands for them while it is closed. */
  readonly cover: number;
  readonly open: boolean;
}

/**
 * What the cells of a grid are: one for each photo of a result, but one for each closed stack. The shape is that of the
 * cells, so that layout, keys and loupe know nothing of stacks.
 */
export interface Shown extends GridShape {
  readonly whole: GridShape;
  /** Place of each cell's first photo in the whole, and the number of photos at the end. */
  readonly starts: Uint32Array;
  /** In their order. */
  readonly piles: readonly Stack[];
}

function upTo(count: number): Uint32Array {
  const places = new Uint32Array(count + 1);
  for (let k = 1; k <= count; k++) places[k] = k;
  return places;
}

/** @param isOpen of the ids of a stack's photos */
export function shownOf(whole: GridShape, isOpen: (ids: Uint32Array) => boolean): Shown {
  const piles = stacksOf(whole, isOpen);
  // A page that opens has compiled nothing yet, and every pass over 100,000 photos is seen.
  if (piles.every(({ open }) => open)) return { ...whole, whole, starts: upTo(whole.ids.length), piles };
  const hidden = piles.reduce((sum, { open, count }) => sum + (open ? 0 : count - 1), 0);
  const cells = whole.ids.length - hidden;
  const starts = new Uint32Array(cells + 1);
  const [ids, aspects] = [new Uint32Array(cells), new Float32Array(cells)];
  const counts = new Uint32Array(whole.counts.length);
  let [cell, photo, pile, run, endOfRun] = [0, 0, 0, 0, whole.counts[0] ?? 0];
  while (photo < whole.ids.length) {
    while (photo >= endOfRun) endOfRun += whole.counts[++run] ?? Number.POSITIVE_INFINITY;
    const stack = piles[pile]?.start === photo ? piles[pile++] : undefined;
    const closed = stack !== undefined && !stack.open;
    const face = closed ? stack.cover : photo;
    starts[cell] = photo;
    ids[cell] = whole.ids[face]!;
    aspects[cell] = whole.aspects[face]!;
    counts[run]!++;
    cell++;
    photo += closed ? stack.count : 1;
  }
  starts[cells] = photo;
  return { ...whole, ids, aspects, counts, whole, starts, piles };
}

const sameList = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
};

/** Whether two results have the same photos in the same places. */
export const isSameShape = (a: GridShape, b: GridShape): boolean =>
  (['ids', 'aspects', 'days', 'counts', 'stacks'] as const).every(part => sameList(a[part], b[part]));

function stacksOf({ stacks, ids }: GridShape, isOpen: (ids: Uint32Array) => boolean): readonly Stack[] {
  const piles: Stack[] = [];
  for (let k = 0; k + 2 < stacks.length; k += 3) {
    const [start, count] = [stacks[k]!, stacks[k + 1]!];
    const open = isOpen(ids.subarray(start, start + count));
    piles.push({ start, count, cover: start + stacks[k + 2]!, open });
  }
  return piles;
}

/** The last index whose value is at most `value`; -1 where none is. */
function lastAtMost(length: number, valueAt: (index: number) => number, value: number): number {
  let [low, high] = [-1, length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (valueAt(middle) <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** The cell that shows this photo, or the stack that it is in; -1 where there is none. */
export function cellOf({ whole, starts }: Pick<Shown, 'whole' | 'starts'>, id: number): number {
  const photo = whole.ids.indexOf(id);
  return photo < 0 ? -1 : lastAtMost(starts.length - 1, cell => starts[cell]!, photo);
}

/** The stack that a cell is, or is of. */
export function stackAt({ starts, piles }: Pick<Shown, 'starts' | 'piles'>, cell: number): Stack | undefined {
  if (piles.length === 0 || cell < 0) return undefined;
  const photo = starts[cell]!;
  const stack = piles[lastAtMost(piles.length, k => piles[k]!.start, photo)];
  return stack !== undefined && photo < stack.start + stack.count ? stack : undefined;
}

/** How many photos these cells stand for, of those from `from` up to `to`. */
export function photosIn(starts: Uint32Array, ranges: Ranges, from = 0, to = starts.length - 1): number {
  let count = 0;
  for (let k = 0; k < ranges.length; k += 2) {
    const [first, end] = [Math.max(from, ranges[k]!), Math.min(to, ranges[k + 1]!)];
    if (first < end) count += starts[end]! - starts[first]!;
  }
  return count;
}

/** Cells all of whose photos are wanted. */
export function cellsOf({ whole, starts }: Pick<Shown, 'whole' | 'starts'>, wanted: ReadonlySet<number>): Ranges {
  function* cells(): Generator<number> {
    for (let cell = 0; cell + 1 < starts.length; cell++) {
      let photo = starts[cell]!;
      while (photo < starts[cell + 1]! && wanted.has(whole.ids[photo]!)) photo++;
      if (photo === starts[cell + 1]!) yield cell;
    }
  }
  return wanted.size === 0 ? [] : rangesOf(cells());
}
