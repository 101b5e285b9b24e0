/** Keywords are what all places for them say, each once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exiftoolJsonFacts } from '../../../src/engine/media/exiftoolSidecar.ts';
import { factsOf } from '../../../src/engine/media/readFacts.ts';

const read = (tags: Record<string, unknown>) => factsOf(tags).keywords;

test('XMP, IPTC, digiKam and QuickTime in one, in that order', () => {
  const tags = {
    'Keys:Keywords': 'film',
    'XMP-digiKam:TagsList': ['Kids', 'Places/Berlin'],
    'IPTC:Keywords': ['Kids', 'Suzy'],
    'XMP-dc:Subject': ['Katie', 'Suzy'],
  };
  assert.deepEqual(read(tags), { value: ['Katie', 'Suzy', 'Kids', 'Berlin', 'film'], origin: 'xmp' });
  assert.deepEqual(read({ 'IPTC:Keywords': 'Kids' }), { value: ['Kids'], origin: 'iptc' });
  assert.deepEqual(read({ 'XMP-digiKam:TagsList': 2019 }), { value: ['2019'], origin: 'xmp' });
  assert.deepEqual(read({ 'IFD0:XPKeywords': 'a;b' }), { value: ['a', 'b'], origin: 'exif' });
  assert.deepEqual(
    exiftoolJsonFacts([{ SourceFile: 'a.jpg', Subject: ['Katie'], Keywords: 'Kids', TagsList: 'People/Ida' }])
      ?.keywords,
    { value: ['Katie', 'Kids', 'Ida'], origin: 'sidecar' },
  );
});

test('a keyword that IPTC has cut or in another encoding, or digiKam beneath others, is no other', () => {
  const long = 'a keyword of more letters than the sixty-four bytes that IPTC has room for';
  assert.deepEqual(read({ 'XMP-dc:Subject': [long], 'IPTC:Keywords': [long.slice(0, 64)] })?.value, [long]);
  assert.deepEqual(read({ 'XMP-dc:Subject': ['Größe'], 'IPTC:Keywords': ['GrÃ¶ÃŸe', 'Gr'] })?.value, ['Größe', 'Gr']);
  assert.deepEqual(read({ 'XMP-dc:Subject': ['a/b'], 'XMP-digiKam:TagsList': ['a/b', 'c/a/b'] })?.value, ['a/b', 'b']);
});

test('what exiftool prints in place of bytes is no keyword, and no text at all', () => {
  const binary = '(Binary data 0 bytes, use -b option to extract)';
  assert.equal(read({ 'Keys:Keywords': binary }), undefined);
  assert.equal(factsOf({ 'Keys:Description': binary }).description, undefined);
  assert.deepEqual(read({ 'Keys:Keywords': binary, 'IPTC:Keywords': ['sea', binary] })?.value, ['sea']);
});
