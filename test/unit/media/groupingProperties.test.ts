import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { groupDirectory } from '../../../src/engine/media/grouping.ts';
import type { FileFacts, GroupFile } from '../../../src/engine/media/model.ts';
import { takeoutFacts } from '../../../src/engine/media/takeoutSidecar.ts';

/** Names made of the parts that grouping looks at, so that they collide in every way. */
const part = fc.constantFrom('IMG_1234', 'IMG_E1234', 'IMG_O1234', 'X', 'x', 'X-edited', 'X_edited', 'X.jpg', 'X.MP');
const counter = fc.constantFrom('', '', '(1)', '(2)', '-1', '_HEVC');
const ending = fc.constantFrom(
  ...['.jpg', '.JPG', '.HEIC', '.mov', '.MP4', '.CR2', '.dng', '.png', '.MP', '.xmp', '.jpg.xmp', '.AAE', '.json'],
  ...['.jpg.json', '.jpg(1).json', '.jpg.supplemental-metadata.json', '.HEIC.json', '.txt', ''],
);
const facts: fc.Arbitrary<FileFacts | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.constantFrom('A', 'B').map(contentId => ({ v: 1, contentId })),
  fc.integer({ min: 1, max: 3 }).map(n => ({ v: 1, duration: n * 10 })),
  fc
    .constantFrom('X.jpg', 'IMG_1234.HEIC', undefined)
    .map(title => takeoutFacts({ title, photoTakenTime: { timestamp: '1561975200' } })!),
  fc.constant({ v: 1, sidecarOf: { form: 'exiftool' } } satisfies FileFacts),
);
const directory: fc.Arbitrary<GroupFile[]> = fc.uniqueArray(
  fc.record({
    name: fc.oneof(
      { weight: 9, arbitrary: fc.tuple(part, counter, ending).map(parts => parts.join('')) },
      { weight: 1, arbitrary: fc.string({ minLength: 1, unit: 'binary' }) },
    ),
    size: fc.nat(),
    facts,
  }),
  { selector: ({ name }) => name, maxLength: 40 },
);

test('every file is in exactly one group or loose, and every finding is of a loose file', () => {
  fc.assert(
    fc.property(directory, files => {
      const { groups, loose, findings } = groupDirectory(files);
      const placed = [...groups.flatMap(({ members }) => members.map(({ name }) => name)), ...loose];
      assert.deepEqual(placed.sort(), files.map(({ name }) => name).sort());
      for (const { name } of findings) assert.ok(loose.includes(name));
      for (const { main, members } of groups) {
        const roles = members.filter(({ name }) => name === main).map(({ role }) => role);
        assert.equal(roles.length, 1);
        assert.notEqual(roles[0], 'sidecar');
        assert.ok(members.filter(({ role }) => role === 'original').length <= 1);
        assert.ok(members.filter(({ role }) => role === 'live').length <= 1);
      }
    }),
    { numRuns: 500 },
  );
});

test('the order of the files changes nothing', () => {
  const shuffled = directory.chain(files =>
    fc.tuple(fc.constant(files), fc.shuffledSubarray(files, { minLength: files.length })),
  );
  fc.assert(
    fc.property(shuffled, ([files, other]) => {
      assert.deepEqual(groupDirectory(other), groupDirectory(files));
    }),
    { numRuns: 300 },
  );
});

test('20,000 files whose names collide are grouped without comparing each with each', () => {
  const files: GroupFile[] = [];
  for (let n = 0; n < 4000; n++) {
    const stem = `IMG_${String(n).padStart(4, '0')}`;
    const title = `${stem}.HEIC`;
    const json = takeoutFacts({ title, photoTakenTime: { timestamp: '1561975200' } });
    for (const name of [`${stem}.HEIC`, `${stem}.MOV`, `${stem}-edited.HEIC`, `${stem}.AAE`]) {
      files.push({ name, size: 1, facts: { v: 1, contentId: 'the same in all' } });
    }
    files.push({ name: `${stem}.HEIC.json`, size: 1, facts: json });
  }
  const { groups, loose } = groupDirectory(files);
  assert.equal(groups.length, 4000);
  assert.deepEqual(loose, []);
});
