import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type CaptureTimeInput,
  captureTime,
  formatCaptureTime,
  type TimedFile,
} from '../../../src/engine/media/captureTime.ts';
import type { FileFacts, Gps, Role } from '../../../src/engine/media/model.ts';
import { factsOf } from '../../../src/engine/media/readFacts.ts';
import { takeoutFacts } from '../../../src/engine/media/takeoutSidecar.ts';

const NOW = Date.UTC(2026, 0, 1);
const BERLIN: Gps = { lat: 52.52, lon: 13.4 };
const KATHMANDU: Gps = { lat: 27.7, lon: 85.3 };
const MID_ATLANTIC: Gps = { lat: 30, lon: -45 };

function file(tags: Readonly<Record<string, unknown>>, name = 'a.jpg', role: Role = 'original'): TimedFile {
  return { name, role, facts: factsOf(tags) };
}

function takeout(utc: string): TimedFile {
  const timestamp = String(Date.parse(utc) / 1000);
  return { name: 'a.jpg.json', role: 'sidecar', facts: takeoutFacts({ photoTakenTime: { timestamp } }) };
}

function xmp(tags: Readonly<Record<string, unknown>>): TimedFile {
  const facts: FileFacts = { ...factsOf(tags), sidecarOf: { form: 'xmp' } };
  return { name: 'a.xmp', role: 'sidecar', facts };
}

function told(files: readonly TimedFile[], more: Partial<CaptureTimeInput> = {}): string {
  const found = captureTime({ files, dir: '', nowMs: NOW, ...more });
  return found == null ? 'unknown' : `${formatCaptureTime(found.value)} ${found.origin}`;
}

const DTO = 'ExifIFD:DateTimeOriginal';
const JULY = { [DTO]: '2019:07:01 10:00:00' };

test('EXIF: with offset, from the clock of the GPS, from a sidecar, from the place, or without zone', () => {
  assert.equal(told([file({ ...JULY, 'ExifIFD:OffsetTimeOriginal': '+02:00' })]), '2019-07-01T10:00:00+02:00 exif');
  assert.equal(told([file(JULY)]), '2019-07-01T10:00:00 exif');
  const gpsClock = { 'GPS:GPSDateStamp': '2019:07:01', 'GPS:GPSTimeStamp': '07:59:21' };
  assert.equal(told([file({ ...JULY, ...gpsClock })]), '2019-07-01T10:00:00+02:00 exif');
  assert.equal(told([file(JULY), takeout('2019-07-01T08:00:00Z')]), '2019-07-01T10:00:00+02:00 exif');
  assert.equal(told([file(JULY)], { gps: BERLIN }), '2019-07-01T10:00:00+02:00 exif');
  assert.equal(told([file(JULY)], { gps: KATHMANDU }), '2019-07-01T10:00:00+05:45 exif');
  assert.equal(told([file(JULY)], { gps: MID_ATLANTIC }), '2019-07-01T10:00:00 exif');
});

test('a stated offset goes before the place', () => {
  const tags = { ...JULY, 'ExifIFD:OffsetTimeOriginal': '-07:00' };
  assert.equal(told([file(tags)], { gps: BERLIN }), '2019-07-01T10:00:00-07:00 exif');
});

test('a difference that no zone has gives no offset', () => {
  for (const utc of ['2019-07-01T08:07:00Z', '2019-06-29T08:00:00Z', '2019-07-01T09:45:00Z', '2019-07-02T01:00:00Z']) {
    assert.equal(told([file(JULY), takeout(utc)]), '2019-07-01T10:00:00 exif', utc);
  }
  assert.equal(told([file(JULY), takeout('2019-07-01T04:15:00Z')]), '2019-07-01T10:00:00+05:45 exif');
  assert.equal(told([file(JULY), takeout('2019-06-30T20:00:00Z')]), '2019-07-01T10:00:00+14:00 exif');
});

test('the zone of a place follows its rules on that date, and not where a clock shows an hour twice or never', () => {
  const at = (clock: string): string => told([file({ [DTO]: clock })], { gps: BERLIN });
  assert.equal(at('2019:01:01 10:00:00'), '2019-01-01T10:00:00+01:00 exif');
  assert.equal(at('2019:10:27 02:30:00'), '2019-10-27T02:30:00 exif');
  assert.equal(at('2019:03:31 02:30:00'), '2019-03-31T02:30:00 exif');
  assert.equal(at('2019:10:27 03:30:00'), '2019-10-27T03:30:00+01:00 exif');
});

