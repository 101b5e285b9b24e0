/** An undo changes files as a plan does: it is broken off at every operation as well. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { assertLaws, crash, isRunOn, record, recovered, statesOf } from '../../fixtures/crash.ts';
import { metadata, settingOf, undoOne } from '../../fixtures/crashPlan.ts';
import { applyIn, own, treeOf, undoIn } from '../../fixtures/planBackup.ts';

test('a drive pulled out at every operation of an undo', async t => {
  const { place, aside, plan, before, laws } = await settingOf(t);
  await applyIn(place, plan, {}, { metadata });
  const options = { links: true, aside: path.join(aside, 'undo') };
  const recording = await record(place, options, disks => undoIn(place, undefined, disks));
  assert.equal(recording.outcome.errors, 0);
  assert.deepEqual(own(treeOf(place.root)), own(before));
  let [states, ended] = [0, 0];
  for (const state of statesOf(recording, ['lost', 'kept', 4])) {
    crash(place, recording, state);
    await recovered(place, laws, state.when);
    if (!isRunOn(states++)) continue;
    while (await undoOne(place));
    assert.deepEqual(own(treeOf(place.root)), own(before), state.when);
    assertLaws(place, laws, state.when);
    ended++;
  }
  t.diagnostic(`${states} states of ${recording.log.operations.length} operations, ${ended} undone to the end`);
  assert.ok(ended > 0);
});
