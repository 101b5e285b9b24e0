/** Very many lines of one photo are applied all or not at all, and hold nothing up. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('a plan of 200,000 lines of one photo is refused in words, one of 2,000 applied', t => {
  const backup = new TempBackup(t);
  backup.write('a.jpg', 'x');
  assert.equal(backup.cli('verify', backup.root).status, 0);
  const { id } = JSON.parse(fs.readFileSync(backup.path('.keepsake/backup.json'), 'utf8')) as { id: string };
  const header = { type: 'plan', version: 1, job: 'export', backup: id, created: '2026-01-01T00:00:00Z' };
  const plan = path.join(backup.cache, 'x.plan.jsonl');
  const write = (count: number, field: (i: number) => object): void => {
    const actions = Array.from({ length: count }, (_, i) =>
      JSON.stringify({ type: 'action', id: i + 1, asset: 1, why: '', ...field(i) }),
    );
    fs.writeFileSync(plan, `${[JSON.stringify(header), ...actions].join('\n')}\n`);
  };
  write(200_000, () => ({ action: 'keep', path: 'a.jpg' }));
  const refused = backup.cli('apply', backup.root, plan);
  assert.equal(refused.status, 3);
  assert.match(refused.stderr, /line 10002: Asset 1 has more than 10000 lines.* Nothing was changed\./);
  write(2000, i => ({ action: 'copy', text: `note ${i}`, to: `notes/${i}.txt`, mtime: null }));
  assert.equal(backup.cli('apply', backup.root, plan).status, 0);
  assert.equal(fs.readdirSync(backup.path('notes')).length, 2000);
});
