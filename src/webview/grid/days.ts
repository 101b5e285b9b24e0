import type { Locale } from '../locale.ts';
import { text } from '../text.ts';

/** As the shape of a result says it: photos without a date, and photos that are not sorted by date. */
export const undated = -2147483648;
export const unsorted = 2147483647;

export const isDate = (day: number): boolean => day !== undated && day !== unsorted;

export function dayTitle(day: number, locale: Locale): string {
  if (day === undated) return text.unknownDate;
  return day === unsorted ? '' : locale.day(day);
}
