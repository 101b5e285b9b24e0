import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { WalkedFile } from '../../../src/engine/backup/walk.ts';
import { folderSignature } from '../../../src/engine/jobs/surveying/signature.ts';

const file: fc.Arbitrary<WalkedFile> = fc.record(
  {
    name: fc.record({ text: fc.string({ minLength: 1, unit: 'grapheme' }) }, { noNullPrototype: true }),
    size: fc.nat({ max: 2 ** 30 }).map(n => n * 2 ** 20),
    mtime: fc.integer({ min: -4e15, max: 4e15 }),
    inode: fc.nat(),
    onlineOnly: fc.boolean(),
  },
  { noNullPrototype: true },
);

test('the order in which a system lists them does not matter', () => {
  fc.assert(
    fc.property(fc.array(file), files => assert.equal(folderSignature([...files].reverse()), folderSignature(files))),
  );
});

test('any change of a name, a size or a time is seen; also one bit of it, and beyond 32 bits', () => {
  const change = fc.oneof(
    fc.record({ size: fc.constantFrom(1, 2 ** 31, 2 ** 32, 2 ** 40) }, { noNullPrototype: true }),
    fc.record({ mtime: fc.constantFrom(1, -1, 2 ** 32, 2 ** 45) }, { noNullPrototype: true }),
    fc.record({ text: fc.constantFrom('x', '\u0301', ' ') }, { noNullPrototype: true }),
  );
  fc.assert(
    fc.property(fc.array(file, { minLength: 1 }), fc.nat(), change, (files, at, by) => {
      const index = at % files.length;
      const changed = files.map((old, i) => {
        if (i !== index) return old;
        if ('size' in by) return { ...old, size: old.size + by.size };
        if ('mtime' in by) return { ...old, mtime: old.mtime + by.mtime };
        return { ...old, name: { text: old.name.text + by.text } };
      });
      assert.notEqual(folderSignature(changed), folderSignature(files));
      assert.notEqual(folderSignature(files.slice(1)), folderSignature(files));
    }),
  );
});

test('a million neighbours in one camera’s numbering have a million signatures', () => {
  const seen = new Set<string>();
  for (let i = 0; i < 1_000_000; i++)
    seen.add(
      folderSignature([
        {
          name: { text: `IMG_${i % 1000}.JPG` },
          size: 2_000_000 + Math.floor(i / 1000),
          mtime: 1.6e15 + (i % 7),
          inode: 0,
          onlineOnly: false,
        },
      ]),
    );
  assert.equal(seen.size, 1_000_000);
});
