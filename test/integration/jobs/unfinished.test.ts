/** An index that was broken off has not told all: whoever looks hears of it, until one has come to its end. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { index } from '../../../src/engine/jobs/index.ts';
import { Stopped } from '../../../src/engine/jobs/job.ts';
import { Session } from '../../../src/server/session.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

/** Stops an index when it first says that it is in this phase. */
async function stopIn(backup: TempBackup, phase: string): Promise<void> {
  const stop = new AbortController();
  const reporter = {
    progress: (progress: { readonly phase: string }): void => {
      if (progress.phase === phase) stop.abort();
    },
    finding: (): void => {},
    note: (): void => {},
  };
  const { root, cache } = backup;
  await assert.rejects(index({ root, cache, reporter, signal: stop.signal, processes: 1 }), Stopped);
}

for (const phase of ['look', 'read'])
  test(`after an index that was stopped in "${phase}" list and info say that there may be more`, async t => {
    const backup = new TempBackup(t);
    for (let i = 0; i < 20; i++) await backup.jpeg(`2019/0${i % 5}/IMG_20190101_1000${10 + i}.jpg`, i);
    await stopIn(backup, phase);
    for (const command of ['list', 'info']) {
      const { stderr, status, summary } = backup.cli(command, backup.root, '--json');
      assert.match(stderr, /^The last index of .* was not finished: there may be more.*keepsake index/m, command);
      assert.doesNotMatch(stderr, /has not read/);
      assert.deepEqual([status, summary.unfinished], [0, true]);
    }
    const session = new Session(backup.root, backup.cache, () => {});
    t.after(() => session.end());
    assert.equal(session.start().unfinished, true);
    backup.cli('index', backup.root);
    assert.equal(session.state().unfinished, undefined);
    for (const command of ['list', 'info']) {
      const { stderr, summary } = backup.cli(command, backup.root, '--json');
      assert.doesNotMatch(stderr, /not finished/);
      assert.equal(summary.unfinished, undefined);
    }
  });
