import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { sameTime } from '../../../src/engine/backup/sameTime.ts';
import { type FileState, type Verdict, verdictOf } from '../../../src/engine/jobs/verifying/verdict.ts';

const state = (content: string, mtime = 1_000_000, size = 100): FileState => ({
  sha256: createHash('sha256').update(content).digest(),
  mtime,
  size,
});
const recorded = state('as it was');

const CASES: readonly (readonly [string, FileState | undefined, FileState, boolean, Verdict])[] = [
  ['never recorded', undefined, state('new'), false, 'unrecorded'],
  ['as recorded', recorded, state('as it was'), false, 'proved'],
  ['another time, the same bytes', recorded, state('as it was', 2_000_000), false, 'touched'],
  ['other bytes, the same size and time', recorded, state('rotten'), false, 'corrupt'],
  ['other bytes, another time', recorded, state('edited', 2_000_000), false, 'modified'],
  ['other bytes, another size', recorded, state('edited', 1_000_000, 101), false, 'modified'],
  ['written to while it was read', recorded, state('half'), true, 'modified'],
  ['one microsecond apart', recorded, state('edited', 1_000_001), false, 'modified'],
];

for (const [what, was, is, unsteady, verdict] of CASES) {
  test(`${what}: ${verdict}`, () => assert.equal(verdictOf(was, is, unsteady, 'exact'), verdict));
}

test('FAT keeps two seconds and shifts by whole hours; other file systems do not', () => {
  const hour = 3_600_000_000;
  for (const apart of [0, 2_000_000, hour, -hour, 2 * hour + 1_000_000, 24 * hour])
    assert.ok(sameTime(5e12, 5e12 + apart, 'fat'), String(apart));
  for (const apart of [3_000_000, hour / 2, 27 * hour]) assert.ok(!sameTime(5e12, 5e12 + apart, 'fat'), String(apart));
  for (const apart of [1, 2_000_000, hour]) assert.ok(!sameTime(5e12, 5e12 + apart, 'exact'), String(apart));
});
