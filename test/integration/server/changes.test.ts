import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { ServerWindow } from '../../fixtures/serverWindow.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

for (const job of ['export', 'apply'])
  test(`a backup that begins with ${job} has been looked at`, { timeout: 60_000 }, async t => {
    const backup = new TempBackup(t);
    const source = backup.path('..', 'card');
    fs.mkdirSync(source);
    await backup.jpeg('../card/IMG_20190701_120000.jpg', 1);
    const args = ['export', source, '--to', backup.root, '--from', 'folder', '--metadata', 'none'];
    const plan = backup.path('..', 'card.plan.jsonl');
    if (job === 'export') backup.cli(...args);
    else {
      backup.cli(...args, '--dry-run', '--plan', plan);
      assert.equal(backup.cli('apply', backup.root, plan).status, 0);
    }
    const window = new ServerWindow(t, { cacheDir: backup.cache });
    const state = await window.ask('open', { root: backup.root });
    assert.deepEqual([state.assets, state.unexamined], [1, undefined]);
  });

test('a window knows which change an undo would take back', { timeout: 60_000 }, async t => {
  const backup = new TempBackup(t);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  await window.ask('open', { root: backup.root });
  assert.equal(await window.ask('lastChange', null), null, 'there is no backup yet');
  const card = (name: string) => backup.path('..', name);
  for (const name of ['first', 'second']) {
    fs.mkdirSync(card(name));
    await backup.jpeg(`../${name}/IMG_20190701_12000${name.length}.jpg`, name.length);
    backup.cli('export', card(name), '--to', backup.root, '--from', 'folder', '--metadata', 'none');
  }
  await window.ask('open', { root: backup.root });
  const second = await window.ask('lastChange', null);
  assert.match(second?.title ?? '', /^Export from /);
  backup.cli('undo', backup.root);
  const first = await window.ask('lastChange', null);
  assert.ok(first != null && second != null && first.at < second.at, 'the one before is next');
  backup.cli('undo', backup.root);
  assert.equal(await window.ask('lastChange', null), null);
});
