/** The laws for a person's photos, one by one, as far as applying a plan can break them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Writer } from '../../../src/engine/plan/building.ts';
import { NodeFileSystem } from '../../../src/engine/plan/nodeFileSystem.ts';
import {
  applyIn,
  type Draft,
  identify,
  own,
  recordOf,
  recoverIn,
  sha256Of,
  treeOf,
  undoIn,
  verifyIn,
  writePlan,
} from '../../fixtures/planBackup.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

/** Puts a caption into the middle of a file. */
const metadata: Writer = {
  async write(from, to, tags) {
    const bytes = fs.readFileSync(from);
    const middle = bytes.length >> 1;
    fs.writeFileSync(
      to,
      Buffer.concat([bytes.subarray(0, middle), Buffer.from(String(tags.caption)), bytes.subarray(middle)]),
    );
    return { isNew: true, occupied: [] };
  },
};
const PHOTO = Buffer.from('a photo of many bytes '.repeat(100));

async function settingOf(t: TestContext): Promise<{
  backup: TempBackup;
  place: { root: string; cache: string };
  plan: (...drafts: Draft[]) => string;
}> {
  const backup = new TempBackup(t);
  const place = { root: backup.root, cache: backup.cache };
  backup.write('a.jpg', PHOTO);
  backup.write('b.jpg', 'b');
  await verifyIn(place);
  const id = identify(place);
  let plans = 0;
  const plan = (...drafts: Draft[]): string =>
    writePlan(path.join(backup.root, '..', `${++plans}.plan.jsonl`), id, drafts, [path.join(backup.root, '..')]);
  return { backup, place, plan };
}

const caption = (text: string, sha256 = sha256Of(PHOTO)): Draft => ({
  action: 'metadata',
  path: 'a.jpg',
  sha256,
  tags: { caption: text },
});
const edited = (text: string): Buffer => {
  const middle = PHOTO.length >> 1;
  return Buffer.concat([PHOTO.subarray(0, middle), Buffer.from(text), PHOTO.subarray(middle)]);
};

test('law 1: what a plan removes is in the quarantine, under its path, whole, and back when it is undone', async t => {
  const { backup, place, plan } = await settingOf(t);
  const before = own(treeOf(place.root));
  const { counts } = await applyIn(place, plan({ action: 'quarantine', path: 'a.jpg', sha256: sha256Of(PHOTO) }));
  const kept = backup.path('.keepsake/quarantine', String(counts.change), 'a.jpg');
  assert.deepEqual(fs.readFileSync(kept), PHOTO);
  assert.deepEqual((await verifyIn(place)).findings, []);
  await undoIn(place);
  assert.deepEqual(own(treeOf(place.root)), before);
});

test('law 1: a file is unlinked only when it has another name, or is ours', async t => {
  const { backup, place, plan } = await settingOf(t);
  class Watched extends NodeFileSystem {
    override unlink(file: string): void {
      const { nlink } = fs.lstatSync(file);
      assert.ok(nlink > 1 || path.basename(file).startsWith('.keepsake-'), `${file} has no other name`);
      super.unlink(file);
    }
    override rename(from: string, to: string): void {
      assert.ok(!fs.existsSync(to) || fs.lstatSync(to).nlink > 1, `${to} is replaced and has no other name`);
      super.rename(from, to);
    }
  }
  fs.writeFileSync(path.join(backup.root, '..', 'new.jpg'), 'new');
  const file = plan(
    { action: 'copy', from: { source: 0, path: 'new.jpg', size: 3 }, to: 'n/new.jpg', mtime: null },
    { action: 'move', from: 'b.jpg', to: 'n/b.jpg', sha256: sha256Of('b') },
    caption('x'),
    { action: 'quarantine', path: 'n/new.jpg', sha256: sha256Of('new') },
  );
  const disks = { fileSystem: new Watched() };
  assert.equal((await applyIn(place, file, disks, { metadata })).counts.applied, 4);
  assert.equal((await undoIn(place, undefined, disks)).counts.applied, 4);
});

