import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDropping } from '../../../src/engine/backup/dropping.ts';
import { fileKind } from '../../../src/engine/media/kinds.ts';

test('a file is what its extension says, in any case', () => {
  const table = {
    image: ['a.jpg', 'A.JPEG', 'IMG_1.HEIC', 'x.avif', 'x.y.webp', 'scan.tif', 'PXL_1.MP.jpg', 'a.jpg ', 'a.jpg\n'],
    raw: ['a.CR2', 'a.cr3', 'a.nef', 'a.ARW', 'a.dng', 'a.rw2', 'a.3fr'],
    video: ['a.MOV', 'a.mp4', 'a.3gp', '00001.MTS', 'PXL_1.MP', 'PXL_1.MP~2'],
    sidecar: ['a.xmp', 'IMG_1.AAE', 'a.jpg.json'],
    other: ['a', 'a.txt', '.jpg', '.hidden.jpg', '.osxphotos_export.db', 'a.jpg_exiftool_tmp', 'a.jpg.part', 'a.THM'],
  } as const;
  for (const [kind, names] of Object.entries(table)) {
    for (const name of names) assert.equal(fileKind(name), kind, name);
  }
});

test('what systems leave behind is told from what people keep', () => {
  const droppings = [
    '._IMG_1.HEIC',
    '.DS_Store',
    'Thumbs.db',
    'THUMBS.DB',
    'desktop.ini',
    '@eaDir',
    '#recycle',
    '.Spotlight-V100',
    '.fseventsd',
    '.Trashes',
    '$RECYCLE.BIN',
    'System Volume Information',
    '.TemporaryItems',
    '.DocumentRevisions-V100',
    'lost+found',
    '.dtrashed',
    '.Trash-1000',
  ];
  for (const name of droppings) assert.ok(isDropping(name), name);
  for (const name of ['IMG_1.HEIC', '_IMG.jpg', 'a.jpg_exiftool_tmp', '.osxphotos_export.db', 'Thumbs', '.hidden']) {
    assert.ok(!isDropping(name), name);
  }
  assert.ok(!isDropping('._2019', true));
  assert.ok(isDropping('@eaDir', true));
});
