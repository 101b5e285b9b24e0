import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oldValues } from '../../../../src/engine/jobs/undoing/oldValues.ts';

const TITLE = 'XMP-dc:Title';
const WORDS = 'XMP-dc:Subject';

/** before the edit, after it, now; what is written, and what stays. */
const cases: readonly (readonly [string, ...values: object[], readonly string[]])[] = [
  ['a value comes back', { [TITLE]: 'a' }, { [TITLE]: 'b' }, { [TITLE]: 'b' }, { [TITLE]: 'a' }, []],
  ['there was none', {}, { [TITLE]: 'b' }, { [TITLE]: 'b' }, { [TITLE]: null }, []],
  ['set again', { [TITLE]: 'a' }, { [TITLE]: 'b' }, { [TITLE]: 'c' }, {}, [TITLE]],
  ['taken away since', { [TITLE]: 'a' }, { [TITLE]: 'b' }, {}, {}, [TITLE]],
  ['as it was already', { [TITLE]: 'a' }, { [TITLE]: 'b' }, { [TITLE]: 'a' }, {}, []],
  ['what the edit did not touch', { [TITLE]: 'a' }, { [TITLE]: 'a' }, { [TITLE]: 'c' }, {}, []],
  [
    'of a list what came goes, and what a newer edit added stays',
    { [WORDS]: ['x'] },
    { [WORDS]: ['x', 'y'] },
    { [WORDS]: ['x', 'y', 'z'] },
    { [WORDS]: ['x', 'z'] },
    [],
  ],
  [
    'what went out of a list comes',
    { [WORDS]: ['x', 'y'] },
    { [WORDS]: ['x'] },
    { [WORDS]: ['x', 'z'] },
    { [WORDS]: ['x', 'z', 'y'] },
    [],
  ],
  ['a list of one is read as a text', {}, { [WORDS]: 'x' }, { [WORDS]: ['x', 'z'] }, { [WORDS]: ['z'] }, []],
  ['the whole list came', {}, { [WORDS]: ['x', 'y'] }, { [WORDS]: ['x', 'y'] }, { [WORDS]: null }, []],
  ['EXIF by the name that is written', {}, { 'IFD0:Artist': 'A' }, { 'IFD0:Artist': 'A' }, { 'EXIF:Artist': null }, []],
  ['a text that looks like a number', { [TITLE]: 7 }, { [TITLE]: 'b' }, { [TITLE]: 'b' }, { [TITLE]: '7' }, []],
  [
    'what exiftool adds by itself is nobody’s word',
    {},
    { 'IFD0:XResolution': 72, 'XMP-x:XMPToolkit': 'x', 'File:FileSize': 1, 'XMP-xmp:MetadataDate': 'd', warnings: [] },
    {},
    {},
    [],
  ],
  [
    'what can’t be written stays, and is said',
    {},
    { 'MakerNotes:Odd': 1 },
    { 'MakerNotes:Odd': 1 },
    {},
    ['MakerNotes:Odd'],
  ],
];

for (const [name, before, after, now, tags, kept] of cases as readonly (readonly [
  string,
  Record<string, unknown>,
  Record<string, unknown>,
  Record<string, unknown>,
  object,
  readonly string[],
])[])
  test(name, () => {
    const found = oldValues(before, after, now);
    assert.deepEqual([found.tags, found.kept], [tags, kept]);
  });
