/** What a window does without VS Code: it runs the command line beside itself, hears it, and stops it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { type ExportRequest, planArguments } from '../../../src/extension/export/choices.ts';
import { DryRun } from '../../../src/extension/export/dry-run.ts';
import { planText } from '../../../src/extension/export/plan-text.ts';
import { Plans } from '../../../src/extension/export/plans.ts';
import { ShownPlan } from '../../../src/extension/export/shown-plan.ts';
import { runCommandLine } from '../../../src/extension/jobs/command-line.ts';
import { makeTakeout, writeTakeoutZips } from '../../fixtures/takeout.ts';
import { CLI, TempBackup } from '../../fixtures/tempBackup.ts';
import { english } from '../../unit/extension/localizer.ts';

function takeoutOf(backup: TempBackup, media: number): ExportRequest {
  const source = path.join(backup.root, '..', 'Downloads');
  fs.mkdirSync(source);
  writeTakeoutZips(source, makeTakeout({ seed: 3, language: 'en', style: 'new', media }), 2, 3);
  return { kind: 'auto', sources: [source], backup: backup.root, choices: {} };
}

test('a plan is made, kept with what was found, and shown; the backup is as it was', async t => {
  const backup = new TempBackup(t);
  const env = { KEEPSAKE_CACHE: backup.cache };
  const request = takeoutOf(backup, 30);
  const plans = new Plans(path.join(backup.root, '..', 'plans'));
  const plan = plans.fresh(new Date(2026, 10, 22, 6, 4, 37));
  assert.equal(path.basename(plan), 'Export 2026-11-22 06.04.37.plan.jsonl');
  const run = new DryRun();
  const progress: number[] = [];
  const onLine = (line: string) => progress.push(run.hear(line)?.done ?? 0);
  const { exit } = await runCommandLine(CLI, planArguments(request, plan), { env, onLine });
  assert.ok(exit === 0 || exit === 1, String(exit));
  const { summary } = run;
  assert.ok(summary != null && summary.copied > 20 && summary.dryRun === true);
  assert.ok(
    progress.some(done => done > 0),
    'how far it is was told',
  );
  assert.deepEqual(fs.readdirSync(backup.root), []);

  plans.keep(plan, { request, groups: run.findings, free: summary.free ?? 0 });
  const report = plans.report(plan);
  assert.deepEqual(report?.groups, run.findings, 'it is known again when the window was reloaded');
  const shown = new ShownPlan();
  await runCommandLine(CLI, ['plan', 'show', '--json', '--limit=5', '--', plan], {
    env,
    onLine: line => shown.hear(line),
  });
  assert.equal(shown.actions.length, 5);
  const { text } = planText(plan, shown, report, 'en', english);
  assert.ok(text.includes(`\n  ${summary.copied} new: they will be copied\n`), text);
  assert.ok(text.includes(`\nActions: ${summary.actions}\n`), text);
  assert.equal(plans.report(path.join(backup.root, 'other.plan.jsonl')), undefined);
});

test('planning that is stopped says so and leaves no plan', async t => {
  const backup = new TempBackup(t);
  const request = takeoutOf(backup, 400);
  const plan = path.join(backup.root, '..', 'stopped.plan.jsonl');
  const run = new DryRun();
  const abort = new AbortController();
  const onLine = (line: string) => {
    if (run.hear(line)?.phase === 'plan') abort.abort();
  };
  const env = { KEEPSAKE_CACHE: backup.cache };
  const { exit } = await runCommandLine(CLI, planArguments(request, plan), { env, onLine, signal: abort.signal });
  assert.deepEqual([exit, run.summary?.stopped], [130, true]);
  assert.deepEqual(fs.globSync('*.plan.jsonl*', { cwd: path.dirname(plan) }), []);
});

test('what can’t be planned says why', async t => {
  const backup = new TempBackup(t);
  const sources = [path.join(backup.root, '..', 'nothing here')];
  const request: ExportRequest = { kind: 'auto', sources, backup: backup.root, choices: {} };
  const run = new DryRun();
  const { exit, said } = await runCommandLine(CLI, planArguments(request, path.join(backup.cache, 'p.plan.jsonl')), {
    env: { KEEPSAKE_CACHE: backup.cache },
    onLine: line => void run.hear(line),
  });
  assert.equal(exit, 3);
  assert.match(run.summary?.message ?? '', /nothing here/);
  assert.match(said, /nothing here/);
});

test('only the latest plans are kept', t => {
  const backup = new TempBackup(t);
  const plans = new Plans(path.join(backup.root, 'plans'));
  for (let i = 0; i < 30; i++) fs.writeFileSync(plans.fresh(new Date(2026, 0, 1, 0, 0, i)), '');
  const kept = fs.readdirSync(path.join(backup.root, 'plans')).sort();
  assert.equal(kept.length, 20);
  assert.equal(kept.at(-1), 'Export 2026-01-01 00.00.29.plan.jsonl');
});
