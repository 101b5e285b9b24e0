/** Albums as a person sees them in their files: links, folders, and batches by album or year. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { exportPhotos } from '../../../src/engine/jobs/export.ts';
import { DEFAULT_LAYOUT } from '../../../src/engine/jobs/exporting/layoutTemplate.ts';
import { NodeFileSystem } from '../../../src/engine/plan/nodeFileSystem.ts';
import { sixOf, treeOf } from '../../fixtures/exported.ts';
import { makeTakeout, type Takeout, writeTakeoutZips } from '../../fixtures/takeout.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

interface Listed {
  readonly path: string;
  readonly albums: readonly string[];
  readonly sources: readonly { readonly path: string }[];
}

const listed = (backup: TempBackup): readonly Listed[] => backup.list().map(line => JSON.parse(line));

function made(t: TestContext, seed: number): { readonly takeout: Takeout; readonly zips: string } {
  const zips = path.join(new TempBackup(t).root, 'zips');
  const takeout = makeTakeout({ seed, language: 'en', style: 'mixed', media: 120 });
  writeTakeoutZips(zips, takeout, 2, seed);
  return { takeout, zips };
}

/** Without times: of what has no date they are those of the run. */
const hashesOf = (backup: TempBackup): readonly (readonly [string, string])[] =>
  Object.entries(treeOf(backup.root)).map(([name, state]) => [name, state.slice(0, 64)]);

/** Album and photo of each link, and what it leads to is there. */
function linksOf(backup: TempBackup): readonly string[] {
  const albums = backup.path('Albums');
  if (!fs.existsSync(albums)) return [];
  return fs
    .readdirSync(albums, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isSymbolicLink())
    .map(entry => {
      const file = path.join(entry.parentPath, entry.name);
      assert.ok(!path.isAbsolute(fs.readlinkSync(file)), 'it leads there wherever the backup lies');
      return `${path.relative(albums, entry.parentPath)}: ${path.relative(fs.realpathSync(backup.root), fs.realpathSync(file))}`;
    })
    .sort();
}

const wanted = (assets: readonly Listed[]): readonly string[] =>
  assets.flatMap(asset => asset.albums.map(album => `${album}: ${asset.path}`)).sort();

test('links: each album is a folder that leads to its photos, and a photo is one all the same', t => {
  const { zips } = made(t, 31);
  const [plain, backup] = [new TempBackup(t), new TempBackup(t)];
  plain.cli('export', zips, '--to', plain.root, '--metadata', 'none');
  const run = (...more: string[]) =>
    backup.cli('export', zips, '--to', backup.root, '--metadata', 'none', '--json', ...more);
  const first = run('--albums', 'links');
  assert.equal(sixOf(first.summary).failed, undefined, first.stdout);
  assert.deepEqual(hashesOf(backup), hashesOf(plain));
  const assets = listed(backup);
  assert.deepEqual(linksOf(backup), wanted(assets));
  assert.ok(wanted(assets).length > 10);
  for (const job of ['index', 'verify']) {
    const { status, findings } = backup.cli(job, backup.root, '--json');
    assert.deepEqual([findings('link'), status], [[], job === 'verify' ? 0 : status]);
  }
  assert.deepEqual(listed(backup), assets);

  const before = linksOf(backup);
  assert.equal(run('--albums', 'links').summary.copied, 0);
  assert.deepEqual(linksOf(backup), before);
  // What was taken out of its album, and a link that went, in the next export.
  const [gone] = before;
  const [album = '', photo = ''] = gone!.split(': ');
  fs.rmSync(backup.path('Albums', album), { recursive: true });
  assert.equal(backup.cli('album', backup.root, 'remove', album, '--select', `path:${path.basename(photo)}`).status, 0);
  fs.writeFileSync(path.join(zips, 'new.txt'), 'the source has changed');
  run('--albums', 'links');
  assert.deepEqual(
    linksOf(backup),
    before.filter(link => link !== gone),
  );
});

test('links come also to what was there before, and an undo takes them away alone', t => {
  const { zips } = made(t, 32);
  const backup = new TempBackup(t);
  backup.cli('export', zips, '--to', backup.root, '--metadata', 'none');
  const before = treeOf(backup.root);
  assert.deepEqual(linksOf(backup), []);
  const run = backup.cli('export', zips, '--to', backup.root, '--metadata', 'none', '--albums', 'links', '--json');
  assert.equal(run.summary.copied, 0);
  assert.deepEqual(linksOf(backup), wanted(listed(backup)));
  assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.deepEqual(linksOf(backup), []);
  assert.deepEqual(treeOf(backup.root), before);
});

