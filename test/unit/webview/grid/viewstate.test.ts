import assert from 'node:assert/strict';
import test from 'node:test';
import { firstState, sound } from '../../../../src/webview/grid/viewstate.ts';

test('a kept state is taken as it is', () => {
  const state = { ...firstState, scope: { kind: 'year', year: 2019 } as const, rowHeight: 200, selected: [4, 5] };
  assert.deepEqual(sound(state), state);
});

test('nothing kept is nothing', () => {
  assert.equal(sound(null), null);
  assert.equal(sound(undefined), null);
});

for (const [what, kept] of Object.entries({
  'a text': 'state',
  'an object without a scope': { rowHeight: 140 },
  'a scope that is none': { scope: 3 },
}))
  test(`${what} is no state`, () => assert.equal(sound(kept as never), null));

test('what is missing or impossible is as at first', () => {
  const state = sound({ scope: { kind: 'all' }, rowHeight: 90_000, selected: 'x' } as never);
  assert.equal(state?.rowHeight, firstState.rowHeight);
  assert.deepEqual(state?.selected, []);
  assert.equal(state?.sort, firstState.sort);
});
