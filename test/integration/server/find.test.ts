import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ServerWindow } from '../../fixtures/serverWindow.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('a file is found by its path, absolute or from the root, and a sidecar by its photo', {
  timeout: 60_000,
}, async t => {
  const backup = new TempBackup(t);
  const top = await backup.jpeg('top.jpg', 1);
  const deep = await backup.jpeg('2019/été/plage, ô.jpg'.normalize('NFD'), 2);
  backup.write('top.xmp', '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>');
  backup.write('notes.txt', 'no photo');
  backup.cli('index', backup.root);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  await window.ask('open', { root: backup.root });
  const find = async (file: string) => (await window.ask('find', { path: file }))?.id;
  const { ids } = await window.ask('shape', { scope: { kind: 'all' }, sort: 'name' });
  const items = await window.ask('items', { ids: [...ids] });
  const idOf = (name: string) => items.find(item => item.name.normalize('NFC') === name)?.id;
  assert.ok(idOf('top.jpg') != null && idOf('plage, ô.jpg') != null);

  assert.equal(await find(top), idOf('top.jpg'));
  assert.equal(await find('top.jpg'), idOf('top.jpg'));
  assert.equal(await find(backup.path('top.xmp')), idOf('top.jpg'));
  for (const form of ['NFC', 'NFD']) assert.equal(await find(deep.normalize(form)), idOf('plage, ô.jpg'), form);
  assert.equal(await find(deep.normalize('NFC').slice(backup.root.length + 1)), idOf('plage, ô.jpg'));

  const link = path.join(path.dirname(backup.root), 'link');
  fs.symlinkSync(backup.root, link);
  assert.equal(await find(path.join(link, 'top.jpg')), idOf('top.jpg'), 'through a symbolic link');

  const others = ['absent.jpg', '2019', 'notes.txt', '../backup/../elsewhere.jpg', '/etc/passwd', backup.root, 'a\0b'];
  for (const other of others) assert.equal(await find(other), undefined, other);
});

test('nothing is found where the folder is not indexed yet', { timeout: 60_000 }, async t => {
  const backup = new TempBackup(t);
  await backup.jpeg('a.jpg', 1);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  await window.ask('open', { root: backup.root });
  assert.equal(await window.ask('find', { path: 'a.jpg' }), null);
});
