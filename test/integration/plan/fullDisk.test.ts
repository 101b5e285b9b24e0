/** A disk that fills up in the middle of a plan: it stops, says how far it came, and goes on when there is room. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import sharp from 'sharp';
import { isTemporaryName } from '../../../src/engine/backup/temporaryName.ts';
import type { Finding } from '../../../src/engine/catalog/findings.ts';
import { resultUntil } from '../../../src/engine/jobs/job.ts';
import { ExiftoolWriter } from '../../../src/engine/plan/exiftoolWriter.ts';
import { ExifTool } from '../../../src/engine/programs/exiftool.ts';
import {
  applyIn,
  type Draft,
  identify,
  own,
  recordOf,
  sha256Of,
  treeOf,
  verifyIn,
  writePlan,
} from '../../fixtures/planBackup.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const MIB = 1 << 20;

/** @returns false where this system doesn't let us mount */
function mountSmall(t: TestContext, folder: string, size: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'keepsake-test', folder]).status !== 0) return false;
  t.after(() => spawnSync('umount', ['-l', folder]));
  return true;
}

test('a disk that fills up, and has more room later', async t => {
  const backup = new TempBackup(t);
  if (!mountSmall(t, backup.root, '12m')) return t.skip('only root can mount a small file system here');
  const place = { root: backup.root, cache: backup.cache };
  backup.write('old/x.jpg', 'x');
  const source = path.join(backup.root, '..', 'source');
  fs.mkdirSync(source);
  const files = Array.from({ length: 40 }, (_, i) => Buffer.alloc(MIB / 2, i + 1));
  for (const [i, bytes] of files.entries()) fs.writeFileSync(path.join(source, `${i}.jpg`), bytes);
  await verifyIn(place);
  const plan = writePlan(
    path.join(source, 'p.plan.jsonl'),
    identify(place),
    files.flatMap((bytes, i) => [
      {
        action: 'copy' as const,
        from: { source: 0, path: `${i}.jpg`, size: bytes.length, sha256: sha256Of(bytes) },
        to: `2020/${i}.jpg`,
        mtime: '2020-02-02T02:02:02Z',
      },
      // What each batch begins with is the target of the one before: many small batches.
      ...(i % 4 === 3
        ? [{ action: 'move' as const, from: `2020/${i}.jpg`, to: `2021/${i}.jpg`, sha256: sha256Of(bytes) }]
        : []),
    ]),
    [source],
  );
  await assert.rejects(applyIn(place, plan), (error: Error) => {
    assert.equal(error.name, 'BrokenOff');
    assert.match(
      error.message,
      /^The disk is full \(ENOSPC\)\. [1-9]\d* of 50 actions are applied and safe; .* Make room and apply the plan again/,
    );
    return true;
  });
  const left = Object.keys(own(treeOf(place.root)));
  assert.ok(left.length > 1 && left.length < 41);
  assert.deepEqual(
    left.filter(name => isTemporaryName(path.basename(name))),
    [],
  );
  for (const name of left.filter(name => /^20/.test(name)))
    assert.equal(fs.statSync(backup.path(name)).size, MIB / 2, name);

  assert.equal(spawnSync('mount', ['-o', 'remount,size=64m', backup.root]).status, 0);
  const { counts, errors } = await applyIn(place, plan);
  assert.deepEqual([Number(counts.applied) + Number(counts.unchanged), errors], [50, 0]);
  const tree = own(treeOf(place.root));
  for (const [i, bytes] of files.entries())
    assert.equal(tree[`${i % 4 === 3 ? 2021 : 2020}/${i}.jpg`]?.split(' ')[0], sha256Of(bytes).slice(0, 16));
  assert.equal((await verifyIn(place)).errors, 0);
});

test('of a batch that a full disk has no room for, what fits is kept', async t => {
  const backup = new TempBackup(t);
  if (!mountSmall(t, backup.root, '12m')) return t.skip('only root can mount a small file system here');
  const place = { root: backup.root, cache: backup.cache };
  backup.write('old/x.jpg', 'x');
  const source = path.join(backup.root, '..', 'source');
  fs.mkdirSync(source);
  const files = Array.from({ length: 30 }, (_, i) => Buffer.alloc(MIB / 2, i + 1));
  for (const [i, bytes] of files.entries()) fs.writeFileSync(path.join(source, `${i}.jpg`), bytes);
  await verifyIn(place);
  // One batch; a photo of two files, and one that is not what the plan was made for.
  const drafts = files.map((bytes, i): Draft => {
    const sha256 = sha256Of(i === 3 ? 'something else' : bytes);
    const asset = i === 8 || i === 9 ? 8 : i + 100;
    const from = { source: 0, path: `${i}.jpg`, size: bytes.length, sha256 };
    return { action: 'copy', asset, from, to: `2020/${i}.jpg`, mtime: null };
  });
  const plan = writePlan(path.join(source, 'p.plan.jsonl'), identify(place), drafts, [source]);
  const findings: Finding[] = [];
  const counts: Record<string, unknown> = {};
  const tell = (finding: Finding): void => void findings.push(finding);
  await assert.rejects(applyIn(place, plan, {}, {}, undefined, tell), (error: Error) => {
    Object.assign(counts, resultUntil(error)?.counts);
    return error.name === 'BrokenOff' && /ENOSPC/.test(error.message);
  });
  const { bavail, bsize } = fs.statfsSync(backup.root);
  assert.ok(bavail * bsize < MIB, `${bavail * bsize} bytes are free, more than the next photo needs`);
  const names = (): readonly string[] => Object.keys(own(treeOf(place.root))).filter(name => name.startsWith('2020/'));
  const kept = names();
  assert.ok(kept.length >= 15 && kept.length < 29, kept.join(' '));
  assert.deepEqual([counts.applied, counts.failed], [kept.length, 1]);
  assert.deepEqual(
    findings.map(({ path: { text } }) => text),
    ['2020/3.jpg'],
  );
  // All of it is on record, and nothing is half there.
  assert.deepEqual(
    kept.filter(name => recordOf(place)[name] == null || isTemporaryName(path.basename(name))),
    [],
  );

  assert.equal(spawnSync('mount', ['-o', 'remount,size=64m', backup.root]).status, 0);
  const rest = await applyIn(place, plan);
  assert.deepEqual(
    [rest.counts.applied, rest.counts.unchanged, rest.counts.failed],
    [29 - kept.length, kept.length, 1],
  );
  assert.deepEqual([names().length, (await verifyIn(place)).errors], [29, 0]);
});

