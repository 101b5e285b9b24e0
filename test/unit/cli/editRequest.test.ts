/** What people write, and what is made of it or said to them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editRequest, shiftOf } from '../../../src/cli/editRequest.ts';
import { UsageError } from '../../../src/cli/exit.ts';
import { placeOf } from '../../../src/engine/media/placeText.ts';
import { isFreeTag, writableTags } from '../../../src/engine/programs/writableTags.ts';

const set = (...values: string[]) => editRequest({ set: values });

test('tags are set, added to, taken from, and taken away', () => {
  assert.deepEqual(set('title=a=b', 'description=', 'caption=x'), { title: 'a=b', description: 'x' });
  assert.deepEqual(set('keywords=a', 'keywords=b', 'keywords+=c', 'keyword-=d'), {
    keywords: { set: ['a', 'b'], add: ['c'], remove: ['d'] },
  });
  assert.deepEqual(set('people+=Smith, John'), { people: { add: ['Smith, John'] } });
  assert.deepEqual(set('rating=0', 'creator='), { rating: 0, creator: { set: [] } });
  assert.deepEqual(set('XMP-photoshop:City=Ulm', 'IPTC:City=', 'city=Bonn', 'exif:imagedescription=x'), {
    tags: { 'XMP-photoshop:City': 'Bonn', 'IPTC:City': null, 'EXIF:ImageDescription': 'x' },
  });
  assert.deepEqual(set('XMP-lr:HierarchicalSubject+=a|b'), {
    tags: { 'XMP-lr:HierarchicalSubject': { add: ['a|b'] } },
  });
  assert.deepEqual(set('date=2019-07-01T10:00+02:00').time, {
    do: 'set',
    time: { known: 'zoned', wallMs: Date.UTC(2019, 6, 1, 10), offsetMin: 120 },
  });
});

test('what can’t be is said, and never reaches a file', () => {
  for (const value of [
    ...[
      'title',
      'FileName=x',
      'Directory=/tmp',
      'System:FileName=x',
      'File:FileName=x',
      'XMP:FileName=x',
      'HardLink=x',
    ],
    ...['SymLink=x', 'Geotag=x', 'EXIF:Geotag=x', 'XMP-xmp:FileName=x', 'EXIF:All=', 'GPS:All=', 'GPS:All=x', 'all='],
    ...[
      'EXIF:ThumbnailImage<=/etc/passwd',
      'EXIF:ThumbnailImage=x',
      'title+=x',
      'rating=6',
      'rating+=1',
      'date=',
      'date=soon',
    ],
    ...[
      'date=2019-07-01 and more',
      'keywords+=',
      'keywords+=a\nb',
      'keywords= a',
      'title=a\u0000b',
      'title=a\rb',
      'title=\ud800',
    ],
    ...['XMP-mwg-rs:RegionInfo={}', 'unknown=x', '-title=x', '@file=x', 'XMP-dc:Title\n-o=x', 'keywords+=a\u202eb'],
    `title=${'x'.repeat(70_000)}`,
    'EXIF:DateTimeOriginal=yesterday',
  ])
    assert.throws(() => set(value), UsageError, JSON.stringify(value.slice(0, 40)));
  for (const flags of [
    {},
    { zone: '+02:00' },
    { zone: 'CET', keep: 'wall' },
    { keep: 'wall', set: ['title=a'] },
    { shiftTime: '+1h', set: ['date=2019-07-01'] },
    { dateFrom: 'memory' },
    { remove: ['title'] },
    { remove: ['gps'], setGps: '1,2' },
    { setGps: '0,0' },
    { setGps: '91,0' },
    { setGps: 'Paris' },
  ])
    assert.throws(() => editRequest(flags), UsageError, JSON.stringify(flags));
});

test('tags of a plan are checked as those of a person', () => {
  for (const name of [
    'EXIF:FileName',
    'XMP-xmp:Directory',
    'MIE:Doc',
    'File:Comment',
    'EXIF:Geotag',
    'XMP-x:a b',
    '-o',
    'EXIF:a=b',
  ])
    assert.equal(isFreeTag(name), false, name);
  assert.throws(() => writableTags({ 'GPS:All': 'x' }), TypeError);
  assert.throws(() => writableTags({ 'XMP-photoshop:City': 'a\u0007' }), TypeError);
  assert.deepEqual(writableTags({ 'GPS:All': null, 'XMP-photoshop:City': '<x' }), {
    'GPS:All': null,
    'XMP-photoshop:City': '<x',
  });
});

test('shifts', () => {
  const ms = (text: string): number => (shiftOf(text) as { ms: number }).ms / 1000;
  assert.deepEqual(
    ['+1h', '-30m', '+2d', '+1:30', '-0:00:20', '1h', '+1d2h3m4s', '+ 1h 30m', '-90s', '+45min'].map(ms),
    [3600, -1800, 172_800, 5400, -20, 3600, 93_784, 5400, -90, 2700],
  );
  for (const text of ['', '+', '1', '+0h', 'h', '+1y', '+1:5', '1h+', '+99999999d', '--1h'])
    assert.throws(() => shiftOf(text), UsageError, text);
});

test('places, as they are written and copied', () => {
  for (const [text, lat, lon, alt] of [
    ['48.8583,2.2945', 48.8583, 2.2945],
    ['-33.8568, 151.2153', -33.8568, 151.2153],
    ['48.8583 2.2945 35', 48.8583, 2.2945, 35],
    ['48°51\'30"N 2°17\'40"E', 48 + 51 / 60 + 30 / 3600, 2 + 17 / 60 + 40 / 3600],
    ['33°52′S, 151°12′E', -(33 + 52 / 60), 151.2],
    ['https://www.google.com/maps/place/X/@48.8,2.2,17z/data=!3d48.8583!4d2.2945', 48.8583, 2.2945],
    ['https://www.google.com/maps/@48.8583,2.2945,17z', 48.8583, 2.2945],
    ['https://maps.google.com/?q=48.8583,2.2945', 48.8583, 2.2945],
    ['https://www.openstreetmap.org/?mlat=48.8583&mlon=2.2945#map=17/48.1/2.1', 48.8583, 2.2945],
    ['https://www.openstreetmap.org/#map=17/48.8583/2.2945', 48.8583, 2.2945],
    ['https://maps.apple.com/?ll=48.8583,2.2945&q=Tour', 48.8583, 2.2945],
    ['geo:48.8583,2.2945', 48.8583, 2.2945],
  ] as const) {
    const found = placeOf(text);
    assert.ok(found != null && Math.abs(found.lat - lat) < 1e-9 && Math.abs(found.lon - lon) < 1e-9, text);
    assert.equal(found.alt, alt, text);
  }
  for (const text of ['', '1', '91,1', '1,181', '0,0', 'abc', '1°N 2°N']) assert.equal(placeOf(text), undefined, text);
});