test('folders: a photo that is in an album lies there, once; all others where the layout has them', t => {
  const { zips } = made(t, 33);
  const [plain, backup] = [new TempBackup(t), new TempBackup(t)];
  const counts = sixOf(plain.cli('export', zips, '--to', plain.root, '--metadata', 'none', '--json').summary);
  const run = backup.cli('export', zips, '--to', backup.root, '--metadata', 'none', '--albums', 'folders', '--json');
  assert.deepEqual(sixOf(run.summary), counts);
  assert.deepEqual(
    hashesOf(backup)
      .map(([, sha]) => sha)
      .sort(),
    hashesOf(plain)
      .map(([, sha]) => sha)
      .sort(),
  );
  const assets = listed(backup);
  assert.ok(assets.filter(({ albums }) => albums.length > 0).length > 10);
  for (const { path: where, albums } of assets) {
    if (albums.length === 0) assert.doesNotMatch(where, /^Albums\//);
    else
      assert.ok(
        albums.some(album => where.startsWith(`Albums/${album}/`)),
        `${where}: ${albums.join(', ')}`,
      );
  }
  assert.equal(
    backup.cli('export', zips, '--to', backup.root, '--metadata', 'none', '--albums', 'folders', '--json').summary
      .copied,
    0,
  );
});

test('by album: what is in one comes first, album by album, also where its year folder was read before', t => {
  const { zips } = made(t, 34);
  const backup = new TempBackup(t);
  const plan = path.join(backup.root, '..', 'album.plan.jsonl');
  backup.cli('export', zips, '--to', backup.root, '--dry-run', '--plan', plan, '--by', 'album', '--metadata', 'none');
  backup.cli('export', zips, '--to', backup.root, '--metadata', 'none', '--by', 'album');
  const albumOf = new Map(listed(backup).map(({ path: where, albums }) => [where, albums] as const));
  const order = fs
    .readFileSync(plan, 'utf8')
    .split('\n')
    .flatMap(line => (line.startsWith('{"type":"action"') ? [JSON.parse(line)] : []))
    .flatMap(({ action, to, keepsake }) =>
      action === 'copy' && keepsake.main === true ? [albumOf.get(to) ?? []] : [],
    );
  const first = order.findIndex(albums => albums.length === 0);
  assert.ok(first > 10 && order.slice(first).every(albums => albums.length === 0));
  const names = order.slice(0, first).map(([name]) => name ?? '');
  assert.deepEqual(names, [...names].sort());
});

test('by year: the local year of each photo, and what has none at the end', async t => {
  const [source, backup] = [new TempBackup(t), new TempBackup(t)];
  for (const [i, name] of [
    'IMG_20210101_003000',
    'IMG_20191231_233000',
    'scan',
    'IMG_20200601_100000',
    'IMG_20190101_000500',
  ].entries())
    await source.jpeg(`a/${name}.jpg`, 40 * i);
  const plan = path.join(backup.root, '..', 'year.plan.jsonl');
  const args = ['export', source.path('a'), '--to', backup.root, '--by', 'year', '--plan', plan];
  assert.equal(backup.cli(...args).status, 0);
  const targets = [...fs.readFileSync(plan, 'utf8').matchAll(/"to":"([^/"]*)/g)].map(([, folder]) => folder);
  assert.deepEqual(targets, ['2019', '2019', '2020', '2021', 'Unknown date']);
});

test('a disk without links is told of before anything is done', async t => {
  const { zips } = made(t, 35);
  const backup = new TempBackup(t);
  class NoLinks extends NodeFileSystem {
    override symlink(): never {
      throw Object.assign(new Error('EPERM: operation not permitted, symlink'), { code: 'EPERM' });
    }
  }
  fs.rmdirSync(backup.root);
  await assert.rejects(
    exportPhotos({
      root: backup.root,
      cache: backup.cache,
      fileSystem: new NoLinks(),
      reporter: { progress() {}, finding() {}, note() {} },
      signal: new AbortController().signal,
      sources: [zips],
      from: 'auto',
      choices: {
        layout: DEFAULT_LAYOUT,
        metadata: 'none',
        albums: 'links',
        locked: false,
        trashed: false,
        again: false,
      },
      processes: 1,
      dryRun: false,
    }),
    /No links can be made in .*--albums folders/,
  );
  assert.equal(fs.existsSync(backup.root), false);
});

test('a real disk without links', t => {
  const { zips } = made(t, 36);
  const backup = new TempBackup(t);
  const image = path.join(backup.root, '..', 'fat.img');
  fs.closeSync(fs.openSync(image, 'w'));
  fs.truncateSync(image, 64 << 20);
  if (spawnSync('mkfs.vfat', [image]).status !== 0) return t.skip('this system makes no FAT');
  if (spawnSync('mount', ['-o', 'loop', image, backup.root]).status !== 0)
    return t.skip('this system lets no disk image be mounted');
  t.after(() => spawnSync('umount', ['-l', backup.root]));
  const run = backup.cli('export', zips, '--to', backup.root, '--albums', 'links');
  assert.equal(run.status, 3);
  assert.match(run.stderr, /No links can be made/);
  assert.deepEqual(fs.readdirSync(backup.root), []);
  assert.equal(
    sixOf(backup.cli('export', zips, '--to', backup.root, '--albums', 'folders', '--json').summary).failed,
    undefined,
  );
});
