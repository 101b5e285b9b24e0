/** The edit job: makes a plan of what photos are to say of themselves, and applies it where that is wanted. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { clockOf } from '../backup/clock.ts';
import type { AssetView } from '../catalog/assetView.ts';
import { listAssets } from '../catalog/list.ts';
import { cacheFolder } from '../catalog/location.ts';
import { namedAssets } from '../catalog/namedAssets.ts';
import { parseQuery } from '../catalog/query.ts';
import type { Store } from '../catalog/store.ts';
import { applyPlan } from '../plan/apply.ts';
import { checkPlan } from '../plan/check.ts';
import { ExiftoolWriter } from '../plan/exiftoolWriter.ts';
import type { PlanHeader } from '../plan/form.ts';
import { Journal } from '../plan/journal.ts';
import { BadPlan } from '../plan/read.ts';
import { ExifTool } from '../programs/exiftool.ts';
import { isFreeTag } from '../programs/writableTags.ts';
import { type CopyWish, copiedFields } from './editing/copiedFields.ts';
import type { EditChange, EditTarget } from './editing/editChange.ts';
import { editHands } from './editing/editHands.ts';
import { writeEditPlan } from './editing/editPlan.ts';
import { layAside, newPlan, openPlans } from './exporting/openPlans.ts';
import { putPlan, refusePlanPlace } from './exporting/planPlace.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { saveRecord } from './saving.ts';

export interface EditOptions extends JobOptions {
  /** A query, `*` is all; or UUIDs of assets. */
  readonly select: string | readonly string[];
  readonly change: EditChange;
  /** What another photo says, as far as `change` doesn't say otherwise. */
  readonly copy?: CopyWish | undefined;
  readonly to: EditTarget;
  readonly apply: boolean;
  /** Absolute path that the plan is put at; absent: in the cache folder. */
  readonly plan?: string | undefined;
  /** Of exiftool. */
  readonly processes: number;
}

/**
 * An edit that was broken off is gone on with by the same request: what it had shifted is not shifted again.
 * @throws {import('../catalog/query.ts').BadQuery}, {import('./editing/copiedFields.ts').NothingToCopy},
 * {import('../plan/broken.ts').BrokenOff}, and as {@link runJob} does
 */
export async function edit(asked: EditOptions): Promise<JobResult> {
  if (typeof asked.select === 'string') parseQuery(asked.select);
  if (asked.plan != null) refusePlanPlace(asked.plan, asked.root, NO_SOURCE);
  let applied: string | undefined;
  const onApplied = (file: string): void => {
    applied = file;
  };
  const job = runJob('edit', { ...asked, create: false, recordsNothing: !asked.apply }, async run => {
    const { copy, change } = asked;
    const options = copy == null ? asked : { ...asked, change: { ...copiedFields(run.store, copy), ...change } };
    run.count({ actions: 0, applied: 0, skipped: 0, failed: 0 });
    const begun = options.apply ? begunBefore(run, options) : undefined;
    if (begun != null) {
      run.reporter.note('This edit was broken off before: it is gone on with, and nothing is changed twice.');
      return applyEdit(run, begun, options, onApplied);
    }
    const exiftool = new ExifTool({ processes: options.processes });
    const file = options.apply ? newPlan(run.store.layout) : placeOf(options);
    try {
      const planned = await writePlan(run, file, options, exiftool);
      const { actions, assets, unchanged, skipped } = planned;
      run.count({ actions, assets, unchanged, skipped, bytes: planned.bytes });
    } finally {
      await exiftool.end();
    }
    if (options.apply) {
      if (options.plan != null) putPlan(file, options.plan, options.root, NO_SOURCE);
      return applyEdit(run, file, options, onApplied);
    }
    run.count({ plan: file });
    return run.result;
  });
  try {
    return await job;
  } finally {
    // Last of all: who was killed until here and runs the same command again goes on, and nothing is shifted twice.
    if (applied != null) layAside(applied);
  }
}

const NO_SOURCE = { parts: [] };

