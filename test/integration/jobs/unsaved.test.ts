/** What is made out of ledger and catalog at the end of a job may find no room: that is said, and the record is safe. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { type TestContext, test } from 'node:test';
import { problemCodes } from '../../../src/engine/catalog/problems.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const LEDGER = /safe/;

async function verified(t: TestContext): Promise<TempBackup> {
  const backup = new TempBackup(t);
  for (const i of [1, 2]) await backup.jpeg(`IMG_2019010${i}_100000.jpg`, i);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  return backup;
}

/** In the way of a file that is to be renamed there; also root can't get past it. */
function block(file: string): () => void {
  fs.rmSync(file, { force: true });
  fs.mkdirSync(file);
  fs.writeFileSync(`${file}/x`, '');
  return () => fs.rmSync(file, { recursive: true });
}

const isOpen = (backup: TempBackup): boolean => {
  const store = Store.open(backup.root, { cache: backup.cache, create: false });
  const codes = problemCodes(store.db).map(({ code }) => code);
  store.close();
  return codes.includes('unsaved');
};

for (const [name, what] of [
  ['SHA256SUMS', /list of checksums/],
  ['catalog.db', /copy of the catalog/],
] as const)
  test(`${name} that can't be written ends a job as failed; the change is kept and the next job mends it`, async t => {
    const backup = await verified(t);
    backup.write('IMG_20190101_100000.jpg', 'edited', 1_600_000_000);
    backup.cli('index', backup.root);
    const unblock = block(backup.path('.keepsake', name));
    const verify = backup.cli('verify', backup.root, '--json');
    assert.deepEqual([verify.status, verify.summary.modified, verify.summary.verified], [3, 1, 1], verify.stderr);
    assert.equal(verify.findings('unsaved').length, 1);
    const accept = backup.cli('accept', backup.root, '--all-modified', '--json');
    assert.deepEqual([accept.status, accept.summary.files], [3, 1]);
    assert.match(String(accept.summary.change), /^[0-9a-f-]{36}$/);
    for (const { stderr } of [verify, accept]) {
      assert.match(stderr, what);
      assert.match(stderr, LEDGER);
      assert.match(stderr, /disk of the backup/);
    }
    const undo = backup.cli('undo', backup.root, '--json');
    assert.deepEqual([undo.status, undo.summary.applied], [3, 1]);
    if (name === 'catalog.db') {
      await backup.jpeg('IMG_20190103_100000.jpg', 3);
      const index = backup.cli('index', backup.root, '--json');
      assert.deepEqual([index.status, index.summary.added], [3, 1]);
      assert.match(index.stderr, what);
    }
    assert.equal(isOpen(backup), true, 'a window knows of it too');
    unblock();
    backup.cli('verify', backup.root);
    assert.equal(isOpen(backup), false);
    assert.ok(fs.statSync(backup.path('.keepsake', name)).isFile());
  });

const canMount = process.platform === 'linux' && process.getuid?.() === 0;

test('a full disk of the backup, and of the cache, are told apart', {
  skip: canMount ? false : 'only root mounts',
}, t => {
  const backup = new TempBackup(t);
  const mount = (at: string, size: string): boolean => {
    fs.mkdirSync(at, { recursive: true });
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'keepsake-test', at]).status !== 0) return false;
    t.after(() => spawnSync('umount', [at]));
    return true;
  };
  if (!mount(backup.root, '1200k')) return t.skip('mounting is not allowed here');
  for (let i = 0; i < 40; i++) backup.write(`IMG_${i}.txt`, `file ${i}`);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  const free = (folder: string): number => {
    const { bavail, bsize } = fs.statfsSync(folder);
    return bavail * bsize;
  };
  backup.write('IMG_1.txt', 'edited', 1_600_000_000);
  const fill = backup.write('fill.txt', '');
  // Room for the ledger's line, the lock and the list, but not for another copy of the catalog.
  fs.writeFileSync(fill, Buffer.alloc(Math.max(0, free(backup.root) - 60_000)));
  const verify = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([verify.status, verify.summary.modified], [3, 1], verify.stderr);
  assert.match(verify.stderr, /disk of the backup/);
  assert.match(verify.stderr, /full/);
  assert.match(verify.stderr, LEDGER);
  fs.rmSync(fill);
  assert.equal(backup.cli('verify', backup.root, '--json').findings('unsaved').length, 0);
});
