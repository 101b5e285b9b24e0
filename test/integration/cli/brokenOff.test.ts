/** What looks at a backup after an export that did not come to its end: it says that there is more, and what to do. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { makeTakeout, writeTakeoutZips } from '../../fixtures/takeout.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('list and info say that an export was broken off, until it has come to its end', async t => {
  const backup = new TempBackup(t);
  const takeout = makeTakeout({ seed: 21, language: 'en', style: 'mixed', media: 40 });
  const zips = writeTakeoutZips(path.join(backup.cache, 'zips'), takeout, 1, 21);
  const args = ['export', ...zips, '--to', backup.root, '--metadata', 'embed'];
  const hasPhotos = (): boolean => fs.readdirSync(backup.root).some(name => name.startsWith('20'));
  assert.ok(await backup.killedFrom(hasPhotos, 0, ...args));
  for (const look of ['list', 'info']) {
    const { status, stderr } = backup.cli(look, backup.root);
    assert.equal(status, 0);
    assert.match(stderr, /The last export into .* did not come to its end.*Run it again/, look);
    assert.doesNotMatch(stderr, /has not read/);
  }
  assert.equal(backup.cli('list', backup.root, '--json').summary.unfinished, true);
  backup.cli(...args);
  for (const look of ['list', 'info'])
    assert.doesNotMatch(backup.cli(look, backup.root).stderr, /come to its end|has not read/);
});
