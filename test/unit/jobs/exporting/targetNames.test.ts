/** Names under which an asset is put into the backup: grouping must find there what the source had together. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FolderNames } from '../../../../src/engine/jobs/exporting/folderNames.ts';
import { type SourceName, stemOf, tailsOf } from '../../../../src/engine/jobs/exporting/targetNames.ts';
import { groupDirectory } from '../../../../src/engine/media/grouping.ts';

type Files = readonly (readonly [name: string, role: SourceName['role'], tail: string])[];

const ASSETS: readonly Files[] = [
  [['IMG_1.HEIC', 'original', '.HEIC']],
  [
    ['IMG_1.HEIC', 'original', '.HEIC'],
    ['IMG_1.MOV', 'live', '.MOV'],
  ],
  [
    ['IMG_1.HEIC', 'original', '.HEIC'],
    ['IMG_E1.HEIC', 'edited', '_edited.HEIC'],
    ['IMG_1.AAE', 'sidecar', '.AAE'],
  ],
  [
    ['IMG_1234.HEIC', 'original', '.HEIC'],
    ['IMG_E1234.HEIC', 'edited', '_edited.HEIC'],
  ],
  [
    ['X(1).jpg', 'original', '.jpg'],
    ['X-edited(1).jpg', 'edited', '-edited.jpg'],
  ],
  [
    ['Tür.jpg', 'original', '.jpg'],
    ['Tür-bearbeitet.jpg', 'edited', '-bearbeitet.jpg'],
  ],
  [
    ['DSC_1.JPG', 'original', '.JPG'],
    ['DSC_1.NEF', 'raw', '.NEF'],
    ['DSC_1.JPG.xmp', 'sidecar', '.JPG.xmp'],
    ['DSC_1.xmp', 'sidecar', '.xmp'],
  ],
  [
    ['IMG_1_edited.jpeg', 'edited', '_edited.jpeg'],
    ['IMG_1_edited.jpeg.xmp', 'sidecar', '_edited.jpeg.xmp'],
  ],
  [['no extension', 'original', '']],
];

test('what tells the files of an asset apart is kept behind their stem', () => {
  for (const files of ASSETS)
    assert.deepEqual(
      tailsOf(files.map(([name, role]) => ({ name, role }))),
      files.map(([, , tail]) => tail),
      files[0]?.[0],
    );
});

test('two files of one role and kind get names of their own', () => {
  assert.deepEqual(
    tailsOf([
      { name: 'A.jpg', role: 'original' },
      { name: 'A-edited.jpg', role: 'edited' },
      { name: 'A-EDITED.jpg', role: 'edited' },
    ]),
    ['.jpg', '-edited.jpg', '-EDITED-2.jpg'],
  );
});

test('grouping finds an asset again under its new names, also after a collision', () => {
  for (const files of ASSETS) {
    const tails = tailsOf(files.map(([name, role]) => ({ name, role })));
    const [main] = files;
    const names = new FolderNames(() => []);
    const stem = main == null ? '' : stemOf({ name: main[0], role: main[1] });
    const put: string[] = [];
    for (let copy = 0; copy < 3; copy++) {
      const free = names.take('2019', stem, tails);
      put.push(...tails.map(tail => free + tail));
    }
    const media = files.filter(([, , tail]) => tail !== '');
    if (media.length === 0) continue;
    const { groups, loose } = groupDirectory(put.map(name => ({ name, size: 1, facts: undefined })));
    assert.deepEqual(loose, [], main?.[0]);
    assert.deepEqual(
      groups.map(({ members }) => members.map(({ role }) => role).sort()),
      [1, 2, 3].map(() => files.map(([, role]) => role).sort()),
      main?.[0],
    );
  }
});

test('no name that is there is taken, nor a stem that is another asset’s', () => {
  const there = ['IMG_1.JPG', 'img_2_EDITED.jpg', 'IMG_3.HEIC.xmp', 'Fru\u0308hling.jpg'];
  const take = (stem: string, tails: readonly string[]): string =>
    new FolderNames(folder => (folder === '2019' ? there : [])).take('2019', stem, tails);
  assert.equal(take('IMG_1', ['.JPG']), 'IMG_1 (2)');
  assert.equal(take('img_1', ['.mov']), 'img_1 (2)', 'it would become the live half of the other');
  assert.equal(take('IMG_2', ['.jpg']), 'IMG_2 (2)', 'the other would become its edit');
  assert.equal(take('IMG_3', ['.HEIC']), 'IMG_3 (2)', 'the sidecar would become its own');
  assert.equal(take('IMG_1_edited', ['.jpg']), 'IMG_1_edited (2)', 'it would become the edit of the other');
  assert.equal(take('Fr\u00fchling', ['.png']), 'Fr\u00fchling (2)');
  assert.equal(take('IMG_12', ['.JPG']), 'IMG_12');
  assert.equal(new FolderNames(() => there).take('2020', 'IMG_9', ['.JPG']), 'IMG_9');
});

test('the stem of an edit alone is that of its original, with its counter', () => {
  const table: readonly (readonly [string, SourceName['role'], string])[] = [
    ['IMG_1_edited.jpeg', 'edited', 'IMG_1'],
    ['X-edited(1).jpg', 'edited', 'X(1)'],
    ['X-edited(1).jpg', 'original', 'X-edited(1)'],
    ['IMG_E1234.HEIC', 'edited', 'IMG_E1234'],
    ['X(1).jpg', 'original', 'X(1)'],
  ];
  for (const [name, role, stem] of table) assert.equal(stemOf({ name, role }), stem, name);
});
