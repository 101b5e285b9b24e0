/** What is kept as numbers and bytes comes back as it was put in, however much there is. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { FileTable } from '../../../src/engine/sources/fileTable.ts';
import { Given } from '../../../src/engine/sources/given.ts';
import type { SourceFile } from '../../../src/engine/sources/source.ts';
import { PlacedFile } from '../../../src/engine/sources/sourceFile.ts';
import { Numbers } from '../../../src/engine/table/numbers.ts';
import { hashOf, RowIndex } from '../../../src/engine/table/rowIndex.ts';
import { TextMap } from '../../../src/engine/table/textMap.ts';
import { TextSet } from '../../../src/engine/table/textSet.ts';
import { Texts } from '../../../src/engine/table/texts.ts';
import { writeZip } from '../../fixtures/takeoutZip.ts';

test('numbers, over many blocks', () => {
  const numbers = new Numbers(3);
  for (let row = 0; row < 10_000; row++) assert.equal(numbers.add(row, row * 2 ** 40, Number.NaN), row);
  numbers.set(4321, 1, -0.5);
  assert.equal(numbers.length, 10_000);
  for (let row = 0; row < 10_000; row++) {
    assert.equal(numbers.at(row, 0), row);
    assert.equal(numbers.at(row, 1), row === 4321 ? -0.5 : row * 2 ** 40);
    assert.ok(Number.isNaN(numbers.at(row, 2)));
  }
});

test('a text for each of very many others: the last one counts, in the order of the first', () => {
  const map = new TextMap();
  const truth = new Map<string, string>();
  for (let i = 0; i < 30_000; i++) {
    const [key, value] = [`key ${(i * 7) % 9000}`, `${i} said`.repeat(1 + (i % 40))];
    assert.equal(map.get(key), truth.get(key));
    map.set(key, value);
    truth.set(key, value);
  }
  assert.deepEqual([...map.entries()], [...truth]);
  assert.equal(map.get('key 9000'), undefined);
  map.close();
});

test('texts of every length and script, also one longer than a block', () => {
  const texts = new Texts();
  const long = 'ü'.repeat(300_000);
  const all = [
    '',
    'IMG_1.HEIC',
    long,
    '日本.jpg',
    '',
    '😀',
    ...Array.from({ length: 30_000 }, (_, i) => `photo ${i} é`),
  ];
  const rows = all.map(text => texts.add(text));
  assert.deepEqual(
    rows.map(row => texts.at(row)),
    all,
  );
});

test('an index of a hundred thousand keys holds each, and no other', () => {
  const index = new RowIndex();
  const size = 100_000;
  for (let i = 0; i < size; i++) index.set(hashOf(`2019/07/01/IMG_${i}.JPG`), i);
  for (let i = 0; i < size; i += 7) index.set(hashOf(`2019/07/01/IMG_${i}.JPG`), i + size);
  assert.equal(index.size, size);
  for (let i = 0; i < size; i++) {
    assert.equal(index.get(hashOf(`2019/07/01/IMG_${i}.JPG`)), i % 7 === 0 ? i + size : i);
    assert.equal(index.has(hashOf(`2019/07/01/IMG_${i}.jpg`)), false);
  }
  for (const key of [0, 1, 2 ** 32, 2 ** 53 - 1]) {
    assert.equal(index.get(key), undefined);
    index.set(key, 2 ** 32 - 1);
    assert.equal(index.get(key), 2 ** 32 - 1);
  }
});

test('files of zips and of folders come back with all that was known of them, and can be read', async () => {
  const top = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-table-'));
  try {
    const folder = path.join(top, 'a folder');
    fs.mkdirSync(path.join(folder, 'sub'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'sub', 'IMG_1.JPG'), 'of a folder');
    fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/sub/IMG_\xe9`, 'latin1'), Buffer.from('.JPG')]), 'Latin-1');
    const zip = writeZip(path.join(top, 'x.zip'), [
      { name: 'deep/down/IMG_2.JPG', bytes: Buffer.from('packed '.repeat(99)), mtime: 1_500_000_000 },
      { name: 'IMG_3.JPG', bytes: Buffer.from('stored'), stored: true },
    ]);
    const given = Given.of([folder, zip]);
    const table = new FileTable();
    const files: PlacedFile[] = [];
    for (const { directories } of await given.listings())
      for (const [directory, entries] of directories)
        for (const entry of entries) {
          const own = { name: 'Urlaub.JPG', appleChecksum: { value: 'ASs96bJvsunOg9Vxo5hK7VU3HegE', isEdited: true } };
          files.push(new PlacedFile(entry, `shown/${directory}`, 'edited', given.parts, own));
          files.push(new PlacedFile(entry, directory, 'live', given.parts));
        }
    const known = (file: SourceFile) => {
      const { path, name, role, size, mtimeMs, crc32, appleChecksum, part, position, onDisk } = file;
      return { path, name, role, size, mtimeMs, crc32, appleChecksum, part, position, onDisk };
    };
    const rows = files.map(file => table.add(file));
    assert.equal(files.length, 8);
    for (const [at, file] of files.entries()) {
      const back = table.at(rows[at]!);
      assert.deepEqual(known(back), known(file));
      assert.equal(String(await back.head(99)), String(await file.head(99)));
    }
    await given.close();
  } finally {
    fs.rmSync(top, { recursive: true });
  }
});

test('a set of texts has each that was added, and no other', () => {
  const set = new TextSet();
  for (let i = 0; i < 50_000; i++) set.add(`2019/IMG_${i % 40_000}.JPG`);
  for (let i = 0; i < 40_000; i++) assert.equal(set.has(`2019/IMG_${i}.JPG`), true);
  for (const other of ['', '2019/IMG_1.jpg', '2019/IMG_40000.JPG']) assert.equal(set.has(other), false);
  set.add('');
  assert.equal(set.has(''), true);
});

test('an index holds keys that are spread alike, as somebody may choose them', () => {
  const index = new RowIndex();
  // Both halves of a key alike: what keys are spread by is 0 for each.
  const keyOf = (i: number): number => i * 2 ** 32 + i;
  for (let i = 0; i < 6000; i++) index.set(keyOf(i), i);
  for (let i = 0; i < 6000; i++) assert.equal(index.get(keyOf(i)), i);
  assert.equal(index.size, 6000);
});