test('law 2: no photo is opened for writing, and none is replaced whose bytes are others', async t => {
  const { backup, place, plan } = await settingOf(t);
  // Bytes that can't be written at all can still be edited: the new file is another, of the same permissions.
  fs.chmodSync(backup.path('a.jpg'), 0o444);
  const inode = fs.statSync(backup.path('a.jpg')).ino;
  const fd = fs.openSync(backup.path('a.jpg'), 'r');
  t.after(() => fs.closeSync(fd));
  await applyIn(place, plan(caption('hello')), {}, { metadata });
  assert.notEqual(fs.statSync(backup.path('a.jpg')).ino, inode);
  assert.deepEqual(fs.readFileSync(backup.path('a.jpg')), edited('hello'));
  assert.equal(fs.statSync(backup.path('a.jpg')).mode & 0o777, 0o444);
  // Whoever had it open still reads the old bytes.
  assert.deepEqual(fs.readFileSync(fd), PHOTO);
  backup.write('n/b.jpg', 'taken');
  const { findings } = await applyIn(
    place,
    plan({ action: 'move', from: 'b.jpg', to: 'n/b.jpg', sha256: sha256Of('b') }),
  );
  assert.deepEqual(
    findings.map(({ code }) => code),
    ['name-collision'],
  );
  assert.deepEqual(
    [fs.readFileSync(backup.path('b.jpg'), 'utf8'), fs.readFileSync(backup.path('n/b.jpg'), 'utf8')],
    ['b', 'taken'],
  );
});

test('law 5: our own edit is on record, never rot, with a time the file never had; undone, the old bytes and time', async t => {
  const { backup, place, plan } = await settingOf(t);
  const before = own(treeOf(place.root));
  const { mtimeMs } = fs.statSync(backup.path('a.jpg'));
  const first = await applyIn(place, plan(caption('one ')), {}, { metadata });
  const time = fs.statSync(backup.path('a.jpg')).mtimeMs;
  assert.notEqual(time, mtimeMs);
  const second = await applyIn(place, plan(caption('two ', sha256Of(edited('one ')))), {}, { metadata });
  assert.deepEqual([first.errors, second.errors], [0, 0]);
  const { findings, counts } = await verifyIn(place);
  assert.deepEqual([findings, counts.verified], [[], 2]);
  // Beneath a newer edit nothing is undone.
  const beneath = await undoIn(place, String(first.counts.change));
  assert.deepEqual([beneath.counts.applied, beneath.findings.map(({ code }) => code)], [0, ['conflict']]);
  await undoIn(place);
  assert.deepEqual(fs.readFileSync(backup.path('a.jpg')), edited('one '));
  await undoIn(place);
  assert.deepEqual(own(treeOf(place.root)), before);
  assert.equal(fs.statSync(backup.path('a.jpg')).mtimeMs, mtimeMs);
  assert.deepEqual((await verifyIn(place)).findings, []);
});

test('law 5: what another program changed is not accepted by the way, and a missing file’s record is not replaced', async t => {
  const { backup, place, plan } = await settingOf(t);
  const recorded = recordOf(place);
  backup.write('a.jpg', 'changed by others', 1_600_000_000);
  fs.rmSync(backup.path('b.jpg'));
  fs.writeFileSync(path.join(backup.root, '..', 'b.jpg'), 'other');
  const { findings } = await applyIn(
    place,
    plan(caption('x', sha256Of('changed by others')), {
      action: 'copy',
      from: { source: 0, path: 'b.jpg', size: 5 },
      to: 'b.jpg',
      mtime: null,
    }),
    {},
    { metadata },
  );
  assert.deepEqual(
    findings.map(({ code }) => code),
    ['conflict', 'conflict'],
  );
  assert.deepEqual(recordOf(place), recorded);
  assert.equal(fs.readFileSync(backup.path('a.jpg'), 'utf8'), 'changed by others');
});

test('law 9: a patch brings the old bytes back with what every system has, as docs/FORMAT.md says', async t => {
  const { backup, place, plan } = await settingOf(t);
  const { counts } = await applyIn(place, plan(caption('hello')), {}, { metadata });
  const folder = backup.path('.keepsake/undo', String(counts.change));
  const patch = path.join(folder, '1.patch');
  const { head, tail } = JSON.parse(fs.readFileSync(patch, 'utf8').split('\n')[0] ?? '') as {
    head: number;
    tail: number;
  };
  const script = `(head -c ${head} "$1"; tail -n +2 "$2"; tail -c ${tail} "$1")`;
  const { stdout } = spawnSync('sh', ['-c', script, 'sh', backup.path('a.jpg'), patch]);
  assert.deepEqual(stdout, PHOTO);
});

test('what was kept of old bytes and is damaged is not put back', async t => {
  const { backup, place, plan } = await settingOf(t);
  const { counts } = await applyIn(place, plan(caption('hello')), {}, { metadata });
  const patch = backup.path('.keepsake/undo', String(counts.change), '1.patch');
  fs.writeFileSync(patch, fs.readFileSync(patch, 'utf8').replace(/"head":\d+/, '"head":3'));
  const { findings } = await undoIn(place);
  assert.deepEqual(
    findings.map(({ code }) => code),
    ['conflict'],
  );
  assert.deepEqual(fs.readFileSync(backup.path('a.jpg')), edited('hello'));
  assert.deepEqual((await recoverIn(place)).findings, []);
});
