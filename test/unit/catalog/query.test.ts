import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AssetView } from '../../../src/engine/catalog/assetView.ts';
import { BadQuery, matches, parseQuery } from '../../../src/engine/catalog/query.ts';

const view: AssetView = {
  id: 1,
  uid: '01890a5d-ac96-774b-bcce-b302099a8057',
  kind: 'photo',
  path: { text: '2019/07/Lisbon trip/IMG_1.HEIC' },
  files: [
    {
      id: 1,
      path: { text: '2019/07/Lisbon trip/IMG_1.HEIC' },
      name: 'IMG_1.HEIC',
      role: 'original',
      size: 2_000_000,
      mtime: 1,
      sha256: undefined,
      provedAt: undefined,
      state: 'unrecorded',
    },
    {
      id: 2,
      path: { text: '2019/07/Lisbon trip/IMG_1.MOV' },
      name: 'IMG_1.MOV',
      role: 'live',
      size: 3_000_000,
      mtime: 1,
      sha256: undefined,
      provedAt: undefined,
      state: 'unrecorded',
    },
  ],
  facts: {
    kind: 'photo',
    capturedAt: { value: { known: 'zoned', wallMs: Date.UTC(2019, 6, 1, 23, 30), offsetMin: 60 }, origin: 'exif' },
    gps: { value: { lat: 38.7, lon: -9.4 }, origin: 'exif' },
    camera: { value: 'Apple iPhone 11 Pro', origin: 'exif' },
    keywords: { value: ['Meer', 'Città'], origin: 'xmp' },
    people: { value: ['Ana'], origin: 'xmp' },
    width: { value: 4032, origin: 'exif' },
    height: { value: 3024, origin: 'exif' },
  },
  rating: 4,
  flag: 'pick',
  favorite: true,
};
const subject = { view, problems: ['corrupt'] };

const HOLDS = [
  '',
  'lisbon',
  'LISBON img_1',
  '"Lisbon trip"',
  'meer',
  'citta\u0300',
  'year:2019',
  'year:>=2019 year:<2020',
  'year:2018..2020',
  'month:7',
  'day:1',
  'date:2019',
  'date:2019-07-01',
  'date:>=2019-07',
  'date:2019-06..2019-08',
  'date:<2020',
  'camera:iphone',
  'camera:"iphone 11"',
  'has:gps',
  'has:time',
  '-has:title',
  'is:live',
  '-is:raw',
  'is:damaged',
  'is:favorite',
  'rating:4',
  'rating:>=3',
  '-rating:5',
  'flag:pick',
  'keyword:meer',
  'person:ana',
  'kind:photo',
  'ext:mov',
  'ext:.HEIC',
  'path:2019/07',
  'size:>4m',
  'size:<1g',
  'width:>=4000',
  'height:3024',
  '-lisboa',
];
const FAILS = [
  'paris',
  'year:2020',
  '-year:2019',
  'date:2019-07-02',
  'date:>2019',
  'month:8',
  'has:title',
  '-has:gps',
  'is:raw',
  'rating:5',
  'flag:reject',
  'ext:jpg',
  'size:>6m',
  'lisbon paris',
  'kind:video',
];
const BAD = ['yaer:2019', 'rating:many', 'has:wings', 'is:', 'date:yesterday', 'flag:maybe', 'size:big'];

for (const query of HOLDS) test(`holds: ${query}`, () => assert.ok(matches(parseQuery(query), subject)));
for (const query of FAILS) test(`does not hold: ${query}`, () => assert.ok(!matches(parseQuery(query), subject)));
for (const query of BAD) test(`is refused: ${query}`, () => assert.throws(() => parseQuery(query), BadQuery));

test('an asset without a date is in no year, and -has:time finds it', () => {
  const { capturedAt: _time, ...facts } = view.facts;
  const undated = { view: { ...view, facts }, problems: [] };
  assert.ok(matches(parseQuery('-has:time'), undated));
  assert.ok(!matches(parseQuery('year:<3000'), undated));
});
