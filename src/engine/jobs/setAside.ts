/** Sets photos aside: each with all of its files goes into the quarantine by a plan, from where an undo brings it back. */
import fs from 'node:fs';
import { clockOf } from '../backup/clock.ts';
import { assetIds } from '../catalog/assetIds.ts';
import { parseQuery } from '../catalog/query.ts';
import { foundIds } from '../catalog/search/found.ts';
import { applyPlan } from '../plan/apply.ts';
import { checkPlan } from '../plan/check.ts';
import { removeEmptied } from '../plan/emptied.ts';
import type { PlanHeader } from '../plan/form.ts';
import { Journal } from '../plan/journal.ts';
import { renderAlbumLists } from './exporting/albumLists.ts';
import { layAside, newPlan, openPlans } from './exporting/openPlans.ts';
import { indexPending } from './indexing/indexPending.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { saveRecord } from './saving.ts';
import { planAside } from './settingAside/planAside.ts';

export interface SetAsideOptions extends JobOptions {
  /** A query (`*` is all), or UUIDs of assets. */
  readonly select: string | readonly string[];
  readonly apply: boolean;
  /** Absolute path that the plan is put at; needed where it is not applied. */
  readonly plan?: string | undefined;
  /** Of exiftool, for what has to be read again. */
  readonly processes: number;
}

/** @throws {import('../catalog/query.ts').BadQuery}, {import('../plan/broken.ts').BrokenOff}, and as {@link runJob} does */
export function setAside(options: SetAsideOptions): Promise<JobResult> {
  const { select, apply, plan, processes } = options;
  const query = typeof select === 'string' ? parseQuery(select) : undefined;
  return runJob('quarantine', { ...options, create: false, recordsNothing: !apply }, async run => {
    const { store } = run;
    run.count({ assets: 0, actions: 0, applied: 0, skipped: 0, failed: 0 });
    if (apply) await endBegun(run);
    const ids = query == null ? assetIds(store.db, select as readonly string[]) : foundIds(store.db, query);
    const file = apply ? newPlan(store.layout) : plan;
    if (file == null) throw new TypeError('A plan that is not applied needs a place.');
    const header: PlanHeader = {
      type: 'plan',
      version: 1,
      job: 'quarantine',
      backup: store.identity?.id ?? '',
      created: new Date().toISOString(),
    };
    const { assets, actions, skipped, bytes } = await planAside(run, file, header, ids, clockOf(store.layout.root));
    run.count({ assets, actions, skipped, bytes });
    if (!apply) {
      run.count({ plan: file });
      return run.result;
    }
    if (plan != null) fs.copyFileSync(file, plan);
    if (actions === 0) {
      fs.rmSync(file);
      return run.result;
    }
    await take(run, file, skipped);
    await finish(run, processes);
    return run.result;
  });
}

/** What an earlier run had begun and not ended is ended first: a photo of which half is set aside is nobody's wish. */
async function endBegun(run: JobRun): Promise<void> {
  const journal = new Journal(run.store.db);
  for (const { file, header } of openPlans(run.store.layout, finding => run.report(finding))) {
    if (header.job !== 'quarantine') continue;
    if (journal.changeOf(checkPlan(file).sha256) == null) {
      // Nothing of it had happened, or an undo took it back since.
      fs.rmSync(file);
      continue;
    }
    run.reporter.note(`“${header.title ?? ''}” was broken off before: it is brought to its end.`);
    await take(run, file, 0);
  }
}

async function take(run: JobRun, file: string, skippedBefore: number): Promise<void> {
  const bytesOf = (): never => {
    throw new TypeError('What is set aside is not copied.');
  };
  const plan = checkPlan(file, () => run.check());
  const { skipped, change } = await applyPlan(run, plan, { fs: run.fileSystem, bytesOf }, 'run the same command again');
  run.count({ skipped: skipped + skippedBefore });
  if (change != null) removeEmptied(run.store.layout.root, new Journal(run.store.db).emptied(change));
  layAside(file);
}

async function finish(run: JobRun, processes: number): Promise<void> {
  // What is gone from its place is not to be listed until somebody indexes.
  await indexPending(run, processes);
  renderAlbumLists(run.store);
  const unsaved = saveRecord(run, { sums: true });
  if (unsaved != null) throw unsaved;
}
