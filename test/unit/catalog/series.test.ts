import assert from 'node:assert/strict';
import test from 'node:test';
import { closeRuns, type Moment, seriesWithin } from '../../../src/engine/catalog/series.ts';

const noon = 43_200_000;
/** Milliseconds after noon, of one day, in their order. */
const at = (...times: readonly number[]): Moment[] => times.map((time, id) => [id, 0, noon + time]);
const series = (
  moments: readonly Moment[],
  camera: (at: number) => number | undefined = () => 1,
  except = new Set<number>(),
) => closeRuns(moments, except).flatMap(run => seriesWithin(run, moments, camera));

test('three within a second each are a series, two are none', () => {
  assert.deepEqual(series(at(0, 900, 1900)), [[0, 1, 2]]);
  assert.deepEqual(series(at(0, 900)), []);
  assert.deepEqual(series(at(0, 900, 2000, 2900)), []);
});

test('newest first as well', () => {
  assert.deepEqual(series(at(5000, 4100, 3200, 0)), [[0, 1, 2]]);
});

test('a camera that tells whole seconds only', () => {
  assert.deepEqual(series(at(0, 0, 0, 1000, 1000, 9000)), [[0, 1, 2, 3, 4]]);
});

test('two cameras at the same moment are two series', () => {
  const moments = at(0, 100, 500, 600, 1000, 1100);
  assert.deepEqual(
    series(moments, place => place % 2),
    [
      [0, 2, 4],
      [1, 3, 5],
    ],
  );
});

test('what is of no known camera, without a time or in a burst already is of no series', () => {
  const moments = at(0, 300, 600, 900);
  assert.deepEqual(
    series(moments, place => (place < 2 ? undefined : 1)),
    [],
  );
  assert.deepEqual(series(moments.map(([id]) => [id, null, null])), []);
  assert.deepEqual(
    series(moments, () => 1, new Set([1])),
    [[0, 2, 3]],
  );
});

test('midnight parts a series, for each day has its heading', () => {
  const moments: Moment[] = [0, 1, 2, 3, 4, 5].map(id => [id, id < 3 ? 0 : 1, noon + id * 300]);
  assert.deepEqual(series(moments), [
    [0, 1, 2],
    [3, 4, 5],
  ]);
});

test('very many at one time were given it by somebody: they are no series', () => {
  assert.equal(series(at(...Array.from({ length: 60 }, () => 0))).length, 1);
  assert.equal(series(at(...Array.from({ length: 61 }, () => 0))).length, 0);
  assert.equal(series(at(...Array.from({ length: 500 }, (_, i) => i * 50))).length, 1);
});
