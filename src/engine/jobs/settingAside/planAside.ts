/** Writes the plan that sets photos aside: each with all of its files. */

import fs from 'node:fs';
import { hashFile } from '../../backup/hash.ts';
import { joinPath } from '../../backup/name.ts';
import { OnlineOnly } from '../../backup/onlineOnly.ts';
import { type Clock, sameTime } from '../../backup/sameTime.ts';
import { microseconds } from '../../backup/walk.ts';
import { type AssetFile, type AssetView, AssetViews } from '../../catalog/assetView.ts';
import type { FindingCode } from '../../catalog/findings.ts';
import { SEVERITY_OF } from '../../catalog/findings.ts';
import { toLedgerName } from '../../ledger/record.ts';
import type { PlanHeader } from '../../plan/form.ts';
import { PlanWriter } from '../../plan/write.ts';
import type { JobRun } from '../job.ts';

export interface PlannedAside {
  readonly actions: number;
  readonly assets: number;
  /** Photos that are left alone, each of which a finding tells of. */
  readonly skipped: number;
  /** Of the files that are set aside. */
  readonly bytes: number;
}

/** Photos whose rows are read at once. */
const PAGE = 200;

/**
 * @param file absolute path of the plan
 * @param ids catalog ids of assets
 * @throws what stops the job, or the system's error; no plan is there then
 */
export async function planAside(
  run: JobRun,
  file: string,
  header: PlanHeader,
  ids: readonly number[],
  clock: Clock,
): Promise<PlannedAside> {
  const writer = new PlanWriter(file, header);
  const views = new AssetViews(run.store.db);
  const tally = { actions: 0, assets: 0, skipped: 0, bytes: 0 };
  let done = 0;
  let last = '';
  try {
    for (let from = 0; from < ids.length; from += PAGE)
      for (const view of views.readAll(ids.slice(from, from + PAGE))) {
        const files = await sumsOf(run, view, clock);
        if (files.length === 0) tally.skipped++;
        else tally.assets++;
        for (const { file, sha256 } of files) {
          const id = ++tally.actions;
          const path = toLedgerName(file.path);
          const why =
            file.role === 'original' ? 'set aside by a person' : `${file.role} of ${view.path.text}`.slice(0, 2000);
          writer.write({ type: 'action', id, asset: tally.assets, action: 'quarantine', path, sha256, why });
          tally.bytes += file.size;
          last = view.path.text;
        }
        run.progress({ phase: 'plan', done: ++done, total: ids.length, bytes: tally.bytes, totalBytes: 0 });
        await run.pause();
      }
    writer.finish({ ...header, title: titleOf(tally.assets, last), summary: { ...tally } });
    return tally;
  } catch (error) {
    writer.discard();
    throw error;
  }
}

function titleOf(assets: number, path: string): string {
  const what = assets === 1 ? path : `${assets.toLocaleString('en')} photos and videos`;
  return `Set aside ${what}`.slice(0, 500);
}

interface Summed {
  readonly file: AssetFile;
  readonly sha256: string;
}

/** @returns all files that are there, or none where one of them can't be read: a photo is set aside whole */
async function sumsOf(run: JobRun, view: AssetView, clock: Clock): Promise<readonly Summed[]> {
  const found: Summed[] = [];
  for (const file of view.files) {
    try {
      const sha256 = await sumOf(run, file, clock);
      if (sha256 != null) found.push({ file, sha256 });
    } catch (error) {
      run.check();
      const code: FindingCode = error instanceof OnlineOnly ? 'online-only' : 'unreadable';
      const why = `${(error as Error).message.replace(/\.$/, '')}. The photo was left as it is, with all of its files.`;
      run.report({ severity: SEVERITY_OF[code], code, path: file.path, message: why });
      return [];
    }
  }
  return found;
}

/** The bytes that are there now, which may be others than those on record: of a damaged photo they are what is set aside. */
async function sumOf(
  run: JobRun,
  { path, sha256, size, mtime, state }: AssetFile,
  clock: Clock,
): Promise<string | null> {
  const place = joinPath(run.store.layout.root, path);
  const stat = fs.lstatSync(place, { throwIfNoEntry: false });
  if (stat == null) return null;
  const isAsSeen = stat.size === size && sameTime(microseconds(stat.mtimeMs), mtime, clock);
  if (sha256 != null && state === 'fine' && isAsSeen) return sha256.toString('hex');
  const hashed = await hashFile(place, () => {}, run.pause, 'cloud');
  return hashed.sha256.toString('hex');
}
