import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { clockThatKept, probe } from '../../../src/engine/backup/clock.ts';

const SET = 1_000_000_001_237_654;

for (const [system, kept, clock] of [
  ['nanoseconds (ext4, APFS)', SET, 'exact'],
  ['100 ns (NTFS)', SET, 'exact'],
  ['milliseconds (SMB)', 1_000_000_001_237_000, 'exact'],
  ['whole seconds (HFS+, sshfs)', 1_000_000_001_000_000, 'exact'],
  ['10 ms, cut (exFAT)', 1_000_000_001_230_000, 'fat'],
  ['10 ms, rounded (exFAT)', 1_000_000_001_240_000, 'fat'],
  ['2 s, cut (FAT)', 1_000_000_000_000_000, 'fat'],
  ['2 s, rounded (FAT)', 1_000_000_002_000_000, 'fat'],
] as const)
  test(`a clock of ${system} is ${clock}`, () => assert.equal(clockThatKept(kept), clock));

test('the probe reads back what this file system keeps, and leaves nothing', t => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-clock-'));
  t.after(() => fs.rmSync(folder, { recursive: true }));
  const kept = probe(folder) ?? 0;
  assert.ok(Math.abs(kept - SET) <= 2_000_000);
  assert.deepEqual(fs.readdirSync(folder), []);
  assert.equal(probe(path.join(folder, 'nowhere')), undefined);
});
