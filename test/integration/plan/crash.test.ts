/**
 * The heart of it: the drive is pulled out after every single thing that applying a plan does to it. Whatever of the
 * unsynced had arrived, nothing of a person's is lost, nothing is half, and the plan goes on to the same end.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { assertLaws, crash, isRunOn, record, recovered, statesOf } from '../../fixtures/crash.ts';
import { contents, metadata, settingOf, undoOne } from '../../fixtures/crashPlan.ts';
import { applyIn, own, recordOf, treeOf } from '../../fixtures/planBackup.ts';
import type { Luck } from '../../fixtures/pulledDrive.ts';

const LUCKS: readonly Luck[] = ['lost', 'kept', 1, 2, 3];

for (const links of [true, false])
  test(`a drive ${links ? 'with' : 'without'} hard links, pulled out at every operation of a plan`, async t => {
    const { place, aside, plan, before, laws } = await settingOf(t);
    const options = { links, aside: path.join(aside, 'apply') };
    const recording = await record(place, options, disks => applyIn(place, plan, disks, { metadata }));
    assert.deepEqual([recording.outcome.errors, recording.outcome.counts.applied], [0, 14]);
    const end = treeOf(place.root);
    const endRecord = recordOf(place);
    assertLaws(place, laws, 'not pulled at all');
    let [states, ended, undone] = [0, 0, 0];
    for (const state of statesOf(recording, LUCKS)) {
      crash(place, recording, state);
      await recovered(place, laws, state.when);
      if (!isRunOn(states++)) continue;
      const { errors } = await applyIn(place, plan, {}, { metadata });
      assert.equal(errors, 0, `${state.when}: the plan went on with errors`);
      assert.deepEqual(contents(treeOf(place.root)), contents(end), state.when);
      assert.deepEqual(recordOf(place), endRecord, state.when);
      if (ended++ % 3 !== 0) continue;
      // What was kept brings the old bytes back, times and all.
      while (Object.keys(own(treeOf(place.root))).length > 0 && (await undoOne(place))) undone++;
      assert.deepEqual(own(treeOf(place.root)), own(before), `${state.when}: undone`);
    }
    t.diagnostic(
      `${states} states of ${recording.log.operations.length} operations, ${ended} gone on with, ${undone} undone`,
    );
    assert.ok(states > 2 * recording.log.operations.length);
  });
