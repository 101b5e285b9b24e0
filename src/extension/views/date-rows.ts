import type { DayRow, MonthRow, YearRow } from '../../protocol/backup.ts';
import type { Scope } from '../../protocol/scope.ts';

/** A row of the tree of dates. */
export interface DateRow {
  readonly scope: Exclude<Scope, { kind: 'problem' }>;
  readonly count: number;
  readonly bytes: number;
}

/** "All photos" first, the newest year next, "Unknown date" last. Nothing where there are no photos. */
export function topRows(years: readonly YearRow[]): DateRow[] {
  if (years.length === 0) return [];
  const sum = (key: 'count' | 'bytes') => years.reduce((total, row) => total + row[key], 0);
  const dated = years
    .flatMap(({ year, count, bytes }) =>
      year == null ? [] : [{ scope: { kind: 'year' as const, year }, count, bytes }],
    )
    .sort((a, b) => b.scope.year - a.scope.year);
  const undated = years.filter(row => row.year == null && row.count > 0);
  return [
    { scope: { kind: 'all' }, count: sum('count'), bytes: sum('bytes') },
    ...dated,
    ...undated.map(({ count, bytes }) => ({ scope: { kind: 'undated' as const }, count, bytes })),
  ];
}

/** A year's months, the latest first. */
export function monthRows(year: number, months: readonly MonthRow[]): DateRow[] {
  return months
    .map(({ month, count, bytes }) => ({ scope: { kind: 'month' as const, year, month }, count, bytes }))
    .sort((a, b) => b.scope.month - a.scope.month);
}

/** A month's days, the latest first. */
export function dayRows(year: number, month: number, days: readonly DayRow[]): DateRow[] {
  return days
    .map(({ day, count, bytes }) => ({ scope: { kind: 'day' as const, year, month, day }, count, bytes }))
    .sort((a, b) => b.scope.day - a.scope.day);
}