test('an offset that only another EXIF time has holds where the clocks are equal', () => {
  const twin = { ...JULY, 'IFD0:ModifyDate': '2019:07:01 10:00:00', 'ExifIFD:OffsetTime': '+02:00' };
  assert.equal(told([file(twin)]), '2019-07-01T10:00:00+02:00 exif');
  const later = { ...twin, 'IFD0:ModifyDate': '2020:01:01 10:00:00' };
  assert.equal(told([file(later)]), '2019-07-01T10:00:00 exif');
});

test('milliseconds are those of the sub-second tag, by their digits', () => {
  const sub = (part: unknown): string => told([file({ ...JULY, 'ExifIFD:SubSecTimeOriginal': part })]);
  assert.equal(sub('5'), '2019-07-01T10:00:00.500 exif');
  assert.equal(sub('023460'), '2019-07-01T10:00:00.023 exif');
  assert.equal(sub(603), '2019-07-01T10:00:00.603 exif');
  assert.equal(sub('  '), '2019-07-01T10:00:00 exif');
  assert.equal(sub('x'), '2019-07-01T10:00:00 exif');
});

test('dates that mean "never set" and dates that are impossible are unknown', () => {
  for (const bad of [
    '0000:00:00 00:00:00',
    '    :  :     :  :  ',
    ':07:04 16:24:01',
    '2019:13:01 10:00:00',
    '2019:02:29 10:00:00',
    '2019:07:01 25:00:00',
    '1904:01:01 00:00:00',
    '1970:01:01 00:00:00',
    '1750:01:01 10:00:00',
    '2019',
    'yesterday',
    20190701,
    null,
    ['2019:07:01 10:00:00'],
  ]) {
    assert.equal(told([file({ [DTO]: bad, 'QuickTime:CreateDate': '0000:00:00 00:00:00' })]), 'unknown', String(bad));
  }
});

test('photos from before 1970 and before zones keep their date', () => {
  assert.equal(told([file({ [DTO]: '1955:07:01 10:00:00' })]), '1955-07-01T10:00:00 exif');
  assert.equal(told([file({ [DTO]: '1826:06:01 12:00:00' })]), '1826-06-01T12:00:00 exif');
  assert.equal(told([takeout('1955-07-01T10:00:00Z')]), '1955-07-01T10:00:00Z sidecar');
  assert.equal(told([file({ [DTO]: '1880:07:01 10:00:00' })], { gps: BERLIN }), '1880-07-01T10:00:00 exif');
});

test('the order of trust', () => {
  const tags: Record<string, unknown> = {
    [DTO]: '2001:01:01 01:00:00',
    'ExifIFD:CreateDate': '2002:01:01 01:00:00',
    'XMP-photoshop:DateCreated': '2003:01:01 01:00:00',
    'IPTC:DateCreated': '2004:01:01',
    'IPTC:TimeCreated': '01:00:00',
    'Keys:CreationDate': '2005:01:01 01:00:00+01:00',
    'QuickTime:CreateDate': '2006:01:01 01:00:00',
    'GPS:GPSDateStamp': '2007:01:01',
    'GPS:GPSTimeStamp': '01:00:00',
  };
  const expected = [
    '2001-01-01T01:00:00 exif',
    '2002-01-01T01:00:00 exif',
    '2003-01-01T01:00:00 xmp',
    '2004-01-01T01:00:00 iptc',
    '2005-01-01T01:00:00+01:00 quicktime',
    '2006-01-01T01:00:00Z quicktime',
    '2007-01-01T01:00:00Z gps',
  ];
  const dropped = [[DTO], ['ExifIFD:CreateDate'], ['XMP-photoshop:DateCreated'], ['IPTC:DateCreated']];
  dropped.push(['Keys:CreationDate'], ['QuickTime:CreateDate'], ['GPS:GPSDateStamp']);
  const sidecars = [xmp({ 'XMP-xmp:CreateDate': '2008:01:01 01:00:00' }), takeout('2009-01-01T01:00:00Z')];
  const name = 'IMG_20100101_010000.mov';
  const rest = { dir: '2011/01/01' };
  for (const [index, line] of expected.entries()) {
    assert.equal(told([file(tags, name), ...sidecars], rest), line);
    for (const tag of dropped[index]!) delete tags[tag];
  }
  assert.equal(told([file(tags, name), ...sidecars], rest), '2008-01-01T01:00:00 xmp');
  assert.equal(told([file(tags, name), sidecars[1]!], rest), '2009-01-01T01:00:00Z sidecar');
  assert.equal(told([file(tags, name)], rest), '2010-01-01T01:00:00 filename');
  assert.equal(told([file(tags)], rest), '2011-01-01T00:00:00 folder');
  assert.equal(told([file(tags)]), 'unknown');
});

