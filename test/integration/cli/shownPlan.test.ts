/** A plan of an export that was looked at before it is applied: nothing that was found then goes unsaid now. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { type CliResult, TempBackup } from '../../fixtures/tempBackup.ts';

const said = (run: CliResult): readonly string[] =>
  run.findings().map(({ severity, code, path, message }) => `${severity} ${code} ${path} ${message}`);

test('what was found when it was planned is told again when it is applied, and it stands as an export', t => {
  const [card, backup] = [new TempBackup(t), new TempBackup(t)];
  card.write('DCIM/undated.jpg', takeoutMedia('jpg', 1));
  card.write('DCIM/empty.jpg', '');
  const plan = card.path('../card.plan.jsonl');
  const planned = backup.cli('export', card.root, '--to', backup.root, '--dry-run', '--plan', plan, '--json');
  assert.ok(
    said(planned).some(line => line.startsWith('error empty DCIM/empty.jpg')),
    planned.stdout,
  );
  const applied = backup.cli('apply', backup.root, plan, '--json');
  assert.deepEqual(said(applied).slice(0, said(planned).length), said(planned));
  // As the export itself ends.
  assert.deepEqual([planned.status, applied.status], [1, 1]);
  assert.deepEqual([applied.summary.job, applied.summary.copied], ['apply', 2]);
  const info = backup.cli('info', backup.root, '--json').lines.find(({ type }) => type === 'info');
  const runs = (info?.runs ?? []) as readonly { job: string }[];
  assert.deepEqual(
    runs.map(({ job }) => job),
    ['export'],
  );
  // An editor is led to the file.
  const again = backup.cli('apply', backup.root, plan, '--absolute-paths');
  assert.ok(again.stdout.includes(`error  empty  ${card.path('DCIM/empty.jpg')}  `), again.stdout);
});

test('of very many findings a plan has as many as it has room for, and says how many more there are', t => {
  const [card, backup] = [new TempBackup(t), new TempBackup(t)];
  const name = (i: number): string => `${'n'.repeat(200)}${i}.jpg`;
  for (let i = 0; i < 1500; i++) card.write(`DCIM/${name(i)}`, '');
  const plan = card.path('../card.plan.jsonl');
  const planned = backup.cli('export', card.root, '--to', backup.root, '--dry-run', '--plan', plan, '--json');
  assert.ok(fs.readFileSync(plan, 'utf8').indexOf('\n') < 1 << 20);
  assert.equal(backup.cli('plan', 'check', plan).status, 0);
  const applied = said(backup.cli('apply', backup.root, plan, '--json'));
  assert.ok(applied.length < said(planned).length);
  assert.match(applied.join('\n'), /^error empty {2}When the plan was made there were \d+ more/m);
});
