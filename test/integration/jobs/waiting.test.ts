import assert from 'node:assert/strict';
import os from 'node:os';
import { test } from 'node:test';
import { index } from '../../../src/engine/jobs/index.ts';
import { Stopped } from '../../../src/engine/jobs/job.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

for (const [host, said] of [
  [os.hostname(), /^Another job of this machine may have/],
  ['elsewhere', /^Another machine \(elsewhere\) has/],
] as const)
  test(`who waits for a lock of "${host}" is told for whom, and can stop`, async t => {
    const backup = new TempBackup(t);
    backup.write('IMG_1.JPG', 'a photo');
    backup.cli('verify', backup.root);
    // As a system leaves it that doesn't tell when a process started.
    const holder = { token: 'x', host, pid: process.pid, started: 0, job: 'verify', beat: 1_000_000_000 };
    backup.write('.keepsake/lock', JSON.stringify(holder));
    const stop = new AbortController();
    const notes: string[] = [];
    const reporter = {
      progress: (): void => {},
      finding: (): void => {},
      note: (message: string): void => {
        notes.push(message);
        stop.abort();
      },
    };
    const { root, cache } = backup;
    await assert.rejects(index({ root, cache, reporter, signal: stop.signal, processes: 1 }), Stopped);
    assert.match(notes[0] ?? '', said);
  });
