/** One file under two spellings of one name in the ledger, as a Mac and Linux write them by turns. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { Store } from '../../../src/engine/catalog/store.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const NFC = 'Käse';
const NFD = NFC.normalize('NFD');

for (const [what, before, after] of [
  ['a file', `${NFD}.JPG`, `${NFC}.JPG`],
  ['a folder', `${NFD}/IMG_1.JPG`, `${NFC}/IMG_1.JPG`],
] as const)
  test(`a catalog that is made anew from a ledger with both forms of the name of ${what} has one of them`, t => {
    const backup = new TempBackup(t);
    backup.write(before, 'the photo');
    backup.write('other.JPG', 'another');
    backup.cli('verify', backup.root);
    // The other system lists it in its own form, and the record goes on under that.
    const [from = '', to = ''] = [before, after].map(name => backup.path(name.split('/')[0] ?? ''));
    fs.renameSync(from, to);
    fs.utimesSync(backup.path(after), 1_600_000_000, 1_600_000_000);
    assert.equal(backup.cli('verify', backup.root, '--json').summary.missing, 0);
    fs.rmSync(backup.cache, { recursive: true });
    fs.rmSync(backup.path('.keepsake/catalog.db'), { force: true });
    const store = Store.open(backup.root, { cache: backup.cache, create: false });
    assert.equal(store.db.prepare('SELECT count(*) FROM file').pluck(true).get(), 2);
    store.close();
    const verify = backup.cli('verify', backup.root, '--json');
    assert.deepEqual([verify.status, verify.findings(), verify.summary.verified], [0, [], 2]);
  });

test('two files whose names differ in their form alone stay two, also in a catalog that is made anew', t => {
  const backup = new TempBackup(t);
  backup.write(`${NFC}.JPG`, 'one');
  backup.write(`${NFD}.JPG`, 'two');
  if (fs.readdirSync(backup.root).length < 2) return t.skip('this file system keeps one of them only');
  backup.cli('verify', backup.root);
  for (const name of [NFC, NFD]) fs.utimesSync(backup.path(`${name}.JPG`), 1_600_000_000, 1_600_000_000);
  backup.cli('verify', backup.root);
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'), { force: true });
  fs.rmSync(backup.path(`${NFD}.JPG`));
  const verify = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([verify.summary.missing, verify.summary.verified], [1, 1]);
});

test('a machine that has seen the files in one form takes up a ledger that another wrote in the other', async t => {
  const backup = new TempBackup(t);
  await backup.jpeg(`2019/${NFD}.jpg`, 1);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  const [before = ''] = backup.list();
  fs.renameSync(backup.path(`2019/${NFD}.jpg`), backup.path(`2019/${NFC}.jpg`));
  backup.cli('index', backup.root);
  // The snapshot has the file as it is listed here; the ledger, as it was written there.
  fs.rmSync(backup.cache, { recursive: true });
  const verify = backup.cli('verify', backup.root, '--json');
  assert.deepEqual([verify.status, verify.findings(), verify.summary.verified], [0, [], 1]);
  backup.cli('index', backup.root);
  assert.deepEqual(
    backup.list().map(line => (JSON.parse(line) as { id: string }).id),
    [(JSON.parse(before) as { id: string }).id],
  );
});
