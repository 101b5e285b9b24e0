/** A large folder that is grouped in shares gives what it gives as a whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { groupDirectory } from '../../../src/engine/media/grouping.ts';
import type { FileFacts, GroupFile, Grouping } from '../../../src/engine/media/model.ts';
import { takeoutFacts } from '../../../src/engine/media/takeoutSidecar.ts';
import { shares } from '../../../src/engine/sources/shares.ts';
import { photoJson } from '../../../src/engine/sources/takeout/photoJson.ts';
import { makeTakeout } from '../../fixtures/takeout.ts';

const byMain = (a: { main: string }, b: { main: string }): number => (a.main < b.main ? -1 : 1);
const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

function inOrder({ groups, loose, findings }: Grouping): Grouping {
  return { groups: groups.toSorted(byMain), loose: loose.toSorted(), findings: findings.toSorted(byName) };
}

/** Grouped in shares that are as small as can be. */
function shared(files: readonly GroupFile[], size: number): Grouping {
  const parts = [...shares(files.length, index => files[index]!, size)].map(share =>
    groupDirectory(share.map(index => files[index]!)),
  );
  return inOrder({
    groups: parts.flatMap(({ groups }) => groups),
    loose: parts.flatMap(({ loose }) => loose),
    findings: parts.flatMap(({ findings }) => findings),
  });
}

/** Names made of the parts that grouping looks at, so that they are related in every way. */
const long = 'A name that is longer than what Takeout gives to its sidecars';
const part = fc.constantFrom('IMG_1234', 'IMG_E1234', 'IMG_O1234', 'X', 'x', 'X-edited', 'X.MP', long, `${long}, too`);
const clip = fc.constantFrom(999, 999, 46, 47, 51);
const counter = fc.constantFrom('', '', '(1)', '(2)', '-1', '_HEVC');
const ending = fc.constantFrom(
  ...['.jpg', '.JPG', '.HEIC', '.mov', '.MP4', '.CR2', '.png', '.MP', '.xmp', '.jpg.xmp', '.AAE', '.json'],
  ...['.jpg.json', '.jpg(1).json', '.jpg.supplemental-metadata.json', '.HEIC.json', '.jpg.exiftool.json', '.txt', ''],
);
const facts: fc.Arbitrary<FileFacts | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom('A', 'B').map(contentId => ({ v: 1, contentId })),
  fc
    .tuple(fc.constantFrom('X.jpg', 'IMG_1234.HEIC', `${long}.jpg`, undefined), fc.constantFrom('1561975200', '1'))
    .map(([title, timestamp]) => takeoutFacts({ title, photoTakenTime: { timestamp } })!),
  fc
    .constantFrom('X.jpg', 'IMG_1234.HEIC')
    .map(name => ({ v: 1, sidecarOf: { form: 'exiftool', name } }) satisfies FileFacts),
);
const directory: fc.Arbitrary<GroupFile[]> = fc.uniqueArray(
  fc.record({
    name: fc.tuple(part, clip, counter, ending).map(([stem, at, n, end]) => stem.slice(0, at - end.length) + n + end),
    size: fc.nat(),
    facts,
  }),
  { selector: ({ name }) => name, maxLength: 40 },
);

test('whatever its files are called', () => {
  fc.assert(
    fc.property(directory, fc.integer({ min: 1, max: 10 }), (files, size) => {
      assert.deepEqual(shared(files, size), inOrder(groupDirectory(files)));
    }),
    { numRuns: 3000 },
  );
});

for (const style of ['old', 'new', 'mixed'] as const)
  test(`of a Takeout with every quirk, ${style} style`, () => {
    const folders = Map.groupBy(makeTakeout({ seed: 5, language: 'de', style, media: 400 }).files, ({ path }) =>
      path.slice(0, path.lastIndexOf('/')),
    );
    let most = 0;
    for (const inFolder of folders.values()) {
      const files = inFolder.map(({ path, bytes }): GroupFile => {
        const json = path.endsWith('.json') ? photoJson(bytes) : undefined;
        const name = path.slice(path.lastIndexOf('/') + 1);
        return { name, size: bytes.length, facts: json?.form === 'photo' ? json.facts : undefined };
      });
      const parts = [...shares(files.length, index => files[index]!, 1)];
      most = Math.max(most, parts.length);
      assert.deepEqual(
        parts.flat().sort((a, b) => a - b),
        [...files.keys()],
      );
      assert.deepEqual(shared(files, 1), inOrder(groupDirectory(files)));
    }
    // Not all in one share.
    assert.ok(most > 20);
  });
