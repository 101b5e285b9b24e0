/** A plan that somebody cuts down in an editor while it is applied: what was not checked is not done, and it is said. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { BrokenOff } from '../../../src/engine/plan/broken.ts';
import { applyIn, type Draft, identify, writePlan } from '../../fixtures/planBackup.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const COUNT = 900;

function settingOf(t: TestContext) {
  const backup = new TempBackup(t);
  const place = { root: backup.root, cache: backup.cache };
  const file = path.join(backup.cache, 'x.plan.jsonl');
  const drafts = Array.from({ length: COUNT }, (_, i): Draft => {
    const text = `${String(i).padStart(6, '0')} ${'note '.repeat(180)}`;
    return { action: 'copy', text, to: `notes/${i}.txt`, mtime: null };
  });
  const plan = writePlan(file, identify(place), drafts);
  assert.ok(fs.statSync(plan).size > 3 << 18);
  const made = (): readonly string[] =>
    fs.existsSync(backup.path('notes'))
      ? fs.readdirSync(backup.path('notes')).filter(name => name.endsWith('.txt'))
      : [];
  /** Applied; once something of it is done the plan is changed. */
  const applyWhile = (change: () => void) => {
    let isChanged = false;
    const onDone = () => {
      if (!isChanged) change();
      isChanged = true;
      return [];
    };
    return applyIn(place, plan, {}, { onDone });
  };
  return { backup, place, plan, made, applyWhile };
}

for (const [how, edit] of [
  ['cut down', (text: string) => text.split('\n').slice(0, 600).join('\n')],
  ['cut down to what was read', (text: string) => text.slice(0, 1 << 18)],
  ['changed, of the same length', (text: string) => text.replace('notes/700.txt', 'other/700.txt')],
  ['grown', (text: string) => `${text}not json\n`],
] as const)
  test(`${how}: it stops, tells how much is applied, and goes on when it is whole again`, async t => {
    const { backup, place, plan, made, applyWhile } = settingOf(t);
    const whole = fs.readFileSync(plan, 'utf8');
    await assert.rejects(
      applyWhile(() => fs.writeFileSync(plan, edit(whole))),
      (error: unknown) => {
        assert.ok(error instanceof BrokenOff);
        const [, applied] =
          /was changed while it was being applied\. (\d+) of 900 actions are applied/.exec(error.message) ?? [];
        assert.equal(Number(applied), made().length);
        assert.doesNotMatch(error.message, /Nothing was changed/);
        return true;
      },
    );
    assert.ok(made().length > 0);
    assert.equal(fs.existsSync(backup.path('other')), false);
    fs.writeFileSync(plan, whole);
    const { counts } = await applyIn(place, plan);
    assert.equal(Number(counts.applied) + Number(counts.unchanged), COUNT);
    assert.equal(made().length, COUNT);
  });
