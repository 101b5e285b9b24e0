/**
 * Exports the real samples: the Takeout as a tree and zipped in three parts, and files as Apple Photos exports them.
 * Skipped where the samples are not there (they are no part of the project): set KEEPSAKE_SHARED to their folder. With
 * KEEPSAKE_TABLE=1 it prints the counts as a table.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileKind } from '../../src/engine/media/kinds.ts';
import { sixOf, treeOf } from '../fixtures/exported.ts';
import { writeZip } from '../fixtures/takeoutZip.ts';
import { TempBackup } from '../fixtures/tempBackup.ts';

const shared = process.env.KEEPSAKE_SHARED ?? path.join(import.meta.dirname, '../../../shared');
const samples = path.join(shared, 'samples');
const skip = fs.existsSync(samples) ? false : `no samples in ${samples}: set KEEPSAKE_SHARED`;
const table: Record<string, unknown> = {};

const filesIn = (folder: string): readonly string[] =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name));
const mediaIn = (folder: string): readonly string[] =>
  filesIn(folder).filter(file => ['image', 'raw', 'video'].includes(fileKind(path.basename(file))));
const shaOf = (file: string): string => createHash('sha256').update(fs.readFileSync(file)).digest('hex');

/** Exports twice, and holds the first against the source's bytes and the second against the first. */
function exported(
  t: TestContext,
  name: string,
  sources: readonly string[],
  originals: string,
  metadata = 'sidecar',
): TempBackup {
  const backup = new TempBackup(t);
  const args = ['export', ...sources, '--to', backup.root, '--metadata', metadata, '--json'];
  const run = backup.cli(...args);
  const counts = sixOf(run.summary);
  assert.equal(counts.failed, undefined, run.stdout);
  const tree = treeOf(backup.root);
  const shas = Object.entries(tree)
    .filter(([file]) => fileKind(path.basename(file)) !== 'sidecar')
    .map(([, text]) => text.slice(0, 64));
  const wanted = mediaIn(originals).map(shaOf);
  if (metadata === 'embed') assert.equal(new Set(shas).size, new Set(wanted).size);
  else assert.deepEqual([...shas].sort(), [...new Set(wanted)].sort(), 'every byte is there, once');
  assert.equal(Number(run.summary.items) - (counts.missing ?? 0), wanted.length, 'every file is counted');
  assert.equal(counts.copied, shas.length);
  const again = backup.cli(...args);
  const { missing } = counts;
  assert.deepEqual(sixOf(again.summary), { unchanged: wanted.length, ...(missing != null && { missing }) });
  assert.deepEqual(treeOf(backup.root), tree);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  table[name] = { items: run.summary.items, ...counts, seconds: run.summary.seconds };
  table[`${name}, again`] = { items: again.summary.items, ...sixOf(again.summary), seconds: again.summary.seconds };
  return backup;
}

describe('the samples, exported', { skip }, () => {
  const takeout = path.join(samples, 'google-takeout');

  test('Google Takeout: as a tree and in three zips the same backup', t => {
    const tree = exported(t, 'Takeout, tree', [takeout], takeout);
    const folder = new TempBackup(t).root;
    const files = filesIn(takeout);
    for (const part of [0, 1, 2])
      writeZip(
        path.join(folder, `takeout-20240101T000000Z-00${part + 1}.zip`),
        files.flatMap((file, i) =>
          i % 3 === part
            ? [{ name: path.relative(takeout, file).split(path.sep).join('/'), bytes: fs.readFileSync(file) }]
            : [],
        ),
      );
    const zips = exported(t, 'Takeout, 3 zips', [folder], takeout);
    assert.deepEqual(treeOf(zips.root), treeOf(tree.root));
    const assets = tree.list().map(line => JSON.parse(line));
    assert.ok(assets.some(({ albums }) => albums.length > 0));
    assert.ok(
      assets.every(
        ({ sources, files: own }) =>
          sources.length >= own.filter(({ role }: { role: string }) => role !== 'sidecar').length,
      ),
    );
  });

  test('Google Takeout, written into the files: what they say is what the sidecars said', t => {
    const embedded = exported(t, 'Takeout, embedded', [takeout], takeout, 'embed');
    const beside = exported(t, 'Takeout, none', [takeout], takeout, 'none');
    const facts = (backup: TempBackup): unknown =>
      backup.list().map(line => {
        const { gps, description, people, capturedAt, albums } = JSON.parse(line);
        const place = gps == null ? null : [gps.lat.toFixed(6), gps.lon.toFixed(6)];
        return { place, description, people, at: new Date(capturedAt).getTime(), albums };
      });
    assert.deepEqual(facts(embedded), facts(beside));
  });

  test('files of Apple Photos: live pair, edit with its AAE, XMP', t => {
    const apple = path.join(samples, 'apple-photos');
    const backup = exported(t, 'Apple Photos, folder', [apple], apple);
    const names = Object.keys(treeOf(backup.root)).map(name => path.basename(name));
    for (const name of ['IMG_1853.AAE', 'IMG_4179.jpeg.xmp', 'St James Park.AAE'])
      assert.ok(names.includes(name), name);
    const live = JSON.parse(backup.list('path:IMG_3582')[0] ?? '{}');
    assert.deepEqual(
      live.files.map(({ role }: { role: string }) => role),
      ['original', 'live'],
    );
  });

  test('the table', t => {
    if (process.env.KEEPSAKE_TABLE === '1') console.table(table);
    t.diagnostic(JSON.stringify(table));
  });
});
