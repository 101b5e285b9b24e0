import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { jsonValue, perlNumber, Tags } from '../../../../src/engine/media/quick/tags.ts';
import { Unusual } from '../../../../src/engine/media/quick/unusual.ts';
import { READ_TAGS } from '../../../../src/engine/programs/exiftoolTags.ts';

test('a text that looks like a number or truth is one, as in the JSON of exiftool', () => {
  for (const [text, value] of [
    ['1.0', 1],
    ['-2.5e-3', -0.0025],
    ['0.5', 0.5],
    ['05', '05'],
    ['1,5', '1,5'],
    ['+1', '+1'],
    ['1234567890123456', '1234567890123456'],
    ['True', true],
    ['false', false],
    ['falsely', 'falsely'],
    ['-', '-'],
    ['a\0b', 'ab'],
    ['', ''],
  ] as const)
    assert.equal(jsonValue(text), value, text);
});

test('numbers are printed as Perl prints them', () => {
  for (const [number, text] of [
    [0, '0'],
    [1 / 3, '0.333333333333333'],
    [1e15, '1e+15'],
    [123456789, '123456789'],
    [0.0001, '0.0001'],
    [0.00001234, '1.234e-05'],
    [-34.918891, '-34.918891'],
    [2.8, '2.8'],
    [1e21, '1e+21'],
  ] as const)
    assert.equal(perlNumber(number), text);
});

test('a tag that comes twice is for exiftool to decide', () => {
  const tags = new Tags();
  tags.set('IFD0:Make', 'a');
  tags.set('IFD0:Model', undefined);
  assert.throws(() => tags.set('IFD0:Make', 'a'), Unusual);
  assert.deepEqual(tags.raw, { 'IFD0:Make': 'a' });
});

/** In formats and groups that are left to exiftool, or looked at by nobody. */
const LEFT = [
  'QuickTime:ImageSpatialExtent',
  'XML:CreationDateValue',
  'H264:DateTimeOriginal',
  'RIFF:DateTimeOriginal',
  'Matroska:DateTimeOriginal',
  'ASF:CreationDate',
  'PNG:CreationTime',
  'Apple:MediaGroupUUID',
];

test('every tag that exiftool is asked for is known here, or left to it on purpose', () => {
  const folder = path.resolve(import.meta.dirname, '../../../../src/engine/media/quick');
  const sources = fs
    .readdirSync(folder)
    .map(file => fs.readFileSync(path.join(folder, file), 'utf8'))
    .join('\n');
  const missing = READ_TAGS.filter(tag => !LEFT.includes(tag)).filter(tag => {
    const name = tag.slice(tag.indexOf(':') + 1);
    return !new RegExp(`(?<![A-Za-z-])${name}(?![A-Za-z])`).test(sources);
  });
  assert.deepEqual(missing, [], 'teach src/engine/media/quick these tags, or put them on the list above');
});
