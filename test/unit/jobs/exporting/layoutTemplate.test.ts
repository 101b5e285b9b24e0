import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DEFAULT_LAYOUT,
  LayoutError,
  LayoutTemplate,
  type Placed,
} from '../../../../src/engine/jobs/exporting/layoutTemplate.ts';

const zoned = { known: 'zoned', wallMs: Date.UTC(2019, 6, 1, 0, 30), offsetMin: 120 } as const;
const photo: Placed = {
  stem: 'IMG_1',
  extension: 'HEIC',
  capturedAt: zoned,
  album: 'Rome: 2019/20',
  camera: 'Apple iPhone 15',
};

const TABLE: readonly (readonly [string, Partial<Placed>, string, string])[] = [
  // The local day counts, not that of UTC.
  [DEFAULT_LAYOUT, {}, '2019/07/01', 'IMG_1'],
  [DEFAULT_LAYOUT, { capturedAt: { known: 'instant', utcMs: Date.UTC(1969, 11, 31, 23) } }, '1969/12/31', 'IMG_1'],
  [DEFAULT_LAYOUT, { capturedAt: { known: 'wall', wallMs: Date.UTC(2020, 1, 29) } }, '2020/02/29', 'IMG_1'],
  [DEFAULT_LAYOUT, { capturedAt: undefined }, 'Unknown date', 'IMG_1'],
  ['{year}/{year}-{month}', {}, '2019/2019-07', 'IMG_1'],
  ['{year}/{camera}', { capturedAt: undefined, camera: undefined }, 'Unknown date/Unknown camera', 'IMG_1'],
  ['{album}', {}, 'Rome_ 2019_20', 'IMG_1'],
  ['{album}', { album: undefined }, 'No album', 'IMG_1'],
  ['{album}', { album: '..' }, '__', 'IMG_1'],
  ['Photos/{year}', {}, 'Photos/2019', 'IMG_1'],
  ['{year}/{month}-{day} {name}.{ext}', {}, '2019', '07-01 IMG_1'],
  ['{name}', {}, '', 'IMG_1'],
  ['{name}{ext}', {}, '', 'IMG_1'],
  ['{year}/{name}{ext}', {}, '2019', 'IMG_1'],
  ['{year}/{name}_{ext}', {}, '2019', 'IMG_1_heic'],
  ['{Year}/{ month }', {}, '2019/07', 'IMG_1'],
  ['{name}', { stem: '../../etc/passwd' }, '', '___.._etc_passwd'],
  ['{name}', { stem: 'CON' }, '', '_CON'],
];

test('a photo goes where the template says', () => {
  for (const [template, changed, folder, stem] of TABLE)
    assert.deepEqual(new LayoutTemplate(template).place({ ...photo, ...changed }), { folder, stem }, template);
});

test('a template that leads nowhere is refused with the reason', () => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['', /no path within a backup/],
    ['/{year}', /no path within a backup/],
    ['{year}/../x', /no path within a backup/],
    ['{year}//x', /no path within a backup/],
    ['.Keepsake/{year}', /leads into \.keepsake/],
    ['{yaer}', /asks for \{yaer\}.*\{year\}/],
    ['{year', /brace/],
    ['{name}/{year}', /last part/],
    ['{year}.{ext}', /last part/],
  ];
  for (const [template, words] of wrong)
    assert.throws(
      () => new LayoutTemplate(template),
      (error: unknown) => error instanceof LayoutError && words.test(error.message),
      template,
    );
});
