/** What a verification finds is said, whatever comes in between. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import type { Finding } from '../../../src/engine/catalog/findings.ts';
import { type JobResult, type Progress, resultUntil, Stopped } from '../../../src/engine/jobs/job.ts';
import { Unsaved } from '../../../src/engine/jobs/saving.ts';
import { verify } from '../../../src/engine/jobs/verify.ts';
import { flipBit, TempBackup } from '../../fixtures/tempBackup.ts';

function backupOf(t: TestContext, count = 5): TempBackup {
  const backup = new TempBackup(t);
  for (let i = 0; i < count; i++) backup.write(`IMG_${String(i).padStart(3, '0')}.JPG`, Buffer.alloc(500_000, i));
  backup.cli('verify', backup.root);
  return backup;
}

function run(backup: TempBackup, onHash: (done: number) => void, signal = new AbortController().signal) {
  const findings: Finding[] = [];
  const reporter = {
    progress: ({ phase, done }: Progress): void => {
      if (phase === 'hash') onHash(done);
    },
    finding: (finding: Finding): void => {
      findings.push(finding);
    },
    note: (): void => {},
  };
  const { root, cache } = backup;
  const result: Promise<JobResult> = verify({
    root,
    cache,
    reporter,
    signal,
    quick: false,
    olderThan: 0,
    restart: false,
  });
  return { findings, result };
}

const codes = (findings: readonly { readonly code?: unknown }[]): unknown[] => findings.map(({ code }) => code).sort();

test('a run that is stopped tells what it found, and its counts', async t => {
  const backup = backupOf(t, 120);
  flipBit(backup.path('IMG_000.JPG'), true);
  const stop = new AbortController();
  const { findings, result } = run(backup, done => done > 5 && stop.abort(), stop.signal);
  const error = await result.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof Stopped);
  assert.deepEqual(codes(findings), ['corrupt']);
  const counts = resultUntil(error)?.counts;
  assert.deepEqual([counts?.files, counts?.corrupt], [120, 1]);
  assert.ok(Number(counts?.verified) > 0 && Number(counts?.verified) < 119);
});

test('a disk that is full keeps back no finding; what could not be saved is said', async t => {
  const backup = backupOf(t);
  flipBit(backup.path('IMG_001.JPG'), true);
  const full = (): never => {
    throw Object.assign(new Error('ENOSPC: no space left on device, fsync'), { code: 'ENOSPC' });
  };
  let isFull = false;
  const { findings, result } = run(backup, () => {
    if (!isFull) for (const call of ['fsyncSync', 'fdatasyncSync'] as const) t.mock.method(fs, call, full);
    isFull = true;
  });
  const error = await result.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  assert.ok(error instanceof Unsaved);
  assert.match(error.message, /proofs of 4 files.*ENOSPC/);
  assert.deepEqual(codes(findings), ['corrupt', 'unsaved']);
  const until = resultUntil(error);
  assert.deepEqual([until?.counts.corrupt, until?.errors], [1, 2]);
  t.mock.restoreAll();
  const again = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([codes(again.findings()), again.summary.verified], [['corrupt'], 4]);
});

test('"All well" is said only where every file was verified', t => {
  const backup = backupOf(t);
  assert.match(backup.cli('verify', backup.root).stdout, /^All well: 5 of 5 files/m);
  fs.truncateSync(backup.write('cloud.heic', ''), 5_000_000);
  assert.match(backup.cli('verify', backup.root).stdout, /^5 of 6 files verified.*1 could not be read/m);
  fs.rmSync(backup.path('cloud.heic'));
  assert.match(backup.cli('verify', backup.root, '--older-than', '9d').stdout, /^0 of 5 files verified.*5 .*not due/m);
});

test('a file that goes away while the others are read is missing in that run, and is there again when it comes back', async t => {
  const backup = backupOf(t);
  const [victim, aside] = [backup.path('IMG_004.JPG'), `${backup.root}/../aside`];
  const { findings, result } = run(backup, () => {
    if (fs.existsSync(victim)) fs.renameSync(victim, aside);
  });
  assert.equal((await result).counts.missing, 1);
  assert.deepEqual(codes(findings), ['missing']);
  fs.renameSync(aside, victim);
  const back = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([back.findings(), back.summary.verified], [[], 5]);
});

test('a file that has become empty is an error', t => {
  const backup = backupOf(t);
  backup.write('IMG_002.JPG', '', 1_600_000_000);
  const verify = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([verify.status, codes(verify.findings())], [1, ['empty']]);
});

test('--quick says again what the last verification found rotten', t => {
  const backup = backupOf(t);
  flipBit(backup.path('IMG_002.JPG'), true);
  backup.cli('verify', backup.root);
  fs.rmSync(backup.path('IMG_003.JPG'));
  const quick = backup.cli('verify', backup.root, '--quick', '--json');
  assert.deepEqual([quick.status, codes(quick.findings())], [1, ['corrupt', 'missing']]);
  assert.deepEqual([quick.summary.corrupt, quick.summary.missing], [1, 1]);
});

test('of a missing file it is said where the same bytes still are', t => {
  const backup = backupOf(t);
  backup.write('copy.JPG', Buffer.alloc(500_000, 1));
  backup.cli('verify', backup.root);
  fs.rmSync(backup.path('IMG_001.JPG'));
  const [finding] = backup.cli('verify', backup.root, '--json').findings('missing');
  assert.match(String(finding?.message), /same bytes are still in copy\.JPG/);
});

test('equal files that were all moved are each taken for one that is gone', t => {
  const backup = new TempBackup(t);
  for (let i = 0; i < 300; i++) backup.write(`a/IMG_${i}.JPG`, 'the same');
  backup.cli('verify', backup.root);
  fs.renameSync(backup.path('a'), backup.path('b'));
  const moved = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([moved.status, moved.summary.moved, moved.summary.verified], [0, 300, 300]);
  for (const { path, message } of moved.findings('moved'))
    assert.ok(String(message).includes(`as ${String(path).replace('b/', 'a/')} had`), 'its own name is taken first');
});
