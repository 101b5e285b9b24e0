/** The tree of dates: counts and sizes by year, month and day, out of one covering index. */
import type { Catalog } from './open.ts';

export interface DayCount {
  /** Days from 1970-01-01, or null for the undated. */
  readonly day: number | null;
  readonly count: number;
  readonly bytes: number;
}

export interface DatePart {
  /** A year, a month from 1, or a day of the month; null for the undated. */
  readonly part: number | null;
  readonly count: number;
  readonly bytes: number;
}

const DAY_MS = 86_400_000;

/** In the order of days; the undated first. */
export function dayCounts(db: Catalog): readonly DayCount[] {
  return db.prepare<[], DayCount>('SELECT day, count(*) AS count, sum(bytes) AS bytes FROM asset GROUP BY day').all();
}

/** Days from 1970-01-01 of a date in the proleptic Gregorian calendar; month from 1. */
export function dayNumber(year: number, month: number, day: number): number {
  const date = new Date(0);
  // Date.UTC takes years below 100 for 1900 and on.
  date.setUTCFullYear(year, month - 1, day);
  return Math.floor(date.getTime() / DAY_MS);
}

/** Sums up days into the parts that `partOf` names, newest first, the undated last. Pure. */
export function sumParts(
  days: readonly DayCount[],
  partOf: (date: Date) => number | undefined,
  undated: boolean,
): readonly DatePart[] {
  const sums = new Map<number | null, { count: number; bytes: number }>();
  for (const { day, count, bytes } of days) {
    if (day == null && !undated) continue;
    const part = day == null ? null : partOf(new Date(day * DAY_MS));
    if (part === undefined) continue;
    const sum = sums.get(part);
    if (sum == null) sums.set(part, { count, bytes });
    else {
      sum.count += count;
      sum.bytes += bytes;
    }
  }
  return [...sums]
    .map(([part, sum]) => ({ part, ...sum }))
    .sort((a, b) => (b.part ?? Number.NEGATIVE_INFINITY) - (a.part ?? Number.NEGATIVE_INFINITY));
}

export const yearsOf = (days: readonly DayCount[]): readonly DatePart[] =>
  sumParts(days, date => date.getUTCFullYear(), true);

export const monthsOf = (days: readonly DayCount[], year: number): readonly DatePart[] =>
  sumParts(days, date => (date.getUTCFullYear() === year ? date.getUTCMonth() + 1 : undefined), false);

export const daysOf = (days: readonly DayCount[], year: number, month: number): readonly DatePart[] =>
  sumParts(
    days,
    date => (date.getUTCFullYear() === year && date.getUTCMonth() + 1 === month ? date.getUTCDate() : undefined),
    false,
  );