test('an instant gets the zone of its place, else stays an instant', () => {
  assert.equal(told([takeout('2019-07-01T08:00:00Z')], { gps: BERLIN }), '2019-07-01T10:00:00+02:00 sidecar');
  assert.equal(told([takeout('2019-07-01T08:00:00Z')]), '2019-07-01T08:00:00Z sidecar');
  const video = file({ 'QuickTime:CreateDate': '2019:07:01 08:00:00' }, 'a.mp4');
  assert.equal(told([video], { gps: BERLIN }), '2019-07-01T10:00:00+02:00 quicktime');
});

test("a live photo's video places the still's clock, and a video's UTC clock does not", () => {
  const live = (tags: Record<string, unknown>): TimedFile => file(tags, 'a.mov', 'live');
  assert.equal(
    told([file(JULY), live({ 'Keys:CreationDate': '2019:07:01 09:59:58+02:00' })]),
    '2019-07-01T10:00:00+02:00 exif',
  );
  assert.equal(told([file(JULY), live({ 'QuickTime:CreateDate': '2019:07:01 10:00:00' })]), '2019-07-01T10:00:00 exif');
});

test("the original's word goes before its edit's, which may still tell the zone", () => {
  const edit = { [DTO]: '2019:07:01 10:00:00', 'ExifIFD:OffsetTimeOriginal': '+02:00' };
  assert.equal(told([file(JULY), file(edit, 'b.jpg', 'edited')]), '2019-07-01T10:00:00+02:00 exif');
  const later = { [DTO]: '2022:01:01 09:00:00', 'ExifIFD:OffsetTimeOriginal': '+02:00' };
  assert.equal(told([file(JULY), file(later, 'b.jpg', 'edited')]), '2019-07-01T10:00:00 exif');
});

test('a time in the future is believed only where nothing else is known', () => {
  const future = { [DTO]: '2098:01:01 10:00:00' };
  assert.equal(told([file(future)]), '2098-01-01T10:00:00 exif');
  assert.equal(told([file(future), takeout('2019-07-01T08:00:00Z')]), '2019-07-01T08:00:00Z sidecar');
});

test('a date without time of day gives way to one of the same day that has it', () => {
  const day = { 'XMP-photoshop:DateCreated': '2019:07:01' };
  assert.equal(told([file(day)]), '2019-07-01T00:00:00 xmp');
  assert.equal(told([file({ ...day, 'XMP-xmp:CreateDate': '2019:07:01 10:00:00' })]), '2019-07-01T10:00:00 xmp');
  assert.equal(told([file({ ...day, 'XMP-xmp:CreateDate': '2022:01:01 10:00:00' })]), '2019-07-01T00:00:00 xmp');
});

test('a time is written as the command line promises', () => {
  const wallMs = Date.UTC(2019, 6, 1, 10);
  assert.equal(formatCaptureTime({ known: 'zoned', wallMs, offsetMin: 120 }), '2019-07-01T10:00:00+02:00');
  assert.equal(formatCaptureTime({ known: 'zoned', wallMs, offsetMin: -210 }), '2019-07-01T10:00:00-03:30');
  assert.equal(formatCaptureTime({ known: 'zoned', wallMs, offsetMin: 0 }), '2019-07-01T10:00:00+00:00');
  assert.equal(formatCaptureTime({ known: 'wall', wallMs: wallMs + 7 }), '2019-07-01T10:00:00.007');
  assert.equal(formatCaptureTime({ known: 'instant', utcMs: wallMs }), '2019-07-01T10:00:00Z');
});
