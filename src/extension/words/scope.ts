import type { Scope } from '../../protocol/scope.ts';
import { capitalised } from './capitalised.ts';
import type { Localizer } from './localizer.ts';
import { problemName } from './problem.ts';

/** Midnight UTC of a day; `Date.UTC` would take the years 0 to 99 for 1900 to 1999. */
function utc(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date;
}

function format(locale: string, options: Intl.DateTimeFormatOptions, date: Date): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date);
}

/** `June`; month is 1 to 12. */
export function monthName(month: number, locale: string): string {
  return capitalised(format(locale, { month: 'long' }, utc(2000, month, 1)), locale);
}

/** A day within its month: `Saturday 14`. */
export function dayName(year: number, month: number, day: number, locale: string): string {
  const date = utc(year, month, day);
  // English alone would put the number first: "14 Saturday".
  if (locale.startsWith('en')) return `${format(locale, { weekday: 'long' }, date)} ${day}`;
  return capitalised(format(locale, { weekday: 'long', day: 'numeric' }, date), locale);
}

/** What a tab that shows this scope is called. */
export function scopeTitle(scope: Scope, locale: string, l10n: Localizer): string {
  switch (scope.kind) {
    case 'all':
      return l10n.t('All photos');
    case 'undated':
      return l10n.t('Unknown date');
    case 'year':
      return String(scope.year);
    case 'month':
      return capitalised(format(locale, { month: 'long', year: 'numeric' }, utc(scope.year, scope.month, 1)), locale);
    case 'day':
      return capitalised(
        format(
          locale,
          { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
          utc(scope.year, scope.month, scope.day),
        ),
        locale,
      );
    case 'problem':
      return problemName(scope.code, l10n);
  }
}

/** The same for the same scope, whatever the order of its fields; also the tree's stable id. */
export function scopeKey(scope: Scope): string {
  switch (scope.kind) {
    case 'all':
    case 'undated':
      return scope.kind;
    case 'year':
      return `year:${scope.year}`;
    case 'month':
      return `month:${scope.year}-${scope.month}`;
    case 'day':
      return `day:${scope.year}-${scope.month}-${scope.day}`;
    case 'problem':
      return `problem:${scope.code}`;
  }
}
