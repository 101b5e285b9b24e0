/** What doesn't fit into memory comes back out of the temporary file, and nothing of that is left. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { BlockPool } from '../../../src/engine/table/blockPool.ts';
import { Blocks } from '../../../src/engine/table/blocks.ts';
import { JsonStore } from '../../../src/engine/table/jsonStore.ts';
import { Numbers } from '../../../src/engine/table/numbers.ts';
import { Texts } from '../../../src/engine/table/texts.ts';

/** Runs with a temporary folder of its own. @returns what is left in it */
function inTemporary(folder: string, run: () => void): readonly string[] {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    run();
  } finally {
    if (before == null) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  return fs.existsSync(folder) ? fs.readdirSync(folder) : [];
}

/** Tables that share very little memory, written and read in no order. */
function tryOut(pool: BlockPool): void {
  const numbers = new Numbers(3, new Blocks(pool));
  const texts = new Texts(new Blocks(pool), new Blocks(pool));
  const textOf = (row: number): string => (row % 9973 === 0 ? 'ü'.repeat(100_000 + row) : `IMG_${row}é.JPG`);
  const rows = 40_000;
  for (let row = 0; row < rows; row++) {
    numbers.add(row, -row, row / 3);
    assert.equal(texts.add(textOf(row)), row);
    if (row % 7 === 0) numbers.set(row >> 1, 1, row);
  }
  for (let i = 0; i < rows; i++) {
    const row = (i * 7919) % rows;
    assert.deepEqual([numbers.at(row, 0), numbers.at(row, 2)], [row, row / 3]);
    assert.equal(texts.at(row), textOf(row));
  }
  for (let row = 0; row < 10_000; row++)
    assert.equal(numbers.at(row, 1), [2 * row, 2 * row + 1].find(set => set % 7 === 0) ?? -row);
}

test('tables of more than the memory that they have come back as they were put in', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-pool-'));
  const left = inTemporary(folder, () => tryOut(new BlockPool(4)));
  fs.rmdirSync(folder);
  assert.deepEqual(left, []);
});

test('without a temporary folder all of it stays in memory', () => {
  inTemporary(path.join(os.tmpdir(), 'there', 'is', 'none'), () => tryOut(new BlockPool(4)));
});

test('blocks that were given back are taken again, as zeros', () => {
  const pool = new BlockPool(2);
  const first = new Numbers(1, new Blocks(pool));
  for (let row = 0; row < 100_000; row++) first.add(7);
  first.close();
  const second = new Numbers(2, new Blocks(pool));
  for (let row = 0; row < 50_000; row++) second.add(row);
  for (let row = 0; row < 50_000; row++) assert.deepEqual([second.at(row, 0), second.at(row, 1)], [row, 0]);
});

test('a million rows take no more memory than some thousands', () => {
  const memory = (): number => process.memoryUsage().arrayBuffers;
  const before = memory();
  const numbers = new Numbers(6);
  const values = new JsonStore<{ readonly path: string }>();
  for (let row = 0; row < 1_000_000; row++) {
    numbers.add(row, row, row, row, row, row);
    if (row % 2 === 0) values.add({ path: `Google Photos/Photos from 2019/IMG_${row}.JPG` });
  }
  assert.equal(numbers.at(7, 5), 7);
  assert.deepEqual(values.at(400_000), { path: 'Google Photos/Photos from 2019/IMG_800000.JPG' });
  // 48 MB of numbers, 40 of texts, 16 of their places.
  assert.ok(memory() - before < 24 << 20, `${(memory() - before) >> 20} MB`);
  values.close();
  numbers.close();
});