test('another volume within the backup: what is new is built on it, and nothing is moved over to it or from it', async t => {
  const backup = new TempBackup(t);
  fs.mkdirSync(backup.path('other'));
  if (!mountSmall(t, backup.path('other'), '4m')) return t.skip('only root can mount a small file system here');
  const place = { root: backup.root, cache: backup.cache };
  backup.write('x.jpg', 'x');
  backup.write('other/y.jpg', 'y');
  await verifyIn(place);
  const source = path.join(backup.root, '..', 'source');
  fs.mkdirSync(source);
  fs.writeFileSync(path.join(source, 'a.jpg'), 'a');
  const before = own(treeOf(place.root));
  const plan = writePlan(
    path.join(source, 'p.plan.jsonl'),
    identify(place),
    [
      { action: 'copy', from: { source: 0, path: 'a.jpg', size: 1 }, to: 'other/n/a.jpg', mtime: null },
      { action: 'move', from: 'x.jpg', to: 'other/x.jpg', sha256: sha256Of('x') },
      { action: 'quarantine', path: 'other/y.jpg', sha256: sha256Of('y') },
    ],
    [source],
  );
  const { counts, findings, errors } = await applyIn(place, plan);
  assert.deepEqual([counts.applied, counts.skipped, errors], [1, 2, 2]);
  for (const { message } of findings) assert.match(message, /another volume/);
  const { 'other/n/a.jpg': copied, ...rest } = own(treeOf(place.root));
  assert.deepEqual([copied?.split(' ')[0], rest], [sha256Of('a').slice(0, 16), before]);
});

test('a disk that fills up while tags are written: no photo is taken for one that takes no tags', async t => {
  const backup = new TempBackup(t);
  if (!mountSmall(t, backup.root, '14m')) return t.skip('only root can mount a small file system here');
  const place = { root: backup.root, cache: backup.cache };
  const source = path.join(backup.root, '..', 'source');
  fs.mkdirSync(source);
  const film = fs.readFileSync(path.resolve(import.meta.dirname, '../../fixtures/data/takeout.mp4'));
  const pixels = await sharp(Buffer.alloc(900 * 900 * 3, 7), { raw: { width: 900, height: 900, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  // Into the first tags are put by us, into the second by exiftool; each leaves room for less.
  const space = Buffer.alloc(2 * MIB);
  space.writeUInt32BE(space.length);
  space.write('mdat', 4, 'latin1');
  const kinds: Readonly<Record<string, Buffer>> = { 'a.png': pixels, 'b.mp4': Buffer.concat([film, space]) };
  const drafts = Array.from({ length: 8 }, (_, i): Draft => {
    const name = Object.keys(kinds)[i % 2] ?? '';
    fs.writeFileSync(path.join(source, name), kinds[name] ?? '');
    return {
      action: 'copy',
      from: { source: 0, path: name, size: kinds[name]?.length },
      to: `2020/${i}${path.extname(name)}`,
      mtime: null,
      metadata: { tags: { 'XMP-dc:Subject': [`photo ${i}`] } },
    };
  });
  const plan = writePlan(path.join(source, 'p.plan.jsonl'), identify(place), drafts, [source]);
  const exiftool = new ExifTool({ processes: 2 });
  t.after(() => exiftool.end());
  const hands = { metadata: new ExiftoolWriter(exiftool) };
  fs.writeFileSync(backup.path('filling'), Buffer.alloc(11 * MIB));
  for (const [name, bytes] of Object.entries(kinds)) {
    const [from, to] = [backup.path('.keepsake-1.from'), backup.path('.keepsake-1.tmp')];
    fs.writeFileSync(from, bytes.subarray(0, 3 * MIB));
    const tags = { 'XMP-dc:Subject': ['x'] };
    await assert.rejects(hands.metadata.write(from, to, tags, 'lacking'), { code: 'ENOSPC' }, name);
    for (const file of [from, to]) fs.rmSync(file, { force: true });
  }
  fs.rmSync(backup.path('filling'));
  await assert.rejects(applyIn(place, plan, {}, hands), { name: 'BrokenOff', message: /ENOSPC/ });
  assert.equal(spawnSync('mount', ['-o', 'remount,size=60m', backup.root]).status, 0);
  const { counts, findings } = await applyIn(place, plan, {}, hands);
  assert.deepEqual([findings, (counts.applied as number) + (counts.unchanged as number)], [[], 8]);
  for (let i = 0; i < 8; i++) {
    const file = backup.path(`2020/${i}${path.extname(Object.keys(kinds)[i % 2] ?? '')}`);
    assert.deepEqual([(await exiftool.readRaw(file))['XMP-dc:Subject']].flat(), [`photo ${i}`]);
  }
});
