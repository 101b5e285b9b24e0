import assert from 'node:assert/strict';
import { test } from 'node:test';
import { embeddedTags, LARGEST_EMBEDDED } from '../../../src/engine/media/embeddedTags.ts';
import type { CaptureTime } from '../../../src/engine/media/model.ts';
import { READ_TAGS } from '../../../src/engine/programs/exiftoolTags.ts';
import { WRITABLE, writableTags } from '../../../src/engine/programs/writableTags.ts';

const zoned: CaptureTime = { known: 'zoned', wallMs: Date.UTC(2019, 6, 1, 10, 0, 0, 5), offsetMin: -210 };
const wall: CaptureTime = { known: 'wall', wallMs: Date.UTC(1931, 11, 31, 23, 59, 59) };
const instant: CaptureTime = { known: 'instant', utcMs: Date.UTC(2001, 0, 1) };
const old: CaptureTime = { known: 'instant', utcMs: -1 };

const EXIF: readonly (readonly [CaptureTime, object])[] = [
  [
    zoned,
    {
      'EXIF:DateTimeOriginal': '2019:07:01 10:00:00',
      'EXIF:SubSecTimeOriginal': '005',
      'EXIF:OffsetTimeOriginal': '-03:30',
    },
  ],
  [wall, { 'EXIF:DateTimeOriginal': '1931:12:31 23:59:59' }],
  // A clock of UTC that says so: EXIF has no other way to name an instant.
  [instant, { 'EXIF:DateTimeOriginal': '2001:01:01 00:00:00', 'EXIF:OffsetTimeOriginal': '+00:00' }],
  [
    old,
    {
      'EXIF:DateTimeOriginal': '1969:12:31 23:59:59',
      'EXIF:SubSecTimeOriginal': '999',
      'EXIF:OffsetTimeOriginal': '+00:00',
    },
  ],
];
const QUICKTIME: readonly (readonly [CaptureTime, object])[] = [
  [zoned, { 'QuickTime:CreateDate': '2019:07:01 13:30:00', 'Keys:CreationDate': '2019:07:01 10:00:00.005-03:30' }],
  // Without a zone it is no instant, and QuickTime's clock is one.
  [wall, { 'XMP-exif:DateTimeOriginal': '1931:12:31 23:59:59' }],
  [instant, { 'QuickTime:CreateDate': '2001:01:01 00:00:00', 'Keys:CreationDate': '2001:01:01 00:00:00Z' }],
  // Before 1970 that clock is taken for a wrong one.
  [old, { 'Keys:CreationDate': '1969:12:31 23:59:59.999Z' }],
  [{ known: 'instant', utcMs: Date.UTC(2050, 0, 1) }, { 'Keys:CreationDate': '2050:01:01 00:00:00Z' }],
];

test('times are written as far as they are known', () => {
  for (const [capturedAt, tags] of EXIF) assert.deepEqual(embeddedTags({ capturedAt }, 'JPEG', 1), { tags });
  for (const [capturedAt, tags] of QUICKTIME) assert.deepEqual(embeddedTags({ capturedAt }, 'MOV', 1), { tags });
});

test('places have their half of the globe', () => {
  assert.deepEqual(embeddedTags({ gps: { lat: -1.123456789, lon: -180, alt: -430.5 } }, 'HEIC', 1), {
    tags: {
      'EXIF:GPSLatitude': 1.12345679,
      'EXIF:GPSLatitudeRef': 'S',
      'EXIF:GPSLongitude': 180,
      'EXIF:GPSLongitudeRef': 'W',
      'EXIF:GPSAltitude': 430.5,
      'EXIF:GPSAltitudeRef': 1,
    },
  });
  const film = (lat: number, lon: number) => embeddedTags({ gps: { lat, lon } }, 'MP4', 1);
  assert.deepEqual(film(0.0000001, -10), { tags: { 'Keys:GPSCoordinates': '0.0000001 -10' } });
  assert.deepEqual(film(-0.000000001, 20.5), { tags: { 'Keys:GPSCoordinates': '0 20.5' } });
});

test('words are cleaned of what files can’t hold', () => {
  const fields = { title: ' a\0\u202eb ', keywords: ['x', 'x', ' '], people: ['\u0007'], rating: 5 };
  assert.deepEqual(embeddedTags(fields, 'PNG', 1), {
    tags: { 'XMP-dc:Title': 'ab', 'XMP-dc:Subject': ['x'], 'XMP-xmp:Rating': 5 },
  });
});

test('into other kinds and large files nothing is written', () => {
  const why = (fileType: string | undefined, size = 1) => {
    const found = embeddedTags({ title: 'a' }, fileType, size);
    return found != null && 'sidecar' in found ? found.sidecar : assert.fail('tags');
  };
  for (const fileType of ['GIF', 'CR2', 'DNG', 'AVI', 'BMP', 'JXL', 'toString']) assert.match(why(fileType), /kind/);
  assert.match(why(undefined), /not be read/);
  assert.match(why('MP4', LARGEST_EMBEDDED + 1), /512 MB/);
  assert.equal(embeddedTags({}, 'JPEG', 1), undefined);
  assert.equal(embeddedTags({ title: '\0' }, 'JPEG', 1), undefined);
});

test('all that is made may be written, and all that may be written is read', () => {
  const fields = {
    gps: { lat: 1, lon: 2, alt: 3 },
    title: 't',
    description: 'd\n',
    keywords: ['k'],
    people: ['p'],
    creator: 'c',
    copyright: 'r',
    rating: 1,
  };
  for (const fileType of ['JPEG', 'MOV'])
    for (const capturedAt of [zoned, wall, instant, old]) {
      const found = embeddedTags({ ...fields, capturedAt }, fileType, 1);
      assert.ok(found != null && 'tags' in found);
      assert.deepEqual(writableTags(found.tags), found.tags);
    }
  const read = new Set(READ_TAGS);
  for (const tag of WRITABLE) assert.ok(read.has(tag) || read.has(tag.replace('EXIF:GPS', 'GPS:GPS')), tag);
});
