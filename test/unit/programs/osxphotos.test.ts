import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportArguments, readOsxphotosLine } from '../../../src/engine/programs/osxphotos.ts';
import { allowedFlags, FlagRefused, flagsNoted, usualFlags } from '../../../src/engine/programs/osxphotosFlags.ts';

const UUID = '8846E3E6-8AC8-4857-8448-E3D025784410';

test('lines of osxphotos', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    [`Exporting IMG (1) to x.tif (${UUID}.tiff) (3/14)`, { type: 'begins', number: 3, total: 14 }],
    ['Exporting 14 photos to /b...', undefined],
    ['Exporting edited version of a.jpg (b.jpeg)', undefined],
    ['Exported a to b.jpg to /b/2017/a to b.jpg', undefined],
    ['Exported new file /b/2017/a to b.jpg', { type: 'wrote', path: '/b/2017/a to b.jpg' }],
    ['Exported updated file /b/ä: x.jpg', { type: 'wrote', path: '/b/ä: x.jpg' }],
    ['Skipped up to date file /b/x.jpg', undefined],
    [
      `Skipping missing original photo a (1).tif (${UUID})`,
      { type: 'missing', what: 'original', name: 'a (1).tif', uuid: UUID },
    ],
    [
      `Skipping missing raw photo for IMG_1.JPG (${UUID.toLowerCase()})`,
      { type: 'missing', what: 'raw', name: 'IMG_1.JPG', uuid: UUID },
    ],
    [
      `Skipping missing edited live photo for IMG_1.JPG (${UUID})`,
      { type: 'missing', what: 'edited live', name: 'IMG_1.JPG', uuid: UUID },
    ],
    [
      `Skipping missing deleted photo IMG_1.JPG (${UUID})`,
      { type: 'missing', what: 'original', name: 'IMG_1.JPG', uuid: UUID },
    ],
    [
      `Error exporting photo (${UUID}: a: b.jpg) as /b/2017/a.jpg: Error copying file: [Errno 28] No space left on device`,
      { type: 'failed', uuid: UUID, name: 'a: b.jpg', why: 'Error copying file: [Errno 28] No space left on device' },
    ],
    [
      'exiftool error for file /b/x.jpg: Not a valid JPG',
      { type: 'unwritten', path: '/b/x.jpg', why: 'Not a valid JPG' },
    ],
    [
      'Processed: 14 photos, exported: 14, updated: 0, skipped: 0, updated EXIF data: 0, missing: 7, error: 0',
      undefined,
    ],
  ];
  for (const [line, said] of cases) assert.deepEqual(readOsxphotosLine(line), said, line);
});

test('only what is allowed is passed', () => {
  const { args, has } = allowedFlags(
    ['--export-by-date', '--sidecar', 'xmp', '--sidecar=json', '--retry', '3'],
    'linux',
  );
  assert.deepEqual(args, ['--export-by-date', '--sidecar', 'xmp', '--sidecar', 'json', '--retry', '3']);
  assert.ok(has('--sidecar') && !has('--exiftool'));
  for (const template of [
    '{created.year}/{created.mm}',
    '{folder_album,None}',
    'Photos {created.year}',
    '{exif.camera_model,unknown}',
  ])
    assert.deepEqual(allowedFlags(['--directory', template], 'linux').args, ['--directory', template]);
  const refused: readonly (readonly string[])[] = [
    ['--cleanup'],
    ['--post-command', 'exported', 'rm'],
    ['--post-function', 'x.py::f'],
    ['--load-config', 'x.toml'],
    ['--exiftool-option', '-config'],
    ['--exiftool-path', '/tmp/evil'],
    ['--tmpdir', '/tmp'],
    ['--exportdb', '/tmp/x.db'],
    ['--ignore-exportdb'],
    ['--overwrite'],
    ['--export-as-hardlink'],
    ['--library', '/other'],
    ['constructor'],
    ['toString'],
    ['--directory', '/tmp'],
    ['--directory', '..'],
    ['--directory', 'a/../../b'],
    ['--directory', '{function:x.py::f}'],
    ['--directory', '{title|function:x.py::f}'],
    ['--directory', '{photo.path}'],
    ['--directory', '{filepath}'],
    ['--directory', '{pwd}'],
    ['--filename', '{shell_quote,{original_name}}'],
    ['--filename', '{exiftool:EXIF:Make}'],
    ['--filename', 'a\nb'],
    ['--edited-suffix', '{function:x}'],
    ['--sidecar', 'xmp;rm'],
    ['--sidecar'],
    ['--retry', '-1'],
    ['--export-by-date=1'],
    ['--export-by-date', '--directory', 'x'],
    ['--use-photokit'],
    ['--download-missing'],
  ];
  for (const flags of refused) assert.throws(() => allowedFlags(flags, 'linux'), FlagRefused, flags.join(' '));
  assert.deepEqual(usualFlags('linux'), ['--export-by-date']);
  assert.doesNotThrow(() => allowedFlags(usualFlags('darwin'), 'darwin'));
  assert.throws(() => allowedFlags(['--use-photokit'], 'darwin'), FlagRefused);
});

test('what an export was made with is read out of what osxphotos notes', () => {
  const noted = new Map([
    ['db', '"/Photos.photoslibrary"'],
    ['export_by_date', 'true'],
    ['update', 'true'],
    ['verbose', '1'],
    ['cleanup', 'true'],
    ['sidecar', '["xmp", "json"]'],
    ['edited_suffix', '"_edited"'],
    ['exiftool', 'false'],
    ['download_missing', 'true'],
    ['retry', '3'],
    ['jpeg_ext', "'jpg'"],
  ]);
  assert.deepEqual(flagsNoted(noted, 'linux'), [
    '--export-by-date',
    '--sidecar',
    'xmp',
    '--sidecar',
    'json',
    '--retry',
    '3',
    '--jpeg-ext',
    'jpg',
  ]);
  assert.ok(flagsNoted(noted, 'darwin').includes('--download-missing'));
  assert.deepEqual(flagsNoted(new Map([['edited_suffix', '"\\u005fgeändert"']]), 'linux'), [
    '--edited-suffix',
    '_geändert',
  ]);
  const evil = flagsNoted(new Map([['directory', '"{function:x.py::f}"']]), 'linux');
  assert.throws(() => allowedFlags(evil, 'linux'), FlagRefused);
});

test('an export is an update of the named photos, without anything that deletes or asks', () => {
  const flags = allowedFlags(['--export-by-date'], 'linux');
  const args = exportArguments({ library: '/l', backup: '/b', uuids: '/w/u', flags, again: true });
  assert.deepEqual(args, [
    ...['export', '/b', '--library', '/l', '--update', '--verbose', '--no-progress', '--uuid-from-file', '/w/u'],
    ...['--export-by-date', '--update-errors'],
  ]);
});
