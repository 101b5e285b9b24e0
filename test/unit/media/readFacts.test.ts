import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { exiftoolJsonFacts } from '../../../src/engine/media/exiftoolSidecar.ts';
import { factsOf } from '../../../src/engine/media/readFacts.ts';
import { takeoutFacts } from '../../../src/engine/media/takeoutSidecar.ts';
import { READ_TAGS } from '../../../src/engine/programs/exiftoolTags.ts';

const gps = (lat: unknown, north: unknown, lon: unknown, east: unknown) =>
  factsOf({
    'GPS:GPSLatitude': lat,
    'GPS:GPSLatitudeRef': north,
    'GPS:GPSLongitude': lon,
    'GPS:GPSLongitudeRef': east,
  }).gps?.value;

test('a place has its sign, and (0, 0), half a place and what is out of range are none', () => {
  assert.deepEqual(gps(52.5, 'N', 13.4, 'E'), { lat: 52.5, lon: 13.4 });
  assert.deepEqual(gps(34.9, 'S', 138.6, 'West'), { lat: -34.9, lon: -138.6 });
  assert.deepEqual(gps('52.5', 'N', '13.4', 'E'), { lat: 52.5, lon: 13.4 });
  assert.deepEqual(gps(0, 'N', 13.4, 'E'), { lat: 0, lon: 13.4 });
  for (const bad of [
    [0, 'N', 0, 'E'],
    [91, 'N', 13, 'E'],
    [52, 'N', 181, 'E'],
    ['', '', '', ''],
    [52, undefined, 13, 'E'],
    [52, 'N', undefined, 'E'],
    [Number.NaN, 'N', 1, 'E'],
    [{}, 'N', [], 'E'],
  ]) {
    assert.equal(gps(bad[0], bad[1], bad[2], bad[3]), undefined, String(bad));
  }
  assert.deepEqual(factsOf({ 'Keys:GPSCoordinates': '34.6648 -86.4704 197.095' }).gps, {
    value: { lat: 34.6648, lon: -86.4704, alt: 197.095 },
    origin: 'quicktime',
  });
});

test('people come from every kind of region, each once, and only from faces', () => {
  const facts = factsOf({
    'XMP-mwg-rs:RegionInfo': {
      RegionList: [{ Name: 'Marie Curie', Type: 'Face' }, { Type: 'Face' }, { Name: 'Rex', Type: 'Pet' }],
    },
    'XMP-MP:RegionInfoMP': { Regions: [{ PersonDisplayName: 'Pierre Curie' }, { PersonDisplayName: 'Marie Curie' }] },
    'XMP-iptcExt:PersonInImage': 'Irène',
  });
  assert.deepEqual(facts.people, { value: ['Marie Curie', 'Pierre Curie', 'Irène'], origin: 'xmp' });
});

test('sizes are as shown: turned by EXIF, by the box of a HEIC, by the track of a video', () => {
  const size = (tags: Record<string, unknown>) => {
    const { width, height } = factsOf({ 'Composite:ImageSize': '400 300', ...tags });
    return `${width}x${height}`;
  };
  assert.equal(size({ 'File:FileType': 'JPEG', 'IFD0:Orientation': 1 }), '400x300');
  assert.equal(size({ 'File:FileType': 'JPEG', 'IFD0:Orientation': 6 }), '300x400');
  assert.equal(size({ 'File:FileType': 'HEIC', 'IFD0:Orientation': 6 }), '400x300');
  assert.equal(size({ 'File:FileType': 'HEIC', 'IFD0:Orientation': 6, 'QuickTime:Rotation': 3 }), '300x400');
  assert.equal(size({ 'File:MIMEType': 'video/mp4', 'Composite:Rotation': 270 }), '300x400');
  assert.equal(size({ 'Composite:ImageSize': '0 0' }), 'undefinedxundefined');
});

test('captions of cameras are none, minor remarks are no trouble', () => {
  assert.equal(factsOf({ 'IFD0:ImageDescription': 'OLYMPUS DIGITAL CAMERA' }).description, undefined);
  assert.equal(factsOf({ 'IFD0:ImageDescription': 'Our digital camera' }).description?.value, 'Our digital camera');
  assert.equal(factsOf({ 'ExifTool:Warning': '[minor] Fixed incorrect URI' }).trouble, undefined);
  assert.equal(factsOf({ 'ExifTool:Warning': 'Bad IFD2 directory' }).trouble, 'Bad IFD2 directory');
});

test('hostile values are cut, cleaned or left out', () => {
  const facts = factsOf({
    'XMP-dc:Title': `a\u0000b\u001b[31m\u202egpj.exe ${'x'.repeat(10_000)}`,
    'XMP-dc:Description': 'y'.repeat(1_000_000),
    'XMP-dc:Subject': Array.from({ length: 100_000 }, (_, n) => `k${n}`),
    'XMP-xmp:Rating': 99,
    'ExifIFD:ISO': -5,
    'ExifIFD:FNumber': 'Infinity',
    'QuickTime:Duration': 1e300,
    'IFD0:Make': { toString: 'no' },
    'IFD0:Orientation': 9,
  });
  assert.ok(facts.title!.value.startsWith('ab[31mgpj.exe x'));
  assert.equal(facts.title!.value.length, 512);
  assert.equal(facts.description!.value.length, 65_536);
  assert.equal(facts.keywords!.value.length, 1000);
  assert.deepEqual(Object.keys(facts).sort(), ['description', 'keywords', 'title', 'v']);
});

