/** What an export learns of the bytes that it copies: whether they are those that Apple recorded, and what they were called. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { checksumOf } from '../../fixtures/appleArchive.ts';
import { sixOf } from '../../fixtures/exported.ts';
import { makePhotosLibrary, SCHEMAS, uuidOf } from '../../fixtures/photosLibrary.ts';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const jpg = (serial: number): Buffer => takeoutMedia('jpg', serial);

for (const metadata of ['none', 'embed'] as const)
  test(`Apple’s checksums are proved as the bytes pass, --metadata ${metadata}; each photo keeps the name that it came with`, t => {
    const backup = new TempBackup(t);
    const library = makePhotosLibrary(path.join(new TempBackup(t).root, 'Photos.photoslibrary'), SCHEMAS['15'], [
      { original: 'IMG_1.JPG', extension: '.jpeg', bytes: jpg(1), created: '2019-07-01T10:00:00Z', offset: 7200 },
      {
        original: 'IMG_2.JPG',
        extension: '.jpeg',
        bytes: jpg(2),
        created: '2019-07-02T10:00:00Z',
        checksum: checksumOf(jpg(3)),
      },
      // Edited: the checksum may be of another version.
      {
        original: 'IMG_4.JPG',
        extension: '.jpeg',
        bytes: jpg(4),
        created: '2019-07-04T10:00:00Z',
        checksum: checksumOf(jpg(5)),
        adjusted: true,
        renders: { '_1_201_a.jpeg': jpg(8) },
      },
      { original: 'IMG_6.JPG', extension: '.jpeg', bytes: jpg(6), created: '2019-07-06T10:00:00Z', checksum: null },
      // The same bytes once more: what is not copied is proved by the reading that found it out.
      { original: 'IMG_7.JPG', extension: '.jpeg', bytes: jpg(1), created: '2019-07-01T10:00:00Z', offset: 7200 },
    ]);
    const run = backup.cli('export', library, '--to', backup.root, '--metadata', metadata, '--json');
    assert.equal(run.status, 0, run.stderr);
    assert.deepEqual(sixOf(run.summary), { copied: 5, duplicates: 1 });
    assert.deepEqual([run.summary.confirmed, run.summary.unconfirmed], [2, 2]);
    const [first, second, ...others] = run
      .findings('checksum-unconfirmed')
      .map(({ path: where, severity, message }) => ({
        where,
        severity,
        isEdited: String(message).startsWith('Unverified: '),
      }));
    assert.deepEqual(
      [first, second, others],
      [
        { where: `originals/2/${uuidOf(2)}.jpeg`, severity: 'warning', isEdited: false },
        { where: `originals/3/${uuidOf(3)}.jpeg`, severity: 'warning', isEdited: true },
        [],
      ],
    );
    const sources = backup
      .list()
      .flatMap(line => JSON.parse(line).sources as { name: string; path: string; taken: string; file: string }[]);
    assert.deepEqual(sources.map(({ name, taken, file }) => [name, taken, file]).sort(), [
      ['IMG_1.JPG', '2019-07-01T12:00:00+02:00', '2019/07/01/IMG_1.JPG'],
      ['IMG_2.JPG', '2019-07-02T10:00:00Z', '2019/07/02/IMG_2.JPG'],
      ['IMG_4.JPG', '2019-07-04T10:00:00Z', '2019/07/04/IMG_4.JPG'],
      ['IMG_4_edited.jpeg', '2019-07-04T10:00:00Z', '2019/07/04/IMG_4_edited.jpeg'],
      ['IMG_6.JPG', '2019-07-06T10:00:00Z', '2019/07/06/IMG_6.JPG'],
      ['IMG_7.JPG', '2019-07-01T12:00:00+02:00', '2019/07/01/IMG_1.JPG'],
    ]);
    for (const { path: where } of sources) assert.match(where, /^(originals|resources)\/.*\.jpeg$/);
  });

test('a sentence tells how many are proved', t => {
  const backup = new TempBackup(t);
  const library = makePhotosLibrary(path.join(new TempBackup(t).root, 'Photos.photoslibrary'), SCHEMAS['14'], [
    { original: 'IMG_1.JPG', extension: '.jpeg', bytes: jpg(1), created: '2019-07-01T10:00:00Z' },
    {
      original: 'IMG_2.JPG',
      extension: '.jpeg',
      bytes: jpg(2),
      created: '2019-07-02T10:00:00Z',
      checksum: checksumOf(jpg(3)),
    },
  ]);
  const { stdout } = backup.cli('export', library, '--to', backup.root);
  assert.match(stdout, /Apple’s checksums prove 1 file whole; 1 could not be confirmed\./);
});
