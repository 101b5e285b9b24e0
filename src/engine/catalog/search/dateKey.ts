/** A day as one number that sorts, and of which year, month and day are digits. */

/** Makes years before Christ positive; JavaScript's dates begin in −271821. */
const FIRST = 400_000;

/** (400000 + year) · 10000 + month · 100 + day, of the UTC date. */
export function dateKey(date: Date): number {
  return yearKey(date.getUTCFullYear()) + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}

/** Below all days of the year, above all of the year before. */
export const yearKey = (year: number): number => (year + FIRST) * 10_000;

/** SQL of a column of such keys. */
export const YEAR_OF = (column: string): string => `(${column} / 10000 - ${FIRST})`;
export const MONTH_OF = (column: string): string => `(${column} / 100 % 100)`;
export const DAY_OF = (column: string): string => `(${column} % 100)`;
