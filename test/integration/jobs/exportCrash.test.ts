/**
 * A whole export out of a zip, and the drive pulled out after every single thing that it does to it: files that are
 * unpacked in memory and written by their own way are held to the same laws, and the export goes on to the same end.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { exportPhotos } from '../../../src/engine/jobs/export.ts';
import type { ExportChoices } from '../../../src/engine/jobs/exporting/choices.ts';
import { DEFAULT_LAYOUT } from '../../../src/engine/jobs/exporting/layoutTemplate.ts';
import { assertLaws, contentsOf, crash, record, recovered, statesOf } from '../../fixtures/crash.ts';
import { contents } from '../../fixtures/crashPlan.ts';
import { assetsOf } from '../../fixtures/exported.ts';
import { type Disks, identify, type Outcome, own, recordOf, treeOf } from '../../fixtures/planBackup.ts';
import type { Luck } from '../../fixtures/pulledDrive.ts';
import { writeZip } from '../../fixtures/takeoutZip.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const LUCKS: readonly Luck[] = ['lost', 'kept', 1, 2, 3];
const PHOTOS = 5;
/** Of the states, each so many is also run to its end: that takes the longest. */
const EVERY = 8;

async function zipIn(folder: string): Promise<string> {
  const files = [];
  for (let i = 0; i < PHOTOS; i++) {
    const taken = String(Date.UTC(2018 + (i % 2), 4, 1 + i, 10) / 1000);
    const at = `Takeout/Google Photos/Photos from ${2018 + (i % 2)}/IMG_${i}.jpg`;
    const create = { width: 12, height: 8, channels: 3 as const, background: { r: 40 * i, g: 90, b: 200 } };
    files.push({ name: at, bytes: await sharp({ create }).jpeg().toBuffer(), stored: i % 2 === 0 });
    const sidecar = { title: `IMG_${i}.jpg`, description: `Note ${i}`, photoTakenTime: { timestamp: taken } };
    files.push({ name: `${at}.supplemental-metadata.json`, bytes: Buffer.from(JSON.stringify(sidecar)) });
  }
  return writeZip(path.join(folder, 'takeout-20260101T000000Z-001.zip'), files);
}

async function exportIn(
  backup: TempBackup,
  zip: string,
  metadata: ExportChoices['metadata'],
  disks: Disks = {},
): Promise<Outcome> {
  const findings: Outcome['findings'][number][] = [];
  const result = await exportPhotos({
    root: backup.root,
    cache: backup.cache,
    ...disks,
    reporter: { progress() {}, finding: finding => findings.push(finding), note() {} },
    signal: new AbortController().signal,
    sources: [zip],
    from: 'auto',
    choices: { layout: DEFAULT_LAYOUT, metadata, locked: false, trashed: false, again: false },
    processes: 1,
    dryRun: false,
  });
  return { ...result, findings, notes: [] };
}

for (const { metadata, links } of [
  { metadata: 'embed', links: true },
  { metadata: 'sidecar', links: false },
] as const)
  test(`${metadata}, on a drive ${links ? 'with' : 'without'} hard links`, async t => {
    const backup = new TempBackup(t);
    const zip = await zipIn(new TempBackup(t).root);
    identify(backup);
    const options = { links, aside: path.join(backup.root, '..', 'aside') };
    const recording = await record(backup, options, disks => exportIn(backup, zip, metadata, disks));
    assert.deepEqual([recording.outcome.errors, recording.outcome.counts.copied], [0, PHOTOS]);
    const writes = recording.log.operations.filter(
      ({ op, path: file }) => op === 'write' && !file.startsWith('.keepsake'),
    );
    assert.equal(writes.length, metadata === 'embed' ? PHOTOS : 2 * PHOTOS, 'each is carried, and written at once');
    const [end, endRecord, endAssets] = [treeOf(backup.root), recordOf(backup), assetsOf(backup)];
    const laws = { kept: new Set<string>(), whole: contentsOf(backup.root), patched: new Set<string>() };
    assertLaws(backup, laws, 'not pulled at all');
    let [states, ended] = [0, 0];
    for (const state of statesOf(recording, LUCKS)) {
      crash(backup, recording, state);
      await recovered(backup, laws, state.when);
      if (states++ % EVERY !== 0) continue;
      ended++;
      const { errors } = await exportIn(backup, zip, metadata);
      assert.equal(errors, 0, `${state.when}: the export went on with errors`);
      assert.deepEqual(contents(own(treeOf(backup.root))), contents(own(end)), state.when);
      assert.deepEqual(recordOf(backup), endRecord, state.when);
      assert.deepEqual(assetsOf(backup), endAssets, state.when);
    }
    t.diagnostic(`${states} states of ${recording.log.operations.length} operations, ${ended} run to their end`);
    assert.ok(states > 2 * recording.log.operations.length);
  });
