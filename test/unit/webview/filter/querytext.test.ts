import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionAt, conditionsOf, holds, replaced, toggled } from '../../../../src/webview/filter/querytext.ts';

const at = (marked: string) => conditionAt(marked.replace('|', ''), marked.indexOf('|'));

for (const [marked, field, value, negated] of [
  ['|', undefined, '', false],
  ['lis|', undefined, 'lis', false],
  ['-album:Lis|', 'album', 'Lis', true],
  ['Camera:|', 'camera', '', false],
  ['album:="Lisbon with|', 'album', 'Lisbon with', false],
  ['album:"a \\"b\\" c"|', 'album', 'a "b" c', false],
  ['rating:>=4|', 'rating', '4', false],
  ['year:2019 per| ana', undefined, 'per', false],
  ['year:2019 |', undefined, '', false],
] as const)
  test(`what is typed at ${JSON.stringify(marked)}`, () => {
    const found = at(marked);
    assert.deepEqual([found.field, found.value, found.negated], [field, value, negated]);
  });

test('conditions have their places', () => {
  const text = '  -has:gps album:="a b"  lisbon';
  assert.deepEqual(
    conditionsOf(text).map(({ from, to }) => text.slice(from, to)),
    ['-has:gps', 'album:="a b"', 'lisbon'],
  );
});

test('a condition is put in and taken out, and the others stay as they were typed', () => {
  assert.equal(toggled('', 'flag:pick'), 'flag:pick');
  assert.equal(toggled('album:="a  b"', '-has:gps'), 'album:="a  b" -has:gps');
  assert.equal(toggled('album:="a  b" -HAS:gps x', '-has:gps'), 'album:="a  b" x');
  assert.equal(holds('-has:gps', 'has:gps'), false);
  assert.equal(holds('"has:gps"', 'has:gps'), false);
});

test('what is chosen takes the place of what was typed', () => {
  const text = 'year:2019 alb lisbon';
  assert.deepEqual(replaced(text, conditionAt(text, 13), 'album:'), { text: 'year:2019 album: lisbon', caret: 16 });
  const end = 'year:2019 alb';
  assert.deepEqual(replaced(end, conditionAt(end, 13), 'album:="x" '), { text: 'year:2019 album:="x" ', caret: 21 });
});
