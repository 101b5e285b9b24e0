import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { joinName, joinPath, nameKey, nameOf } from '../../../src/engine/backup/name.ts';
import { parseSumsLine, sumsLine } from '../../../src/engine/catalog/sumsLine.ts';
import { fromLedgerName, toLedgerName } from '../../../src/engine/ledger/record.ts';

test('any bytes come back from the ledger as they were', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), bytes => {
      const raw = Buffer.from(bytes);
      const name = fromLedgerName(JSON.parse(JSON.stringify(toLedgerName(nameOf(raw)))));
      assert.deepEqual(name.raw ?? Buffer.from(name.text), raw);
    }),
  );
});

test('a byte order mark at the head of a name is part of it', () => {
  assert.deepEqual(nameOf(Buffer.from('\uFEFFa.jpg')), { text: '\uFEFFa.jpg' });
});

test('stray bytes are shown, and names of other bytes look otherwise', () => {
  const latin = nameOf(Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x2e, 0x6a]));
  assert.equal(latin.text, 'caf\\xE9.j');
  assert.deepEqual(nameOf(Buffer.from('café')), { text: 'café' });
  assert.deepEqual(nameOf(Buffer.from('\uFFFD')), { text: '\uFFFD' });
});

test('no two names look alike, not even one that spells out what another’s stray byte is shown as', () => {
  const alphabet = fc.constantFrom(...[...'\\xE9C5a'].map(char => char.charCodeAt(0)), 0xe9, 0xff);
  fc.assert(
    fc.property(fc.array(alphabet, { minLength: 1, maxLength: 12 }), fc.array(alphabet, { minLength: 1 }), (a, b) => {
      const [one, other] = [Buffer.from(a), Buffer.from(b)];
      assert.equal(nameOf(one).text === nameOf(other).text, one.equals(other));
    }),
    {
      examples: [
        [[...Buffer.from('a\\xE9')], [0x61, 0xe9]],
        [[...Buffer.from('\\x5CxE9')], [...Buffer.from('\\xE9')]],
        [
          [...Buffer.from('\\xE9'), 0xff],
          [0xe9, 0xff],
        ],
      ],
    },
  );
  assert.deepEqual(nameOf(Buffer.from('C:\\x\\a.jpg')), { text: 'C:\\x\\a.jpg' });
});

test('paths are strings where they can be, bytes where they must', () => {
  assert.equal(joinPath('/b', { text: '' }, { text: 'a.jpg' }), '/b/a.jpg');
  assert.equal(joinPath('/b', { text: '2019' }), '/b/2019');
  const raw = nameOf(Buffer.from([0xe9]));
  assert.deepEqual(joinPath('/b', { text: 'd' }, raw), Buffer.from([...Buffer.from('/b/d/'), 0xe9]));
  assert.deepEqual(joinName(raw, { text: 'x' }).raw, Buffer.from([0xe9, 0x2f, 0x78]));
});

test('both Unicode forms have one key', () => assert.equal(nameKey('cafe\u0301'), nameKey('caf\u00e9')));

test('a line of SHA256SUMS is as coreutils writes it', () => {
  const hash = Buffer.alloc(32, 0xab);
  assert.equal(sumsLine(hash, Buffer.from('a b.jpg')).toString(), `${'ab'.repeat(32)}  a b.jpg\n`);
  assert.equal(sumsLine(hash, Buffer.from('a\nb\\c')).toString(), `\\${'ab'.repeat(32)}  a\\nb\\\\c\n`);
});

test('a line of the manifest is read as it was written, whatever bytes are in the path', () => {
  const sha256 = Buffer.alloc(32, 0xab);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), bytes => {
      const path = Buffer.from(bytes);
      const line = sumsLine(sha256, path);
      assert.equal(line.indexOf(10), line.length - 1);
      assert.deepEqual(parseSumsLine(line.subarray(0, -1)), { sha256, path });
    }),
  );
  for (const other of ['', 'ab'.repeat(32), `${'zz'.repeat(32)}  a.jpg`, `${'ab'.repeat(32)}  `])
    assert.equal(parseSumsLine(Buffer.from(other)), undefined);
});
