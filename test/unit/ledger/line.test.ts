import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { LedgerWriter } from '../../../src/engine/ledger/append.ts';
import { decodeLine, encodeLine } from '../../../src/engine/ledger/line.ts';
import { LedgerDamaged, LedgerNewer, readLedger } from '../../../src/engine/ledger/read.ts';
import type { LedgerRecord } from '../../../src/engine/ledger/record.ts';

const record = (name: string, at = 1): LedgerRecord => ({ t: 'proved', at, dir: '2019/07', files: [name] });

function folder(t: TestContext): string {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-ledger-'));
  t.after(() => fs.rmSync(made, { recursive: true }));
  return made;
}

const names = (file: string): readonly string[] =>
  [...readLedger(file)].flatMap(({ record }) => (record.t === 'proved' ? record.files.map(String) : []));

test('a line says what was written, whatever is in it', () => {
  fc.assert(
    fc.property(
      fc.record({ t: fc.string(), text: fc.string({ unit: 'binary' }), n: fc.integer() }, { noNullPrototype: true }),
      value => {
        const line = encodeLine(value);
        assert.ok(!line.includes('\n'));
        assert.deepEqual(decodeLine(line), value);
      },
    ),
  );
});

test('a line of which any byte was changed, or that was cut, is no line', () => {
  const line = encodeLine(record('IMG_1.JPG'));
  for (let at = 0; at < line.length; at++) {
    const other = line[at] === 'x' ? 'y' : 'x';
    assert.equal(decodeLine(line.slice(0, at) + other + line.slice(at + 1)), undefined, `at ${at}`);
    assert.equal(decodeLine(line.slice(0, at)), undefined, `cut at ${at}`);
  }
});

test('what is appended is read, from any line on', t => {
  const writer = new LedgerWriter(folder(t), 'machine-1.jsonl');
  const first = writer.append([record('a'), record('b')], 1);
  const second = writer.append([record('c')], 1);
  assert.deepEqual(names(writer.file), ['a', 'b', 'c']);
  assert.deepEqual(
    [...readLedger(writer.file, first)].map(({ end }) => end),
    [second],
  );
});

test('a last line torn at any byte is left out, cut off by the next writer, and nothing before it is lost', t => {
  const dir = folder(t);
  const writer = new LedgerWriter(dir, 'machine-1.jsonl');
  const whole = writer.append([record('a')], 1);
  const end = writer.append([record('b')], 1);
  const bytes = fs.readFileSync(writer.file);
  for (let cut = whole; cut < end; cut++) {
    fs.writeFileSync(writer.file, bytes.subarray(0, cut));
    assert.deepEqual(names(writer.file), ['a']);
    const next = new LedgerWriter(dir, 'machine-1.jsonl');
    next.append([record('c')], 1);
    assert.deepEqual(names(writer.file), ['a', 'c'], `cut at ${cut}`);
  }
});

test('a bad line that others follow is damage, and its place is told', t => {
  const writer = new LedgerWriter(folder(t), 'machine-1.jsonl');
  const first = writer.append([record('a')], 1);
  writer.append([record('b'), record('c')], 1);
  const bytes = fs.readFileSync(writer.file);
  bytes.writeUInt8(bytes.readUInt8(first + 20) ^ 1, first + 20);
  fs.writeFileSync(writer.file, bytes);
  assert.throws(
    () => names(writer.file),
    (error: unknown) => error instanceof LedgerDamaged && error.offset === first,
  );
});

test('what could not be read back is not written', t => {
  const writer = new LedgerWriter(folder(t), 'machine-1.jsonl');
  writer.append([record('a')], 1);
  const before = fs.readFileSync(writer.file);
  const far: LedgerRecord = {
    t: 'sums',
    at: 1,
    why: 'first',
    dir: '',
    files: [['x.jpg', [1, 2 ** 60, 'ab'.repeat(32)]]],
  };
  assert.throws(() => writer.append([record('b'), far], 2), TypeError);
  assert.throws(() => writer.append([{ t: 'marks', at: 1, assets: [], rating: -1 }], 2), TypeError);
  assert.deepEqual(fs.readFileSync(writer.file), before);
});

test('a whole line that a newer version wrote is neither cut nor called damage', t => {
  const writer = new LedgerWriter(folder(t), 'machine-1.jsonl');
  writer.append([record('a')], 1);
  fs.appendFileSync(writer.file, `${encodeLine({ t: 'copied', at: 1, n: 2 })}\n`);
  const before = fs.readFileSync(writer.file);
  assert.throws(() => names(writer.file), LedgerNewer);
  assert.throws(() => writer.append([record('b')], 3), LedgerNewer);
  assert.deepEqual(fs.readFileSync(writer.file), before);
});

test('a line longer than a read is read whole', t => {
  const writer = new LedgerWriter(folder(t), 'machine-1.jsonl');
  const long = Array.from({ length: 200_000 }, (_, i) => `IMG_${i}.JPG`);
  writer.append([{ t: 'proved', at: 1, dir: '', files: long }, record('last')], 1);
  assert.equal(names(writer.file).length, 200_001);
});
