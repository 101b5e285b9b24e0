/** An export that died between its intent and its end, and whose plan is gone: what had come is known by what it was made of. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { exportPhotos } from '../../../src/engine/jobs/export.ts';
import { DEFAULT_LAYOUT } from '../../../src/engine/jobs/exporting/layoutTemplate.ts';
import type { FilePath } from '../../../src/engine/plan/fileSystem.ts';
import { NodeFileSystem } from '../../../src/engine/plan/nodeFileSystem.ts';
import { assetsOf, sixOf, treeOf } from '../../fixtures/exported.ts';
import { makeTakeout, writeTakeoutZips } from '../../fixtures/takeout.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

/** Dies when the first files have their names and nobody has written down that they have. */
class DyingFileSystem extends NodeFileSystem {
  #named = 0;
  override link(from: FilePath, to: FilePath): void {
    super.link(from, to);
    this.#named++;
  }
  override async syncFolder(folder: FilePath): Promise<void> {
    if (this.#named > 0) throw new Error('the power is gone');
    return super.syncFolder(folder);
  }
}

for (const keeps of ['catalog', 'ledger alone'] as const)
  test(`nothing comes twice; kept: the ${keeps}`, async t => {
    const zips = path.join(new TempBackup(t).root, 'zips');
    writeTakeoutZips(zips, makeTakeout({ seed: 21, language: 'en', style: 'new', media: 60 }), 2, 21);
    const [whole, backup] = [new TempBackup(t), new TempBackup(t)];
    const { summary } = whole.cli('export', zips, '--to', whole.root, '--json');
    await assert.rejects(
      exportPhotos({
        root: backup.root,
        cache: backup.cache,
        fileSystem: new DyingFileSystem(),
        reporter: { progress() {}, finding() {}, note() {} },
        signal: new AbortController().signal,
        sources: [zips],
        from: 'auto',
        choices: { layout: DEFAULT_LAYOUT, metadata: 'embed', locked: false, trashed: false, again: false },
        processes: 2,
        dryRun: false,
      }),
      /the power is gone/,
    );
    const there = Object.keys(treeOf(backup.root)).length;
    assert.ok(there > 20, `${there} files had their names`);
    fs.rmSync(backup.path('.keepsake/plans'), { recursive: true });
    if (keeps === 'ledger alone') fs.rmSync(backup.cache, { recursive: true });
    const run = backup.cli('export', zips, '--to', backup.root, '--json');
    assert.equal(sixOf(run.summary).failed, undefined);
    assert.equal(run.summary.items, summary.items);
    assert.deepEqual(Object.keys(treeOf(backup.root)), Object.keys(treeOf(whole.root)));
    const of = (assets: readonly unknown[]): unknown =>
      (
        assets as {
          path: string;
          capturedAt: string;
          albums: string[];
          people: string[];
          sources: { path: string }[];
        }[]
      ).map(({ path: where, capturedAt, albums, people, sources }) => [
        where,
        capturedAt,
        albums,
        people,
        sources.map(source => source.path),
      ]);
    assert.deepEqual(of(assetsOf(backup)), of(assetsOf(whole)));
  });
