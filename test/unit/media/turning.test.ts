import assert from 'node:assert/strict';
import { test } from 'node:test';
import { turnedOrientation } from '../../../src/engine/media/turning/orientation.ts';

test('a quarter turn leads from one orientation to the next, mirrored ones among themselves', () => {
  const right = [1, 2, 3, 4, 5, 6, 7, 8].map(orientation => turnedOrientation(orientation, 90));
  assert.deepEqual(right, [6, 7, 8, 5, 2, 3, 4, 1]);
});

test('left takes right back, and twice is upside down', () => {
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const right = turnedOrientation(orientation, 90);
    assert.equal(turnedOrientation(right, 270), orientation);
    assert.equal(turnedOrientation(right, 90), turnedOrientation(orientation, 180));
  }
});

test('what is no orientation counts as upright', () => {
  for (const orientation of [0, 9, Number.NaN]) assert.equal(turnedOrientation(orientation, 90), 6);
});
