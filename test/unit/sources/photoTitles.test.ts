import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PhotoTitles } from '../../../src/engine/sources/photos-library/photoTitles.ts';

test('each photo has its titles, once and in order, whoever else has them', () => {
  const titles = new PhotoTitles();
  for (const [pk, title] of [
    [0, 'Sommer'],
    [7, 'Sommer'],
    [0, 'Fête'],
    [7, ''],
    [0, 'Sommer'],
    [2 ** 40, 'Fête'],
    [0, 'A'],
  ] as const)
    titles.add(pk, title);
  assert.deepEqual(titles.of(0), ['Sommer', 'Fête', 'A']);
  assert.deepEqual(titles.of(7), ['Sommer', '']);
  assert.deepEqual(titles.of(2 ** 40), ['Fête']);
  assert.deepEqual(titles.of(1), []);
});
