import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { ServerWindow } from '../../fixtures/serverWindow.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('what is otherwise on the disk than in the catalog is counted, until it is indexed', {
  timeout: 120_000,
}, async t => {
  const backup = new TempBackup(t);
  for (const [i, name] of ['2019/a.jpg', '2019/b.jpg', 'other/c.jpg'].entries()) await backup.jpeg(name, i + 1);
  backup.cli('index', backup.root);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  await window.ask('open', { root: backup.root });
  const changed = (...paths: string[]) => window.ask('changedOnDisk', { paths, shown: false });
  const all = ['2019/a.jpg', '2019/b.jpg', '2019/new.jpg', 'other', 'other/c.jpg', 'fresh'];
  const others = ['.vscode/settings.json', '.DS_Store', '.keepsake/backup.json', '../outside.jpg', 'gone.jpg', '2019'];
  backup.write('.vscode/settings.json', '{}');
  backup.write('.DS_Store', 'x');
  assert.equal(await changed(...all, ...others), 0);

  fs.appendFileSync(backup.path('2019/a.jpg'), 'more');
  fs.utimesSync(backup.path('2019/b.jpg'), 1, 1);
  await backup.jpeg('2019/new.jpg', 9);
  await backup.jpeg('fresh/d.jpg', 10);
  fs.rmSync(backup.path('other'), { recursive: true });
  assert.equal(await changed('2019/a.jpg'), 1, 'another size');
  assert.equal(await changed('2019/b.jpg'), 1, 'another time');
  assert.equal(await changed('2019/new.jpg'), 1, 'new');
  assert.equal(await changed('fresh'), 1, 'a folder that came with what is in it');
  assert.equal(await changed('other/c.jpg'), 1, 'gone');
  assert.equal(await changed('other'), 1, 'a folder that is gone');
  assert.equal(await changed(...others), 0);

  backup.cli('index', backup.root);
  assert.equal(await changed(...all, ...others), 0);
});

test('of what was shown last the files are looked at, and of nothing while the drive is away', {
  timeout: 120_000,
}, async t => {
  const backup = new TempBackup(t);
  for (const [i, name] of ['a.jpg', 'b.jpg'].entries()) await backup.jpeg(name, i + 1);
  backup.cli('index', backup.root);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  await window.ask('open', { root: backup.root });
  const { ids } = await window.ask('shape', { scope: { kind: 'all' }, sort: 'name' });
  const shown = () => window.ask('changedOnDisk', { paths: [], shown: true });
  fs.appendFileSync(backup.path('a.jpg'), 'more');
  assert.equal(await shown(), 0, 'nothing was shown yet');
  await window.ask('thumbs', { ids: [...ids].slice(1) });
  assert.equal(await shown(), 0);
  await window.ask('thumbs', { ids: [...ids] });
  assert.equal(await shown(), 1);
  fs.renameSync(backup.root, `${backup.root}.away`);
  assert.equal(await shown(), 0);
  fs.renameSync(`${backup.root}.away`, backup.root);
  backup.cli('index', backup.root);
  assert.equal(await shown(), 0);
});
