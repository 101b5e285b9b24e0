import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appleDate } from '../../../src/engine/sources/apple-archive/appleDate.ts';
import { missingParts, partOf } from '../../../src/engine/sources/apple-archive/partSet.ts';

test("Apple's dates", () => {
  const cases: readonly (readonly [string, number | undefined])[] = [
    ['Saturday June 4,2022 12:11 PM GMT', Date.UTC(2022, 5, 4, 12, 11)],
    ['Saturday June 4,2022 12:11 AM GMT', Date.UTC(2022, 5, 4, 0, 11)],
    ['Sunday January 1,2006 1:05 PM GMT', Date.UTC(2006, 0, 1, 13, 5)],
    ['Monday February 29,2016 11:59\u202fPM GMT', Date.UTC(2016, 1, 29, 23, 59)],
    ['Friday December 31,1965 9:00 AM GMT', Date.UTC(1965, 11, 31, 9, 0)],
    ['Wednesday February 29,2017 1:00 AM GMT', undefined],
    ['Saturday Juni 4,2022 12:11 PM GMT', undefined],
    ['Saturday June 4,2022 13:11 PM GMT', undefined],
    ['Saturday June 4,2022 12:61 PM GMT', undefined],
    ['Saturday June 4,2022 12:11 PM CEST', undefined],
    ['', undefined],
    ['x'.repeat(1_000_000), undefined],
  ];
  for (const [text, expected] of cases) assert.equal(appleDate(text), expected, text.slice(0, 60));
});

test('which part a name is of', () => {
  assert.deepEqual(partOf('iCloud Photos Part 2 of 7.zip'), { set: 'icloud photos |7', number: 2, of: 7 });
  assert.deepEqual(partOf('iCloud-Fotos Teil 10 von 12'), { set: 'icloud-fotos |12', number: 10, of: 12 });
  assert.equal(partOf('iCloud Photos Part 9 of 7.zip'), undefined);
  assert.equal(partOf('Holiday part of 7.zip'), undefined);
  assert.deepEqual(missingParts(['iCloud Photos Part 3 of 3 (1).zip', 'iCloud Photos Part 1 of 3']), [
    'iCloud Photos Part 2 of 3.zip',
  ]);
  assert.deepEqual(missingParts(['a', 'iCloud Photos Part 1 of 1.zip']), []);
});
