import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatLocale } from '../../../../src/extension/words/locale.ts';
import { dayName, monthName, scopeKey, scopeTitle } from '../../../../src/extension/words/scope.ts';
import type { Scope } from '../../../../src/protocol/scope.ts';
import { english } from '../localizer.ts';

const cases: readonly { scope: Scope; title: string; key: string }[] = [
  { scope: { kind: 'all' }, title: 'All photos', key: 'all' },
  { scope: { kind: 'undated' }, title: 'Unknown date', key: 'undated' },
  { scope: { kind: 'year', year: 2025 }, title: '2025', key: 'year:2025' },
  { scope: { kind: 'month', year: 2025, month: 6 }, title: 'June 2025', key: 'month:2025-6' },
  { scope: { kind: 'day', year: 2025, month: 6, day: 14 }, title: 'Saturday 14 June 2025', key: 'day:2025-6-14' },
  { scope: { kind: 'day', year: 1914, month: 7, day: 28 }, title: 'Tuesday 28 July 1914', key: 'day:1914-7-28' },
  { scope: { kind: 'problem', code: 'missing-part' }, title: 'Half of a live photo', key: 'problem:missing-part' },
  { scope: { kind: 'problem', code: 'not-known-yet' }, title: 'not-known-yet', key: 'problem:not-known-yet' },
];
for (const { scope, title, key } of cases) {
  test(`${key} is called “${title}”`, () => {
    // Releases of Unicode's locale data disagree on the comma after the weekday.
    assert.equal(scopeTitle(scope, 'en-GB', english).replace('day, ', 'day '), title);
    assert.equal(scopeKey(scope), key);
  });
}

test('months and days are named in the language of the window', () => {
  assert.equal(monthName(6, 'en'), 'June');
  assert.equal(monthName(6, 'fr'), 'Juin');
  assert.equal(dayName(2025, 6, 14, 'en'), 'Saturday 14');
  assert.match(dayName(2025, 6, 14, 'de'), /Samstag/);
});

test('a year before 100 is not taken for one of the last century', () => {
  assert.notEqual(dayName(99, 1, 1, 'en'), dayName(1999, 1, 1, 'en'));
});

test('dates follow the habits of the region where the system speaks the same language', () => {
  assert.equal(formatLocale('en', 'en-GB'), 'en-GB');
  assert.equal(formatLocale('de', 'en-GB'), 'de');
  assert.equal(formatLocale('qps-ploc', 'de'), 'en');
});
