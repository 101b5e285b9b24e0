import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountOf } from '../../../src/engine/sources/icloudpd/account.ts';
import { icloudName, namesOfPhoto } from '../../../src/engine/sources/icloudpd/icloudName.ts';

const id7 = (id: string): string => Buffer.from(id).toString('base64').slice(0, 7);

test('names that icloudpd gives are taken apart for every beginning of an id, and only those', () => {
  for (const first of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789') {
    const id = id7(`${first}Yk3+/x`);
    assert.deepEqual(icloudName(`IMG_1234_${id}.HEIC`), {
      photo: `IMG_1234_${id}`,
      name: 'IMG_1234.HEIC',
      suffix: undefined,
    });
  }
  const id = id7('AYk3xx');
  assert.deepEqual(icloudName(`A_b_${id}-adjusted.JPG`), { photo: `A_b_${id}`, name: 'A_b.JPG', suffix: '-adjusted' });
  assert.deepEqual(icloudName(`A_${id}.HEIC.xmp`), { photo: `A_${id}`, name: 'A.HEIC.xmp', suffix: undefined });
  for (const name of ['IMG_0001.JPG', 'VID_1234567.MOV', 'IMG_20240102.JPG', 'IMG_1234_HEVC.MOV'])
    assert.equal(icloudName(name).name, name);
});

test('files of one photo get names by which it is known what they are', () => {
  const id = id7('AYk3xx');
  const named = (...endings: string[]): readonly string[] => [
    ...namesOfPhoto(endings.map(ending => `IMG_1_${id}${ending}`)).values(),
  ];
  assert.deepEqual(named('.HEIC', '.JPG', '.MOV'), ['IMG_1.HEIC', 'IMG_1_edited.JPG', 'IMG_1.MOV']);
  assert.deepEqual(named('.JPG', '-adjusted.JPG'), ['IMG_1.JPG', 'IMG_1_edited.JPG']);
  assert.deepEqual(named('.DNG', '.JPG'), ['IMG_1.DNG', 'IMG_1.JPG']);
  assert.deepEqual(named('.MOV', '.MP4'), ['IMG_1.MOV', 'IMG_1_edited.MP4']);
  assert.deepEqual(named('.JPG'), ['IMG_1.JPG']);
  assert.deepEqual(named('.JPG', '.JPEG'), ['IMG_1.JPG', 'IMG_1.JPEG']);
  assert.deepEqual(named('.HEIC', '-adjusted.HEIC', '-alternative.HEIC'), [
    'IMG_1.HEIC',
    'IMG_1_edited.HEIC',
    'IMG_1-alternative.HEIC',
  ]);
});

test('an account is told from a path, and is never an option', () => {
  assert.equal(accountOf('icloud:Me@Example.com', false), 'me@example.com');
  assert.equal(accountOf('me@example.com', true), 'me@example.com');
  assert.equal(accountOf('me@example.com', false), undefined);
  assert.equal(accountOf('icloud:+8613800000000', false), '+8613800000000');
  for (const odd of ['icloud:', 'icloud:-u@x.y', 'icloud:a b@x.y', 'icloud:../x@y.z', 'icloud:me', 'icloud:a@b\n.c'])
    assert.equal(accountOf(odd, true), undefined, odd);
});
