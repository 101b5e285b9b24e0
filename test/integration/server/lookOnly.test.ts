/** In Restricted Mode a backup is only looked at. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ServerWindow } from '../../fixtures/serverWindow.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

/** All that is in a folder, with the times at which the folders were changed: a probe that was removed shows there. */
function stateOf(folder: string): readonly string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .map(entry => path.join(entry.parentPath, entry.name))
    .concat(folder)
    .map(file => {
      const { mtimeNs, size } = fs.statSync(file, { bigint: true });
      return `${file} ${mtimeNs} ${size}`;
    })
    .sort();
}

test('a window in Restricted Mode writes nothing into the backup, lost ledger or not', { timeout: 60_000 }, async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  assert.equal(backup.cli('index', backup.root).status, 0);
  // Known to the catalog: another window would write it again.
  fs.rmSync(backup.path('.keepsake/ledger'), { recursive: true });
  for (const cacheDir of [backup.cache, `${backup.cache}-new`]) {
    const before = stateOf(backup.root);
    const window = new ServerWindow(t, { cacheDir, noPrograms: true });
    const { state, assets } = await window.ask('open', { root: backup.root });
    assert.equal(state, 'ready');
    assert.equal(assets, 1);
    const asset = await window.ask('find', { path: 'a.jpg' });
    assert.ok(asset != null);
    await assert.rejects(window.ask('mark', { ids: [asset.id], rating: 5 }), (failure: { message?: string }) =>
      /not trusted/.test(failure.message ?? ''),
    );
    await window.end();
    assert.deepEqual(stateOf(backup.root), before);
  }
});

test('once trusted, the same catalog goes on', { timeout: 60_000 }, async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  assert.equal(backup.cli('index', backup.root).status, 0);
  const restricted = new ServerWindow(t, { cacheDir: backup.cache, noPrograms: true });
  await restricted.ask('open', { root: backup.root });
  await restricted.end();
  const trusted = new ServerWindow(t, { cacheDir: backup.cache });
  await trusted.ask('open', { root: backup.root });
  const asset = await trusted.ask('find', { path: 'a.jpg' });
  assert.ok(asset != null);
  await trusted.ask('mark', { ids: [asset.id], rating: 5 });
  assert.equal(fs.readdirSync(path.join(backup.cache, 'catalogs')).length, 1);
  assert.match(backup.list()[0] ?? '', /"rating":\{?.*5/);
});
