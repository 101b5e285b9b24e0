import { isDate } from './days.ts';
import type { Layout } from './layout.ts';

/** A month of the scrubber's scale. Runs `first` up to `end` of the result fall into it. */
export interface MonthMark {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** Its first day, from 1970-01-01: for naming it. */
  readonly day: number;
  /** Where it begins, as a share of the whole height. */
  readonly at: number;
  readonly count: number;
  readonly run: number;
}

/** The months of a result in the order that it shows them; those without a date are left out. */
export function monthMarks(layout: Layout, days: Int32Array, counts: Uint32Array): MonthMark[] {
  const marks: MonthMark[] = [];
  let last: { year: number; month: number; day: number; at: number; count: number; run: number } | null = null;
  for (let run = 0; run < days.length; run++) {
    const day = days[run]!;
    if (!isDate(day)) continue;
    const date = new Date(day * 86_400_000);
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth() + 1;
    if (last !== null && last.year === year && last.month === month) last.count += counts[run]!;
    else {
      last = { year, month, day, at: layout.runTops[run]! / Math.max(1, layout.height), count: counts[run]!, run };
      marks.push(last);
    }
  }
  return marks;
}

/** The first month of each year, leaving out names that would touch the one above; `pitch` is in shares. */
export function yearMarks(months: readonly MonthMark[], pitch: number): MonthMark[] {
  const years: MonthMark[] = [];
  let year = Number.NaN;
  for (const mark of months) {
    if (mark.year === year) continue;
    year = mark.year;
    const above = years.at(-1);
    if (above === undefined || mark.at - above.at >= pitch) years.push(mark);
  }
  return years;
}

/** One tick for each step of `pitch` at most: the fullest month there. */
export function tickMarks(months: readonly MonthMark[], pitch: number): MonthMark[] {
  const ticks: MonthMark[] = [];
  for (const mark of months) {
    const above = ticks.at(-1);
    if (above === undefined || mark.at - above.at >= pitch) ticks.push(mark);
    else if (mark.count > above.count) ticks[ticks.length - 1] = { ...mark, at: above.at };
  }
  return ticks;
}
