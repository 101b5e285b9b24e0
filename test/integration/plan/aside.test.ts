/** Copies aside while another program works in a backup: each ends in its place, in the quarantine, or not at all. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { uuidv7 } from 'uuidv7';
import { type Name, nameOf } from '../../../src/engine/backup/name.ts';
import { Aside } from '../../../src/engine/plan/aside.ts';
import { NodeFileSystem } from '../../../src/engine/plan/nodeFileSystem.ts';
import { PulledDrive, snapshotOf } from '../../fixtures/pulledDrive.ts';
import { Log, RecordingFileSystem } from '../../fixtures/recordingDisk.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const pause = (): undefined => undefined;
const none = (): boolean => false;
const names = (...paths: string[]): Name[] => paths.map(text => ({ text }));

async function begun(t: TestContext) {
  const backup = new TempBackup(t);
  fs.mkdirSync(backup.path('.keepsake'));
  const change = uuidv7();
  const again = (): Aside => new Aside(backup.root, change, new NodeFileSystem());
  const aside = again();
  await aside.begin(1234);
  const left = (): readonly string[] =>
    fs
      .readdirSync(backup.path('.keepsake'), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(({ parentPath, name }) => path.relative(backup.path('.keepsake'), path.join(parentPath, name)))
      .map(name => name.replace(change, 'C'))
      .sort();
  return { backup, change, aside, again, left };
}

test('the same bytes: nothing is left; other bytes: the old ones go to the quarantine; gone: they come back', async t => {
  const { backup, change, aside, again, left } = await begun(t);
  const before = backup.write('2019/back.jpg', 'back', -86_400 * 365);
  backup.write('2019/same.jpg', 'same');
  backup.write('2019/other.jpg', 'other');
  const odd = { text: 'odd-\\xE9.jpg', raw: Buffer.from('odd-\xe9.jpg', 'latin1') };
  const oddFile = Buffer.concat([Buffer.from(`${backup.root}/`), odd.raw]);
  fs.writeFileSync(oddFile, 'odd');
  const paths = names('2019/back.jpg', '2019/same.jpg', '2019/other.jpg', '2019/none.jpg', 'nowhere/none.jpg');
  assert.equal(await aside.take([...paths, nameOf(odd.raw)], pause), 4);
  assert.deepEqual(Aside.left(backup.root), [change]);
  const { mtimeMs } = fs.statSync(before);
  fs.rmSync(before);
  fs.writeFileSync(backup.path('2019/other.jpg'), 'new bytes');
  fs.writeFileSync(oddFile, 'new');
  // By another process, as after a kill.
  const after = again();
  assert.equal(after.since, 1234);
  const { replaced, back } = await after.compare(none, pause);
  assert.deepEqual(back, names('2019/back.jpg'));
  assert.deepEqual(replaced.map(({ path }) => path.text).sort(), ['2019/other.jpg', 'odd-\\xE9.jpg']);
  assert.equal(replaced.find(({ path }) => path.text === '2019/other.jpg')?.new?.size, 9);
  assert.equal(fs.readFileSync(before, 'utf8'), 'back');
  assert.equal(fs.statSync(before).mtimeMs, mtimeMs);
  // Killed between the record and this: those on record are known as done.
  await again().keep(replaced.slice(0, 1));
  const isDone = ({ text }: Name): boolean => replaced.some(({ path }) => path.text === text);
  assert.deepEqual(await again().compare(isDone, pause), { replaced: [], back: [] });
  await again().end();
  assert.deepEqual(left(), ['quarantine/C/2019/other.jpg', 'quarantine/C/odd-\ufffd.jpg']);
  assert.equal(fs.readFileSync(backup.path('.keepsake/quarantine', change, '2019/other.jpg'), 'utf8'), 'other');
  assert.deepEqual(Aside.left(backup.root), []);
  assert.ok(!fs.existsSync(backup.path('.keepsake/aside')));
});

test('killed while it copied, the program had not begun: half a copy is taken for nothing', async t => {
  const { backup, change, again, left } = await begun(t);
  backup.write('a.jpg', 'whole');
  fs.mkdirSync(backup.path('.keepsake/aside', change));
  fs.writeFileSync(backup.path('.keepsake/aside', change, 'a.jpg'), 'wh');
  assert.deepEqual(await again().compare(none, pause), { replaced: [], back: [] });
  await again().end();
  assert.deepEqual(left(), []);
  assert.equal(fs.readFileSync(backup.path('a.jpg'), 'utf8'), 'whole');
});

test('where a link or a folder has come into its place the old bytes are kept, and what is there is left alone', async t => {
  const { backup, aside, left } = await begun(t);
  backup.write('link.jpg', 'a');
  backup.write('folder.jpg', 'b');
  await aside.take(names('link.jpg', 'folder.jpg'), pause);
  fs.rmSync(backup.path('link.jpg'));
  fs.symlinkSync('/etc/hostname', backup.path('link.jpg'));
  fs.rmSync(backup.path('folder.jpg'));
  fs.mkdirSync(backup.path('folder.jpg'));
  const { replaced } = await aside.compare(none, pause);
  assert.deepEqual(replaced.map(({ path, new: now }) => [path.text, now]).sort(), [
    ['folder.jpg', undefined],
    ['link.jpg', undefined],
  ]);
  await aside.keep(replaced);
  await aside.end();
  assert.deepEqual(left(), ['quarantine/C/folder.jpg', 'quarantine/C/link.jpg']);
  assert.ok(fs.lstatSync(backup.path('link.jpg')).isSymbolicLink());
});

test('what is not to come back goes to the quarantine as well', async t => {
  const { backup, aside, left } = await begun(t);
  const [back, away] = [backup.write('back.jpg', 'a'), backup.write('away.jpg', 'b')];
  await aside.take(names('back.jpg', 'away.jpg'), pause);
  for (const file of [back, away]) fs.rmSync(file);
  const compared = await aside.compare(none, pause, ({ text }) => text === 'back.jpg');
  assert.deepEqual(compared.back, names('back.jpg'));
  assert.deepEqual(
    compared.replaced.map(({ path, new: now }) => [path.text, now]),
    [['away.jpg', undefined]],
  );
  await aside.keep(compared.replaced);
  await aside.end();
  assert.deepEqual([left(), fs.existsSync(away)], [['quarantine/C/away.jpg'], false]);
});

test('nothing is copied through a link, and what was copied until then goes', async t => {
  const { backup, aside, left } = await begun(t);
  const outside = new TempBackup(t);
  outside.write('a.jpg', 'outside');
  backup.write('first.jpg', 'first');
  fs.symlinkSync(outside.root, backup.path('linked'));
  await assert.rejects(aside.take(names('first.jpg', 'linked/a.jpg'), pause), /is a link/);
  await aside.discard();
  assert.deepEqual(left(), []);
});

for (const links of [true, false])
  test(`a drive ${links ? 'with' : 'without'} hard links, pulled out at every operation: old bytes are never nowhere`, async t => {
    const backup = new TempBackup(t);
    const files = ['2019/same.jpg', '2019/other.jpg', '2019/gone.jpg'];
    for (const file of files) backup.write(file, `bytes of ${file}`);
    fs.mkdirSync(backup.path('.keepsake'));
    const change = uuidv7();
    const before = snapshotOf(backup.root);
    const log = new Log(backup.root);
    const disk = new RecordingFileSystem(log, links);
    const aside = new Aside(backup.root, change, disk);
    await aside.begin(1234);
    await aside.take(names(...files), pause);
    const taken = log.operations.length;
    // Another program: it writes, and nothing of that is synced.
    disk.unlink(backup.path('2019/gone.jpg'));
    for (const [file, text] of [
      ['2019/other.jpg', 'new bytes'],
      ['2019/same.jpg', 'bytes of 2019/same.jpg'],
    ] as const) {
      disk.unlink(backup.path(file));
      const made = disk.create(backup.path(file));
      made.write(Buffer.from(text));
      made.close();
    }
    const { replaced } = await aside.compare(none, pause);
    await aside.keep(replaced);
    await aside.end();
    const place = new TempBackup(t);
    for (let count = taken; count <= log.operations.length; count++)
      for (const luck of ['lost', 'kept', 1, 2, 3] as const) {
        const drive = new PulledDrive(before, links);
        for (const operation of log.operations.slice(0, count)) drive.do(operation);
        drive.materialise(place.root, luck);
        const found = fs
          .readdirSync(place.root, { recursive: true, withFileTypes: true })
          .filter(entry => entry.isFile())
          .map(entry => fs.readFileSync(path.join(entry.parentPath, entry.name), 'utf8'));
        for (const file of files)
          assert.ok(found.includes(`bytes of ${file}`), `${file}, after ${count} operations, ${luck}`);
      }
    assert.ok(log.operations.length > taken + 10);
  });
