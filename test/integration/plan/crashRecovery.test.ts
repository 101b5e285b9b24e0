/** A recovery that is broken off itself is recovered in its turn. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ALL, crash, isRunOn, record, recovered, statesOf } from '../../fixtures/crash.ts';
import { contents, metadata, settingOf } from '../../fixtures/crashPlan.ts';
import { applyIn, treeOf } from '../../fixtures/planBackup.ts';

test('a drive pulled out again, at every operation of the recovery', async t => {
  const { place, aside, plan, laws } = await settingOf(t);
  const first = await record(place, { links: true, aside: path.join(aside, 'apply') }, disks =>
    applyIn(place, plan, disks, { metadata }),
  );
  const end = treeOf(place.root);
  let states = 0;
  const some = [...statesOf(first, ['lost', 'kept', 5])].filter((_, i) => i % (ALL ? 6 : 9) === 3);
  for (const [i, state] of some.entries()) {
    crash(place, first, state);
    const folder = path.join(aside, `recovery-${i}`);
    const second = await record(place, { links: true, aside: folder }, disks =>
      applyIn(place, plan, disks, { metadata }),
    );
    // Only of what recovery itself does; of applying the rest all is known.
    const until = second.log.operations.findIndex(({ op }) => op === 'folder' || op === 'create');
    for (const again of statesOf(second, ['lost', 6])) {
      if (again.count > (until === -1 ? second.log.operations.length : until)) break;
      const when = `${state.when}; then ${again.when}`;
      crash(place, second, again);
      await recovered(place, laws, when);
      if (!isRunOn(states++)) continue;
      await applyIn(place, plan, {}, { metadata });
      assert.deepEqual(contents(treeOf(place.root)), contents(end), when);
    }
    fs.rmSync(folder, { recursive: true, force: true });
  }
  t.diagnostic(`${states} states of ${some.length} recoveries`);
  assert.ok(states > some.length);
});
