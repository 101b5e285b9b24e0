import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseGridState, parseMessage, requestIdOf } from '../../../../src/extension/webviews/messages.ts';
import type { FromWebview, GridState } from '../../../../src/protocol/webview.ts';

const allowed: readonly FromWebview[] = [
  { type: 'ready' },
  { type: 'request', id: 1, method: 'state', params: null },
  {
    type: 'request',
    id: 2,
    method: 'shape',
    params: { scope: { kind: 'day', year: 2025, month: 6, day: 14 }, sort: 'newest' },
  },
  { type: 'request', id: 3, method: 'items', params: { ids: [1, 2, 3] } },
  { type: 'request', id: 4, method: 'thumbs', params: { ids: [] } },
  { type: 'request', id: 5, method: 'preview', params: { id: 4_294_967_295 } },
  { type: 'request', id: 6, method: 'details', params: { ids: [7] } },
  { type: 'request', id: 7, method: 'mark', params: { ids: [7], rating: 4, favorite: true } },
  { type: 'cancel', id: 7 },
  { type: 'selected', ids: [1], count: 20_000, focused: null },
  { type: 'run', command: 'verify' },
  { type: 'reveal', id: 3, path: '2019/a.jpg' },
  { type: 'copy', text: 'abc', what: 'checksum' },
  { type: 'place', lat: 38.7, lon: -9.4 },
  { type: 'mode', mode: 'loupe' },
  { type: 'trouble', message: 'x is not a function' },
];
for (const message of allowed) {
  test(`may be said: ${JSON.stringify(message)}`, () => assert.deepEqual(parseMessage(message), message));
}

const refused: readonly unknown[] = [
  null,
  'ready',
  {},
  { type: 'eval', code: '1' },
  { type: 'request', id: 1, method: 'open', params: { root: '/' } },
  { type: 'request', id: 1, method: 'years', params: null },
  { type: 'request', id: -1, method: 'state', params: null },
  { type: 'request', id: 1, method: 'items', params: { ids: Array(501).fill(1) } },
  { type: 'request', id: 1, method: 'items', params: { ids: ['1'] } },
  { type: 'request', id: 1, method: 'preview', params: { id: 1.5 } },
  {
    type: 'request',
    id: 1,
    method: 'shape',
    params: { scope: { kind: 'month', year: 2025, month: 13 }, sort: 'newest' },
  },
  { type: 'request', id: 1, method: 'shape', params: { scope: { kind: 'problem', code: "x'; --" }, sort: 'newest' } },
  { type: 'request', id: 1, method: 'mark', params: { ids: [1], rating: 6 } },
  { type: 'run', command: 'workbench.action.terminal.new' },
  { type: 'place', lat: 91, lon: 0 },
  { type: 'place', lat: Number.NaN, lon: 0 },
];
for (const message of refused) {
  test(`may not be said: ${JSON.stringify(message).slice(0, 100)}`, () => assert.equal(parseMessage(message), null));
}

test('whoever asked for what may not be asked can be answered', () => {
  assert.equal(requestIdOf({ type: 'request', id: 9, method: 'open', params: {} }), 9);
  assert.equal(requestIdOf({ type: 'request', id: 'x' }), null);
});

test('a kept state is taken up whole or not at all', () => {
  const state: GridState = {
    scope: { kind: 'year', year: 2019 },
    sort: 'largest',
    query: 'rating:>=4',
    rowHeight: 200,
    anchor: { id: 5, offset: -12.5 },
    selected: [5, 6],
    focused: 6,
    loupe: null,
  };
  assert.deepEqual(parseGridState(structuredClone(state)), state);
  assert.equal(parseGridState({ ...state, rowHeight: 5000 }), null);
  assert.equal(parseGridState(undefined), null);
});
