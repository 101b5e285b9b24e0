/** Every kind of change is in the history with what, when, how many and by which job; and is undone from it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ServerWindow } from '../../fixtures/serverWindow.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('an export, an edit, a turn, marks, albums, a move, what was set aside and accepted are in the history, and each is taken back', {
  timeout: 300_000,
}, async t => {
  const [card, backup] = [new TempBackup(t), new TempBackup(t)];
  for (let i = 1; i <= 3; i++) await card.jpeg(`Takeout/Google Photos/Rom/IMG_2019070${i}_100000.jpg`, i * 50);
  card.write('Takeout/Google Photos/Rom/metadata.json', JSON.stringify({ title: 'Rom', albumData: { title: 'Rom' } }));
  const cli = (job: string, ...args: string[]) => {
    const run = backup.cli(job, backup.root, ...args, '--json');
    assert.ok(run.status === 0 || job === 'verify', `${job}: ${run.stderr}${run.stdout}`);
    return run;
  };
  const exported = backup.cli(
    'export',
    card.root,
    '--from',
    'google-takeout',
    '--albums',
    'folders',
    '--to',
    backup.root,
  );
  assert.equal(exported.status, 0, exported.stderr);
  cli('edit', '--select', '*', '--set', 'title=Rom', '--apply');
  cli('edit', '--select', '*', '--rotate', 'right', '--apply');
  cli('mark', '--select', '*', '--rating', '4');
  const [, plan = ''] =
    /there is a plan, (\S+\.plan\.jsonl)/.exec(backup.cli('album', backup.root, 'rename', 'Rom', 'Rome').stderr) ?? [];
  cli('apply', plan);
  cli('quarantine', 'add', '--select', '0701', '--apply');
  const [left = ''] = fs.readdirSync(backup.path('Albums/Rome')).filter(name => name.includes('0702'));
  const changed = backup.path('Albums/Rome', left);
  const [bytes, { mtimeMs }] = [fs.readFileSync(changed), fs.statSync(changed)];
  fs.appendFileSync(changed, 'more');
  cli('verify');
  cli('accept', path.join('Albums/Rome', left));

  const window = new ServerWindow(t, { cacheDir: backup.cache });
  await window.ask('open', { root: backup.root });
  const rows = await window.ask('history', { limit: 50 });
  assert.deepEqual(
    rows.map(({ job, of, count, state }) => [job, of, count, state]),
    [
      ['accept', 'record', 1, 'stands'],
      ['quarantine', 'files', 1, 'stands'],
      ['album', 'files', 3, 'stands'],
      ['album', 'albums', 0, 'stands'],
      ['mark', 'marks', 3, 'stands'],
      ['edit', 'files', 3, 'stands'],
      ['edit', 'files', 3, 'stands'],
      ['export', 'files', 3, 'stands'],
    ],
    JSON.stringify(rows),
  );
  assert.ok(rows.every(({ title, at }, i) => title !== '' && at > 0 && at >= (rows[i + 1]?.at ?? 0)));
  for (const { id, of, job } of rows) {
    if (of === 'marks' || of === 'albums') assert.ok((await window.ask('undoAtOnce', { change: id })).applied > 0, job);
    else backup.cli('undo', backup.root, '--change', id);
    if (job !== 'accept') continue;
    // What the other program did it takes back itself.
    fs.writeFileSync(changed, bytes);
    fs.utimesSync(changed, mtimeMs / 1000, mtimeMs / 1000);
  }
  const after = await window.ask('history', { limit: 50 });
  assert.deepEqual(
    after.filter(({ undoes }) => undoes == null).map(({ job, state }) => `${job} ${state}`),
    rows.map(({ job }) => `${job} undone`),
  );
  assert.equal(after.filter(({ job }) => job === 'undo').length, rows.length);
});
