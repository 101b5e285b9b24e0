import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { printable, printedPath, readPrintedPath } from '../../../src/cli/printedPath.ts';
import { nameOf } from '../../../src/engine/backup/name.ts';

/** Bytes of a name as latin1, and how it is printed. */
const TABLE: readonly (readonly [bytes: string, printed: string])[] = [
  ['IMG_1.jpg', 'IMG_1.jpg'],
  ['a b.jpg', 'a b.jpg'],
  ['caf\xe9.jpg', 'caf\\xE9.jpg'],
  ['caf\xc3\xa9.jpg', 'café.jpg'],
  ['a\nb.jpg', 'a\\u000ab.jpg'],
  ['a\x1b[2Kerror  corrupt', 'a\\u001b[2Kerror \\u0020corrupt'],
  ['a.jpg ', 'a.jpg\\u0020'],
  [' a.jpg', '\\u0020a.jpg'],
  ['a  b.jpg', 'a \\u0020b.jpg'],
  ['a\\b.jpg', 'a\\b.jpg'],
  ['a\\xE9.jpg', 'a\\u005cxE9.jpg'],
  ['a\\u000ab.jpg', 'a\\u005cu000ab.jpg'],
  ['\xe9\\xE9\n.jpg', '\\xE9\\u005cxE9\\u000a.jpg'],
  ['\xe9\\b\\', '\\xE9\\b\\'],
  ['\xff\\\xff', '\\xFF\\\\xFF'],
  ['a\xe2\x80\xaegpj.exe', 'a\\u202egpj.exe'],
  ['\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7.jpg', '👩‍👧.jpg'],
  ['\'"$`.jpg', '\'"$`.jpg'],
];

for (const [bytes, printed] of TABLE)
  test(`is printed as ${printed}, and read back`, () => {
    const raw = Buffer.from(bytes, 'latin1');
    assert.equal(printedPath(nameOf(raw)), printed);
    const read = readPrintedPath(printed) ?? { text: printed };
    assert.deepEqual(read.raw ?? Buffer.from(read.text), raw);
  });

test('a text can’t move the cursor or forge a line', () => {
  assert.equal(printable('a\n\u001b[2Kerror  corrupt.jpg'), 'a\\u000a\\u001b[2Kerror  corrupt.jpg');
});
