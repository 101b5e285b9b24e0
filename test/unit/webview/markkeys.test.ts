import assert from 'node:assert/strict';
import test from 'node:test';
import { shownKey } from '../../../src/webview/keys.ts';
import { markKey } from '../../../src/webview/markkeys.ts';

const pressed = (key: string, code: string, shiftKey = false) => markKey({ key, code, shiftKey });

test('letters mark in both cases; Shift goes on to the next photo', () => {
  assert.deepEqual(pressed('p', 'KeyP'), { wish: { flag: 'pick' }, goOn: false });
  assert.deepEqual(pressed('P', 'KeyP', true), { wish: { flag: 'pick' }, goOn: true });
  assert.deepEqual(pressed('X', 'KeyX'), { wish: { flag: 'reject' }, goOn: false }, 'Caps Lock is no Shift');
  assert.deepEqual(pressed('h', 'KeyH'), { wish: 'favorite', goOn: false });
});

test('digits rate, on every keyboard', () => {
  assert.deepEqual(pressed('3', 'Digit3'), { wish: { rating: 3 }, goOn: false });
  assert.deepEqual(pressed('3', 'Numpad3'), { wish: { rating: 3 }, goOn: false });
  assert.deepEqual(pressed('#', 'Digit3', true), { wish: { rating: 3 }, goOn: true }, 'Shift on an English one');
  assert.deepEqual(pressed('3', 'Digit3', true), { wish: { rating: 3 }, goOn: false }, 'Shift on a French one');
  assert.deepEqual(pressed('é', 'Digit2'), { wish: { rating: 2 }, goOn: false }, 'without Shift on a French one');
});

test('other keys mark nothing', () => {
  for (const [key, code] of [
    ['6', 'Digit6'],
    ['a', 'KeyA'],
    ['Enter', 'Enter'],
    ['?', 'Slash'],
  ] as const)
    assert.equal(pressed(key, code, false), null, key);
});

test('keys are shown as people know them', () => {
  assert.deepEqual(shownKey('Control+ArrowUp', false), ['Ctrl', '↑']);
  assert.deepEqual(shownKey('Control+ArrowUp', true), ['⌘', '↑']);
  assert.deepEqual(shownKey('+', false), ['+']);
  assert.deepEqual(shownKey('Control+ ', false), ['Ctrl', 'Space']);
  assert.deepEqual(shownKey('Shift+P', false), ['Shift', 'P']);
});
