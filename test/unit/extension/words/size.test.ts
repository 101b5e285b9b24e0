import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countAndSize, formatBytes } from '../../../../src/extension/words/size.ts';

const cases: readonly [number, string][] = [
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [1_940_000, '1.9 MB'],
  [9_960_000, '10 MB'],
  [999_400, '999 kB'],
  [999_600, '1 MB'],
  [41_000_000_000, '41 GB'],
  [612_300_000_000, '612 GB'],
  [2_500_000_000_000, '2.5 TB'],
];
for (const [bytes, text] of cases) {
  test(`${bytes} bytes are ${text}`, () => assert.equal(formatBytes(bytes, 'en'), text));
}

test('a row says how many and how much', () => {
  assert.equal(countAndSize(6120, 41_000_000_000, 'en'), '6,120 · 41 GB');
});
