import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dateFault, itemFault, shiftFault, textFault, zoneFault } from '../../../../src/webview/details/edit/checks.ts';

const cases: readonly (readonly [
  what: string,
  fault: (value: string) => string,
  right: readonly string[],
  wrong: readonly string[],
])[] = [
  [
    'a date',
    dateFault,
    ['2019-07-01', '2019-07-01T10:00', '2019-07-01 10:00:00.5+02:00', '2020-02-29', ' 2019-07-01T10:00Z '],
    ['', 'soon', '2019-7-1', '2019-06-31', '2019-13-01', '2019-02-29', '2019-07-01T10', '2019-07-01x'],
  ],
  ['a shift', shiftFault, ['+1h', '-30m', '2d', '+1d2h30m', '-1:30', '1h 20min'], ['', '+', '+0h', 'an hour', '1x']],
  ['a zone', zoneFault, ['+02:00', '-0330', '+2', '+14:00'], ['', '02:00', '+15:00', '+02:60', 'CET']],
  ['one of a list', itemFault, ['', 'summer, 2019', 'Größe'], ['two  blanks', 'a\nb', 'x'.repeat(513), 'a\u0007']],
  ['a text', textFault, ['', 'one\ntwo\t<b>', 'x'.repeat(65_536)], ['\u0007', 'x'.repeat(65_537)]],
];

for (const [what, fault, right, wrong] of cases)
  test(`${what} is checked as it is typed`, () => {
    assert.deepEqual(
      right.filter(value => fault(value) !== ''),
      [],
    );
    assert.deepEqual(
      wrong.filter(value => fault(value) === ''),
      [],
    );
  });
