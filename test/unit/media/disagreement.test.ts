/** A sidecar's other date or place is told, and none that may be the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { composeAsset } from '../../../src/engine/media/composeAsset.ts';
import { disagreements, isSameTime } from '../../../src/engine/media/disagreement.ts';
import type { CaptureTime, FileFacts, Gps, Group } from '../../../src/engine/media/model.ts';

const at = (text: string): number => Date.parse(`${text}Z`);
const wall = (text: string): CaptureTime => ({ known: 'wall', wallMs: at(text) });
const zoned = (text: string, offsetMin: number): CaptureTime => ({ known: 'zoned', wallMs: at(text), offsetMin });
const instant = (text: string): CaptureTime => ({ known: 'instant', utcMs: at(text) });
const SLACK = 60_000;

test('the same moment, as different clocks show it', () => {
  for (const [one, other] of [
    [wall('2019-07-01T10:00:00'), instant('2019-07-01T08:00:00')],
    [wall('2019-07-01T10:00:00'), instant('2019-06-30T20:00:30')],
    [wall('2019-07-01T10:00:00'), instant('2019-07-01T04:15:00')],
    [zoned('2019-07-01T10:00:00', 120), instant('2019-07-01T08:00:00')],
    [zoned('2019-07-01T10:00:00', 120), zoned('2019-07-01T08:00:59', 0)],
    [zoned('2019-07-01T10:00:00', 120), wall('2019-07-01T10:00:00')],
    [zoned('2019-07-01T10:00:00', 120), zoned('2019-07-01T10:00:00', 60)],
    [instant('2019-07-01T10:00:00'), instant('2019-07-01T08:00:00')],
    [wall('2019-07-01T00:00:00'), instant('2019-07-01T12:34:56')],
    [wall('2019-07-01T00:00:00'), wall('2019-07-01T12:34:56')],
  ] as const) {
    assert.equal(isSameTime(one, other, SLACK), true, JSON.stringify([one, other]));
    assert.equal(isSameTime(other, one, SLACK), true, JSON.stringify([other, one]));
  }
});

test('other moments', () => {
  for (const [one, other] of [
    [wall('2017-03-03T10:00:00'), instant('1980-07-01T00:00:00')],
    [wall('2019-07-01T10:00:00'), wall('2019-07-01T11:00:00')],
    [wall('2019-07-01T10:00:00'), instant('2019-07-01T08:07:00')],
    [wall('2019-07-01T10:00:00'), instant('2019-07-02T04:00:00')],
    [zoned('2019-07-01T10:00:00', 120), zoned('2019-07-01T09:00:00', 0)],
    [wall('2019-07-01T00:00:00'), wall('2019-07-03T00:00:00')],
  ] as const)
    assert.equal(isSameTime(one, other, SLACK), false, JSON.stringify([one, other]));
});

const group: Group = {
  main: 'a.jpg',
  kind: 'photo',
  members: [
    { name: 'a.jpg', role: 'original' },
    { name: 'a.jpg.json', role: 'sidecar' },
  ],
};

function differing(own: { time?: CaptureTime; place?: Gps }, said: { time?: CaptureTime; place?: Gps }) {
  const facts = ({ time, place }: typeof own, origin: 'exif' | 'sidecar'): FileFacts => ({
    v: 1,
    ...(time != null && { times: [{ time, origin, tag: 'x' }] }),
    ...(place != null && { gps: { value: place, origin } }),
  });
  const sidecar: FileFacts = { ...facts(said, 'sidecar'), sidecarOf: { form: 'takeout' } };
  const files = new Map([
    ['a.jpg', facts(own, 'exif')],
    ['a.jpg.json', sidecar],
  ]);
  return disagreements(composeAsset(group, files, '2019/07/01'), group, files, [['a.jpg.json', sidecar]]);
}

const PARIS = { lat: 48.8566, lon: 2.3522 };

test('both values are told, and nothing where there is only one, or only a rounding', () => {
  const [date, ...more] = differing({ time: wall('2017-03-03T10:00:00') }, { time: instant('1980-07-01T00:00:00') });
  assert.equal(date?.code, 'date-differs');
  assert.match(date?.message ?? '', /2017-03-03T10:00:00, but a\.jpg\.json says 1980-07-01T00:00:00Z/);
  assert.equal(more.length, 0);
  const [place] = differing({ place: { lat: 10, lon: 20 } }, { place: PARIS });
  assert.equal(place?.code, 'place-differs');
  assert.match(place?.message ?? '', /10\.00000, 20\.00000, but a\.jpg\.json says 48\.85660, 2\.35220/);
  assert.deepEqual(differing({}, { time: instant('1980-07-01T00:00:00'), place: PARIS }), []);
  assert.deepEqual(differing({ time: wall('2017-03-03T10:00:00'), place: PARIS }, {}), []);
  assert.deepEqual(differing({ place: PARIS }, { place: { lat: 48.857, lon: 2.352 } }), []);
  assert.deepEqual(differing({ place: { lat: 0, lon: 179.9999 } }, { place: { lat: 0, lon: -179.9999 } }), []);
});