const wanted = READ_TAGS.map(tag => tag.replace('EXIF:', 'ExifIFD:'));

test('whatever tags hold, there are facts, and they survive JSON', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...wanted, '__proto__'), fc.jsonValue()), tags => {
      const facts = factsOf(tags);
      assert.deepEqual(JSON.parse(JSON.stringify(facts)), facts);
    }),
    { numRuns: 500 },
  );
  const noText = { toString: false };
  const tags = { DateTimeOriginal: noText, GPSLatitude: noText, GPSLongitude: noText, GPSLongitudeRef: noText };
  const facts = exiftoolJsonFacts([{ SourceFile: 'a.jpg', ...tags }]);
  assert.deepEqual([facts?.times, facts?.gps], [undefined, undefined]);
});

test('whatever JSON a sidecar holds, it gives facts or is none', () => {
  const field = fc.constantFrom('photoTakenTime', 'timestamp', 'geoData', 'latitude', 'longitude', 'people', 'name');
  const takeout = fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.dictionary(field, fc.jsonValue())));
  const exiftool = fc
    .dictionary(
      fc.constantFrom('DateTimeOriginal', 'GPSLatitude', 'Subject', 'EXIF:Title', '__proto__'),
      fc.jsonValue(),
    )
    .map(tags => [{ SourceFile: 'a.jpg', ...tags }]);
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), takeout, exiftool), json => {
      for (const facts of [takeoutFacts(json), exiftoolJsonFacts(json)]) JSON.stringify(facts);
    }),
    { numRuns: 500 },
  );
});

test('Takeout: the edited place, the embedded one, none; a time from before 1970; the title is no title', () => {
  const base = { title: 'a.jpg', photoTakenTime: { timestamp: '-457826400', formatted: 'never read' } };
  const facts = takeoutFacts({
    ...base,
    description: ' Oma ',
    favorited: true,
    people: [{ name: 'Ida' }, {}, 7],
    geoData: { latitude: 0.0, longitude: 0.0, altitude: 0.0 },
    geoDataExif: { latitude: 52.5, longitude: 13.4, altitude: 35.2 },
  });
  assert.deepEqual(facts, {
    v: facts!.v,
    sidecarOf: { form: 'takeout', name: 'a.jpg' },
    times: [{ time: { known: 'instant', utcMs: -457_826_400_000 }, origin: 'sidecar', tag: 'photoTakenTime' }],
    gps: { value: { lat: 52.5, lon: 13.4, alt: 35.2 }, origin: 'sidecar' },
    description: { value: 'Oma', origin: 'sidecar' },
    people: { value: ['Ida'], origin: 'sidecar' },
    favorite: { value: true, origin: 'sidecar' },
  });
  const edited = takeoutFacts({
    ...base,
    geoData: { latitude: 1, longitude: 2 },
    geoDataExif: { latitude: 3, longitude: 4 },
  });
  assert.deepEqual(edited?.gps?.value, { lat: 1, lon: 2 });
  for (const zero of ['0', '', 'x', null]) {
    assert.equal(takeoutFacts({ photoTakenTime: { timestamp: zero } })?.times, undefined);
  }
  for (const other of [{ title: 'Album', date: {} }, { title: ['a'] }, [], null, 1, { photoTakenTime: 'x' }]) {
    assert.equal(takeoutFacts(other), undefined);
  }
});

test("exiftool's JSON: words for degrees, groups, an offset in a tag of its own", () => {
  const facts = exiftoolJsonFacts([
    {
      SourceFile: 'tests/IMG_4179.jpeg',
      'EXIF:DateTimeOriginal': '2021:04:08 16:04:55',
      'EXIF:OffsetTimeOriginal': '-07:00',
      'Composite:GPSLatitude': `33 deg 42' 54.00" N`,
      'Composite:GPSLongitude': `118 deg 19' 12.00" W`,
      'Composite:GPSAltitude': '2.9 m Below Sea Level',
      'IPTC:Keywords': ['a', 'b'],
    },
  ]);
  assert.deepEqual(facts?.sidecarOf, { form: 'exiftool', name: 'IMG_4179.jpeg' });
  assert.deepEqual(facts?.times?.[0]?.time, {
    known: 'zoned',
    wallMs: Date.UTC(2021, 3, 8, 16, 4, 55),
    offsetMin: -420,
  });
  assert.deepEqual(facts?.gps?.value, { lat: 33.715, lon: -118.32, alt: -2.9 });
  assert.deepEqual(facts?.keywords?.value, ['a', 'b']);
  assert.equal(exiftoolJsonFacts([{ name: 'x' }]), undefined);
});
