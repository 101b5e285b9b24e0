import assert from 'node:assert/strict';
import { test } from 'node:test';
import { composeAsset } from '../../../src/engine/media/composeAsset.ts';
import type { FileFacts, Group, Role } from '../../../src/engine/media/model.ts';

const NOW = Date.UTC(2026, 0, 1);

function group(main: string, kind: Group['kind'], members: Readonly<Record<string, Role>>): Group {
  return { main, kind, members: Object.entries(members).map(([name, role]) => ({ name, role })) };
}

function compose(of: Group, facts: Readonly<Record<string, Omit<FileFacts, 'v'>>>) {
  const files = new Map(Object.entries(facts).map(([name, said]) => [name, { v: 1, ...said }]));
  return composeAsset(of, files, '', NOW);
}

test('the original wins over the RAW, the live video, the edit and the sidecars, field by field', () => {
  const all = group('a.heic', 'photo', {
    'a.heic.json': 'sidecar',
    'a.heic.xmp': 'sidecar',
    'a-edited.heic': 'edited',
    'a.mov': 'live',
    'a.dng': 'raw',
    'a.heic': 'original',
  });
  const text = (value: string, origin: 'xmp' | 'sidecar' = 'xmp') => ({ value, origin });
  const asset = compose(all, {
    'a.heic.json': {
      sidecarOf: { form: 'takeout' },
      title: text('json', 'sidecar'),
      description: text('json', 'sidecar'),
      creator: text('json', 'sidecar'),
      copyright: text('json', 'sidecar'),
      favorite: { value: true, origin: 'sidecar' },
    },
    'a.heic.xmp': { sidecarOf: { form: 'xmp' }, title: text('xmp'), description: text('xmp'), creator: text('xmp') },
    'a-edited.heic': { title: text('edit'), description: text('edit'), width: 10, height: 20 },
    'a.mov': { mimeType: 'video/quicktime', duration: 3, width: 1, height: 1, iso: 1 },
    'a.dng': { iso: 400, width: 4000, height: 3000 },
    'a.heic': { title: text('own'), width: 400, height: 300, make: 'Apple', model: 'iPhone 15 Pro', fileType: 'HEIC' },
  });
  assert.deepEqual(asset, {
    kind: 'photo',
    title: { value: 'own', origin: 'xmp', file: 'a.heic' },
    description: { value: 'edit', origin: 'xmp', file: 'a-edited.heic' },
    creator: { value: 'xmp', origin: 'xmp', file: 'a.heic.xmp' },
    copyright: { value: 'json', origin: 'sidecar', file: 'a.heic.json' },
    favorite: { value: true, origin: 'sidecar', file: 'a.heic.json' },
    camera: { value: 'Apple iPhone 15 Pro', origin: 'exif', file: 'a.heic' },
    iso: { value: 400, origin: 'exif', file: 'a.dng' },
    width: { value: 400, origin: 'exif', file: 'a.heic' },
    height: { value: 300, origin: 'exif', file: 'a.heic' },
    fileType: { value: 'HEIC', origin: 'exif', file: 'a.heic' },
  });
});

test('a rating of 0, which cameras write, gives way to a real one', () => {
  const pair = group('a.jpg', 'photo', { 'a.jpg': 'original', 'a.xmp': 'sidecar' });
  const rated = compose(pair, {
    'a.jpg': { rating: { value: 0, origin: 'xmp' } },
    'a.xmp': { sidecarOf: { form: 'xmp' }, rating: { value: 4, origin: 'xmp' } },
  });
  assert.deepEqual(rated.rating, { value: 4, origin: 'xmp', file: 'a.xmp' });
  const unrated = compose(pair, { 'a.jpg': { rating: { value: 0, origin: 'xmp' } } });
  assert.deepEqual(unrated.rating, { value: 0, origin: 'xmp', file: 'a.jpg' });
});

test('the place of a sidecar gives the zone of the file that has none', () => {
  const pair = group('a.jpg', 'photo', { 'a.jpg': 'original', 'a.jpg.json': 'sidecar' });
  const wallMs = Date.UTC(2019, 6, 1, 10);
  const asset = compose(pair, {
    'a.jpg': { times: [{ time: { known: 'wall', wallMs }, origin: 'exif', tag: 'EXIF:DateTimeOriginal' }] },
    'a.jpg.json': { sidecarOf: { form: 'takeout' }, gps: { value: { lat: 52.5, lon: 13.4 }, origin: 'sidecar' } },
  });
  assert.deepEqual(asset.capturedAt, {
    value: { known: 'zoned', wallMs, offsetMin: 120 },
    origin: 'exif',
    file: 'a.jpg',
  });
  assert.deepEqual(asset.gps, { value: { lat: 52.5, lon: 13.4 }, origin: 'sidecar', file: 'a.jpg.json' });
});

test('a video has a length, a camera is not named twice, and files without facts say nothing', () => {
  const video = group('a.mov', 'video', { 'a.mov': 'original' });
  const asset = compose(video, {
    'a.mov': { mimeType: 'video/quicktime', duration: 12.5, make: 'NIKON CORPORATION', model: 'NIKON D90' },
  });
  assert.deepEqual(asset, {
    kind: 'video',
    duration: { value: 12.5, origin: 'quicktime', file: 'a.mov' },
    camera: { value: 'NIKON D90', origin: 'quicktime', file: 'a.mov' },
  });
  assert.deepEqual(compose(video, {}), { kind: 'video' });
});
