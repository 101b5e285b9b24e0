/** Which files a verification reads, and which it calls verified. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verify } from '../../../src/engine/jobs/verify.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('--older-than reads what was changed, whenever it was proved, and does not call it verified', t => {
  const backup = new TempBackup(t);
  for (const i of [1, 2, 3]) backup.write(`IMG_${i}.JPG`, `photo ${i}`);
  backup.cli('verify', backup.root);
  backup.write('IMG_2.JPG', 'edited', 1_600_000_000);
  backup.write('IMG_4.JPG', 'photo 4');
  for (const extra of [1, 0]) {
    const due = backup.cli('verify', backup.root, '--older-than', '30d', '--json').summary;
    assert.deepEqual(
      [due.modified, due.extra, due.verified],
      [1, extra, extra],
      'of this run is the proof of the new one',
    );
  }
});

test('a run that goes on reads again what was changed since it was stopped', async t => {
  const backup = new TempBackup(t);
  for (let i = 0; i < 60; i++) backup.write(`IMG_${i}.JPG`, Buffer.alloc(1_000_000, i));
  backup.cli('verify', backup.root);
  const stop = new AbortController();
  const reporter = {
    progress: ({ phase, done }: { phase: string; done: number }): void => {
      if (phase === 'hash' && done > 10) stop.abort();
    },
    finding: (): void => {},
    note: (): void => {},
  };
  const { root, cache } = backup;
  await assert.rejects(
    verify({ root, cache, reporter, signal: stop.signal, quick: false, olderThan: 0, restart: false }),
  );
  for (let i = 0; i < 60; i++) backup.write(`IMG_${i}.JPG`, Buffer.alloc(1_000_000, i + 1), 1_600_000_000);
  const rest = backup.cli('verify', backup.root, '--json').summary;
  assert.deepEqual([rest.modified, rest.verified], [60, 0]);
});
