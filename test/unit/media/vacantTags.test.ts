import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wronglyWritten } from '../../../src/engine/media/tagsRead.ts';
import { vacantTags } from '../../../src/engine/media/vacantTags.ts';

const TIME = { 'EXIF:DateTimeOriginal': '2019:07:01 10:00:00', 'EXIF:OffsetTimeOriginal': '+02:00' };
const PLACE = {
  'EXIF:GPSLatitude': 48.5,
  'EXIF:GPSLatitudeRef': 'S',
  'EXIF:GPSLongitude': 11.25,
  'EXIF:GPSLongitudeRef': 'W',
  'EXIF:GPSAltitude': 7,
  'EXIF:GPSAltitudeRef': 1,
};

test('where nothing is, all is written', () => {
  const asked = { ...TIME, ...PLACE, 'XMP-dc:Title': 'a' };
  assert.deepEqual(vacantTags(asked, { 'File:FileType': 'JPEG' }), { tags: asked, occupied: [] });
});

test('a part of a time or a place in EXIF is left, and XMP says the whole', () => {
  for (const present of [
    { 'ExifIFD:DateTimeOriginal': '    :  :     :  :  ' },
    { 'IFD0:DateTimeOriginal': '0000:00:00 00:00:00' },
    { 'ExifIFD:OffsetTimeOriginal': '+02:00' },
    { 'ExifIFD:SubSecTimeOriginal': 12 },
  ])
    assert.deepEqual(vacantTags({ ...TIME, 'EXIF:SubSecTimeOriginal': '050' }, present), {
      tags: { 'XMP-exif:DateTimeOriginal': '2019:07:01 10:00:00.050+02:00' },
      occupied: [],
    });
  for (const present of [{ 'GPS:GPSLatitude': 0 }, { 'GPS:GPSLongitudeRef': 'E' }, { 'GPS:GPSAltitude': 9 }])
    assert.deepEqual(vacantTags(PLACE, present).tags, {
      'XMP-exif:GPSLatitude': -48.5,
      'XMP-exif:GPSLongitude': -11.25,
      'XMP-exif:GPSAltitude': 7,
      'XMP-exif:GPSAltitudeRef': 1,
    });
});

test('what is there already as it was asked for is neither written nor told', () => {
  const present = {
    'ExifIFD:DateTimeOriginal': '2019:07:01 10:00:00',
    'ExifIFD:OffsetTimeOriginal': '+02:00',
    'XMP-dc:Subject': ['a', 2019, true],
    'XMP-dc:Title': 12,
    'XMP-dc:Description': 'FALSE',
  };
  const asked = { ...TIME, 'XMP-dc:Subject': ['a', '2019', 'true'], 'XMP-dc:Title': '12' };
  assert.deepEqual(vacantTags(asked, present), { tags: {}, occupied: [] });
});

test('words that are there are told, and stay', () => {
  const { tags, occupied } = vacantTags(
    { 'XMP-dc:Title': 'theirs', 'XMP-dc:Subject': ['a', 'b'], 'XMP-xmp:Rating': 2 },
    { 'XMP-dc:Title': 'mine', 'XMP-dc:Subject': 'a' },
  );
  assert.deepEqual([tags, occupied], [{ 'XMP-xmp:Rating': 2 }, ['XMP-dc:Title', 'XMP-dc:Subject']]);
});

test('a film’s clock that was never set has room', () => {
  const asked = { 'QuickTime:CreateDate': '2019:07:01 08:00:00' };
  assert.deepEqual(vacantTags(asked, { 'QuickTime:CreateDate': '0000:00:00 00:00:00' }).tags, asked);
  assert.deepEqual(vacantTags(asked, { 'QuickTime:CreateDate': '2018:07:01 08:00:00' }), {
    tags: {},
    occupied: ['QuickTime:CreateDate'],
  });
});

test('a tag that reads otherwise than asked, or otherwise than before, is found', () => {
  const before = { 'File:FileType': 'WEBP', 'IFD0:Make': 'M', 'XMP-dc:Subject': ['a'] };
  const asked = { 'XMP-dc:Title': 'x', 'EXIF:GPSLatitude': 1.5 };
  const good = { ...before, 'File:FileType': 'Extended WEBP', 'XMP-dc:Title': 'x', 'GPS:GPSLatitude': 1.50000000001 };
  assert.deepEqual(wronglyWritten(asked, before, good), []);
  assert.deepEqual(wronglyWritten(asked, before, { ...good, 'XMP-dc:Title': 'X' }), ['XMP-dc:Title']);
  assert.deepEqual(wronglyWritten(asked, before, { ...good, 'GPS:GPSLatitude': 1.50001 }), ['EXIF:GPSLatitude']);
  assert.deepEqual(wronglyWritten(asked, before, { ...good, 'IFD0:Make': undefined }), ['IFD0:Make']);
  assert.deepEqual(wronglyWritten({ 'XMP-dc:Title': null }, before, good), ['XMP-dc:Title']);
});
