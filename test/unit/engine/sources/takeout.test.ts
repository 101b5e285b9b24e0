import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agrees } from '../../../../src/engine/sources/takeout/distant.ts';
import { missingParts } from '../../../../src/engine/sources/takeout/exportSet.ts';
import { photoJson } from '../../../../src/engine/sources/takeout/photoJson.ts';
import {
  inYear,
  isDayTitle,
  isYearFolder,
  yearIn,
  yearTemplate,
} from '../../../../src/engine/sources/takeout/yearFolder.ts';

test('gaps in the numbering of parts', () => {
  const old = (n: string): string => `takeout-20240101T000000Z-${n}.zip`;
  const table: readonly (readonly [readonly string[], readonly string[]])[] = [
    [[old('001'), old('002')], []],
    [
      [old('001'), old('004')],
      [old('002'), old('003')],
    ],
    [[old('002')], [old('001')]],
    [
      ['takeout-20240101T000000Z-3-001.zip', 'takeout-20240101T000000Z-3-003.zip'],
      ['takeout-20240101T000000Z-3-002.zip'],
    ],
    // Two series of one export, each numbered for itself.
    [['takeout-20240101T000000Z-3-001.zip', 'takeout-20240101T000000Z-4-001.zip'], []],
    [[old('001'), 'takeout-20240101T000000Z-003 (1).zip', old('004')], [old('002')]],
    [['takeout-20240101T000000Z-001.tgz', 'takeout-20240101T000000Z-003.tgz'], ['takeout-20240101T000000Z-002.tgz']],
    [['photos.zip', 'photos-3.zip'], []],
    [[], []],
  ];
  for (const [names, missing] of table) {
    // The name of the first that is here is the pattern.
    assert.deepEqual(missingParts(names), missing, names.join());
  }
});

test('year folders by their number and content', () => {
  const at = (date: string): number => Date.parse(date);
  const table: readonly (readonly [string, readonly string[], boolean])[] = [
    ['Photos from 2019', ['2019-07-01', '2019-01-01'], true],
    ['2019 年の写真', ['2019-07-01'], true],
    ['صور من ٢٠١٩', ['2019-07-01'], true],
    ['Photos from 2019', ['2020-01-01T05:00Z'], true],
    ['Photos from 2019', ['2018-07-01', '2019-07-01'], false],
    ['Photos from 2019', [], false],
    ['Rome', ['2019-07-01'], false],
    ['2018-2019', ['2019-07-01'], false],
    ['IMG 20190701', ['2019-07-01'], false],
  ];
  for (const [name, dates, expected] of table) assert.equal(isYearFolder(name, dates.map(at)), expected, name);
  assert.equal(yearTemplate('Photos from 2019'), yearTemplate('Photos from 1960'));
  assert.equal(yearIn('Fotos von 1960'), 1960);
  assert.ok(!inYear(at('2020-01-03'), 2019));
  assert.ok(isDayTitle('2012-03-04 #2') && !isDayTitle('2012-03-04 in Rome'));
});

test('what a JSON is, by its content', () => {
  const read = (json: unknown) => photoJson(Buffer.from(JSON.stringify(json)));
  const album = (json: unknown): string | undefined => {
    const found = read(json);
    return found.form === 'album' ? found.title : undefined;
  };
  assert.equal(album({ title: 'Rome', date: {} }), 'Rome');
  assert.equal(album({ albumData: { title: 'Rome' } }), 'Rome');
  assert.equal(album({ title: '', sharedAlbumComments: [] }), undefined);
  assert.equal(album({ title: ['A', 'B'] }), undefined);
  assert.equal(album([]), undefined);
  assert.equal(read({}).form, 'other');
  assert.equal(photoJson(Buffer.from('')).form, 'unreadable');
  const photo = read({
    title: 'a.jpg',
    photoTakenTime: { timestamp: '-5', formatted: 'x' },
    creationTime: { timestamp: '7', formatted: 'x' },
    url: 'https://photos.google.com/photo/x',
    archived: true,
    trashed: false,
    inLockedFolder: true,
    someday: { new: 1 },
  });
  assert.equal(photo.form, 'photo');
  assert.deepEqual(photo.states, { archived: true, locked: true });
  assert.deepEqual(photo.raw, {
    title: 'a.jpg',
    creationTime: { timestamp: '7' },
    url: 'https://photos.google.com/photo/x',
    someday: { new: 1 },
  });
  assert.deepEqual(photo.oddities, []);
});

test('a time in the photo that a sidecar cannot be of', () => {
  const sidecar = photoJson(Buffer.from('{"photoTakenTime":{"timestamp":"1561975200"}}'));
  assert.equal(sidecar.form, 'photo');
  const wall = (date: string) => ({
    v: 1,
    times: [{ time: { known: 'wall' as const, wallMs: Date.parse(date) }, origin: 'exif' as const, tag: 'x' }],
  });
  assert.equal(agrees(wall('2019-07-01T10:00Z'), sidecar.facts), true);
  assert.equal(agrees(wall('2019-07-01T12:00Z'), sidecar.facts), true);
  assert.equal(agrees(wall('2019-07-01T12:07Z'), sidecar.facts), false);
  assert.equal(agrees(wall('2018-07-01T12:00Z'), sidecar.facts), false);
  assert.equal(agrees({ v: 1 }, sidecar.facts), undefined);
});
