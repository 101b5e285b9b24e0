import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lacking } from '../../../src/engine/media/lacking.ts';
import type { AssetFacts, FileFacts } from '../../../src/engine/media/model.ts';

const time = { known: 'instant', utcMs: 1_000_000_000_000 } as const;
const asset: AssetFacts = {
  kind: 'photo',
  capturedAt: { value: time, origin: 'sidecar', file: 'a.json' },
  gps: { value: { lat: 1, lon: 2 }, origin: 'sidecar', file: 'a.json' },
  title: { value: 'T', origin: 'sidecar', file: 'a.json' },
  description: { value: 'D', origin: 'sidecar', file: 'a.json' },
  keywords: { value: ['k'], origin: 'sidecar', file: 'a.json' },
  people: { value: ['P'], origin: 'sidecar', file: 'a.json' },
  creator: { value: 'C', origin: 'sidecar', file: 'a.json' },
  copyright: { value: '©', origin: 'sidecar', file: 'a.json' },
  rating: { value: 3, origin: 'sidecar', file: 'a.json' },
};
const ALL = {
  capturedAt: time,
  gps: { lat: 1, lon: 2 },
  title: 'T',
  description: 'D',
  keywords: ['k'],
  people: ['P'],
  creator: 'C',
  copyright: '©',
  rating: 3,
};
const main = (facts: Partial<FileFacts> | undefined) =>
  ({ name: 'a.jpg', role: 'original', isMain: true, facts: facts && { v: 1, ...facts } }) as const;

test('a file lacks all that it does not say itself', () => {
  assert.deepEqual(lacking(main({}), asset), ALL);
  assert.deepEqual(lacking(main(undefined), asset), ALL);
});

test('what a file says stays its own word, whatever it is', () => {
  const own: Partial<FileFacts> = {
    times: [{ time: { known: 'wall', wallMs: 0 }, origin: 'iptc', tag: 'IPTC:DateCreated' }],
    gps: { value: { lat: 5, lon: 6 }, origin: 'exif' },
    title: { value: 't', origin: 'xmp' },
    description: { value: 'd', origin: 'iptc' },
    keywords: { value: ['own'], origin: 'exif' },
    people: { value: ['own'], origin: 'xmp' },
    creator: { value: 'c', origin: 'exif' },
    copyright: { value: 'c', origin: 'exif' },
    rating: { value: 0, origin: 'xmp' },
  };
  assert.deepEqual(lacking(main(own), asset), {});
  for (const field of ['gps', 'title', 'rating'] as const) {
    const { [field]: _, ...rest } = own;
    assert.deepEqual(lacking(main(rest), asset), { [field]: ALL[field] });
  }
});

test('edits get all of it, the other half of a live photo when and where, a RAW beside its JPEG nothing', () => {
  const file = (role: 'edited' | 'live' | 'raw' | 'other') => ({
    name: 'b',
    role,
    isMain: false,
    facts: { v: 1 },
  });
  assert.deepEqual(lacking(file('edited'), asset), ALL);
  assert.deepEqual(lacking(file('live'), asset), { capturedAt: ALL.capturedAt, gps: ALL.gps });
  assert.deepEqual(lacking(file('raw'), asset), {});
  assert.deepEqual(lacking(file('other'), asset), {});
});

test('guesses are not written, nor that nobody rated it', () => {
  for (const origin of ['filename', 'folder', 'mtime'] as const)
    assert.deepEqual(lacking(main({}), { kind: 'photo', capturedAt: { value: time, origin } }), {});
  for (const value of [0, -1])
    assert.deepEqual(lacking(main({}), { kind: 'photo', rating: { value, origin: 'sidecar', file: 'a.json' } }), {});
});
