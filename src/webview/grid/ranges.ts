/**
 * A set of item numbers as sorted, disjoint, non-touching half-open ranges in one flat list: `[start, end, start,
 * end, …]`. All of 100,000 photos is one range; every operation is linear in the ranges, not in the photos.
 */
export type Ranges = readonly number[];

export const emptyRanges: Ranges = [];

/** Position in the list of the first end that is greater than `value`, always odd or past the list. */
function firstEndAfter(ranges: Ranges, value: number): number {
  let low = 0;
  let high = ranges.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle * 2 + 1]! > value) high = middle;
    else low = middle + 1;
  }
  return low * 2 + 1;
}

export function hasItem(ranges: Ranges, item: number): boolean {
  const end = firstEndAfter(ranges, item);
  return end < ranges.length && ranges[end - 1]! <= item;
}

export function countItems(ranges: Ranges): number {
  let count = 0;
  for (let k = 0; k < ranges.length; k += 2) count += ranges[k + 1]! - ranges[k]!;
  return count;
}

/** How many of the items from `from` up to `to` are in. */
export function countWithin(ranges: Ranges, from: number, to: number): number {
  if (from >= to) return 0;
  let count = 0;
  for (let k = firstEndAfter(ranges, from) - 1; k < ranges.length && ranges[k]! < to; k += 2)
    count += Math.min(to, ranges[k + 1]!) - Math.max(from, ranges[k]!);
  return count;
}

export function withRange(ranges: Ranges, from: number, to: number): Ranges {
  if (from >= to) return ranges;
  const result: number[] = [];
  let start = from;
  let end = to;
  let placed = false;
  for (let k = 0; k < ranges.length; k += 2) {
    const a = ranges[k]!;
    const b = ranges[k + 1]!;
    if (b < start) result.push(a, b);
    else if (a > end) {
      if (!placed) result.push(start, end);
      placed = true;
      result.push(a, b);
    } else {
      start = Math.min(start, a);
      end = Math.max(end, b);
    }
  }
  if (!placed) result.push(start, end);
  return result;
}

export function withoutRange(ranges: Ranges, from: number, to: number): Ranges {
  if (from >= to) return ranges;
  const result: number[] = [];
  for (let k = 0; k < ranges.length; k += 2) {
    const a = ranges[k]!;
    const b = ranges[k + 1]!;
    if (a < Math.min(b, from)) result.push(a, Math.min(b, from));
    if (Math.max(a, to) < b) result.push(Math.max(a, to), b);
  }
  return result;
}

/** Builds ranges from items that come in rising order. */
export function rangesOf(items: Iterable<number>): Ranges {
  const result: number[] = [];
  for (const item of items) {
    if (result.length > 0 && result[result.length - 1] === item) result[result.length - 1] = item + 1;
    else result.push(item, item + 1);
  }
  return result;
}

export function* itemsOf(ranges: Ranges): Generator<number> {
  for (let k = 0; k < ranges.length; k += 2) for (let item = ranges[k]!; item < ranges[k + 1]!; item++) yield item;
}