const placeOf = ({ plan, cache }: EditOptions): string =>
  plan ?? path.join(cache ?? cacheFolder(), 'plans', `${uuidv7()}.plan.jsonl`);

function headerOf(run: JobRun, { select, change, to }: EditOptions): PlanHeader {
  return {
    type: 'plan',
    version: 1,
    job: 'edit',
    backup: run.store.identity?.id ?? '',
    created: new Date().toISOString(),
    options: { select: typeof select === 'string' ? select : listed(select), change, to },
  };
}

/** Of very many ids, which would make no line of a plan: by what they are known. */
const listed = (ids: readonly string[]): object => ({
  assets: ids.length,
  sha256: createHash('sha256').update(ids.join('\n')).digest('hex'),
});

async function writePlan(
  run: JobRun,
  file: string,
  options: EditOptions,
  exiftool: ExifTool,
): ReturnType<typeof writeEditPlan> {
  const { store, fileSystem, pause } = run;
  const { change, to } = options;
  return writeEditPlan(
    file,
    headerOf(run, options),
    selected(store, options.select),
    change,
    { to, now: Date.now() },
    {
      store,
      fs: fileSystem,
      exiftool,
      clock: clockOf(store.layout.root),
      names: Object.keys(change.tags ?? {}).filter(isFreeTag),
      wantsTimes: change.time?.do === 'from' && change.time.source === 'sidecar',
      neighbour: neighbourOf(change),
      pause,
      report: finding => run.report(finding),
      onAsset: done => run.progress({ phase: 'plan', done, total: 0, bytes: 0, totalBytes: 0 }),
    },
  );
}

function neighbourOf({ time }: EditChange): 'next' | 'previous' | undefined {
  const source = time?.do === 'from' ? time.source : undefined;
  return source === 'next' || source === 'previous' ? source : undefined;
}

function selected({ db }: Store, select: string | readonly string[]): Iterable<AssetView | undefined> {
  return typeof select === 'string' ? listAssets(db, parseQuery(select)) : namedAssets(db, select);
}

/** @returns the plan of the same request that an earlier run began to apply and did not end */
function begunBefore(run: JobRun, options: EditOptions): string | undefined {
  const journal = new Journal(run.store.db);
  const wanted = JSON.stringify(headerOf(run, options).options);
  for (const { file, header } of openPlans(run.store.layout, finding => run.report(finding))) {
    if (header.job !== 'edit') continue;
    const change = changeOfPlan(journal, file);
    // Killed before anything of it had happened; or an undo took it back since.
    if (change == null) layAside(file);
    else if (JSON.stringify(header.options) === wanted) return file;
    else
      run.reporter.note(
        `Another edit was broken off (“${header.title ?? ''}”): "keepsake apply" with ${file} goes on with it, "keepsake undo --change ${change}" takes it back.`,
      );
  }
  return undefined;
}

/** A plan that somebody changed was begun as another one. */
function changeOfPlan(journal: Journal, file: string): string | undefined {
  try {
    return journal.changeOf(checkPlan(file).sha256);
  } catch (error) {
    if (error instanceof BadPlan) return undefined;
    throw error;
  }
}

/** @param onApplied told of the plan when all of it is done */
async function applyEdit(
  run: JobRun,
  file: string,
  { processes }: EditOptions,
  onApplied: (file: string) => void,
): Promise<JobResult> {
  const plan = checkPlan(file, () => run.check());
  const skippedBefore = Number(run.result.counts.skipped ?? 0);
  const hands = editHands(run, plan, processes) ?? { bytesOf: () => Promise.reject(new TypeError('not an edit')) };
  const exiftool = new ExifTool({ processes });
  try {
    const { skipped, change } = await applyPlan(
      run,
      plan,
      { fs: run.fileSystem, metadata: new ExiftoolWriter(exiftool, run.pause), ...hands },
      'run the same command again',
    );
    run.count({ skipped: skipped + skippedBefore });
    await hands.after?.();
    const unsaved = change == null ? undefined : saveRecord(run, { sums: true });
    onApplied(file);
    if (unsaved != null) throw unsaved;
    return run.result;
  } finally {
    await exiftool.end();
  }
}
