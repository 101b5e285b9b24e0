/** A machine that has not read a backup yet must not look as if the backup were empty. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { Session } from '../../../src/server/session.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('with a cleared cache and no snapshot it is said that nothing is lost, and what reads the backup', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('IMG_20190101_100000.jpg', 1);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  for (const command of ['list', 'info']) assert.doesNotMatch(backup.cli(command, backup.root).stderr, /not read/);
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'));
  for (const command of ['list', 'info']) {
    const { stderr, stdout, status } = backup.cli(command, backup.root, '--json');
    assert.equal(status, 0);
    assert.match(stderr, /This machine has not read .* yet.*Nothing is lost.*keepsake index/s, command);
    assert.equal(JSON.parse(stdout.trim().split('\n').at(-1) ?? '').unread, true);
  }
  const session = new Session(backup.root, backup.cache, () => {});
  t.after(() => session.end());
  assert.equal(session.start().unread, true);
  backup.cli('index', backup.root);
  assert.equal(session.state().unread, undefined);
  assert.doesNotMatch(backup.cli('list', backup.root).stderr, /not read/);
});
