/** Applies a plan that a person has read, whichever job made it. */
import fs from 'node:fs';
import { layoutOf } from '../backup/layout.ts';
import { applyPlan } from '../plan/apply.ts';
import type { CheckedPlan } from '../plan/check.ts';
import { checkPlan } from '../plan/check.ts';
import { ExiftoolWriter } from '../plan/exiftoolWriter.ts';
import { folderBytes } from '../plan/folderBytes.ts';
import { NEW_BACKUP } from '../plan/form.ts';
import { headerOf } from '../plan/headerOf.ts';
import { ExifTool } from '../programs/exiftool.ts';
import { editHands } from './editing/editHands.ts';
import { renderAlbumLists } from './exporting/albumLists.ts';
import { exportHands, type PlanHands } from './exporting/planHands.ts';
import { indexPending } from './indexing/indexPending.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { makeTarget } from './newBackup.ts';
import { saveRecord } from './saving.ts';
import { survey } from './survey.ts';

export interface ApplyOptions extends JobOptions {
  /** Absolute path of the plan. */
  readonly plan: string;
}

/** What the job that made the plan brings along: its sources, its own lines of the record. */
export type HandsOf = (run: JobRun, plan: CheckedPlan) => Promise<PlanHands>;

const PROCESSES = 2;

/** An export's source is opened as it was; for others folders by their path are all that there is. */
const handsOfJob: HandsOf = async (run, plan) =>
  editHands(run, plan, PROCESSES) ?? (await exportHands(run, plan, PROCESSES)) ?? { bytesOf: folderBytes(plan.header) };

/**
 * @param handsOf absent: copies come out of the sources that the plan's header names
 * @throws {import('../plan/read.ts').BadPlan}, {import('../plan/apply.ts').NotForHere},
 *   {import('../plan/broken.ts').BrokenOff}, and as {@link runJob} does
 */
export async function apply(options: ApplyOptions, handsOf = handsOfJob): Promise<JobResult> {
  const { root, cache } = options;
  const isNew = !fs.existsSync(layoutOf(root).identity) && checkPlan(options.plan).header.backup === NEW_BACKUP;
  if (isNew) makeTarget(root, cache);
  // In the list of jobs it is the one that made the plan.
  const made = headerOf(options.plan)?.job;
  const job = made === 'export' || made === 'edit' ? made : 'apply';
  return runJob(job, { ...options, create: isNew ? 'empty' : false }, async run => {
    const plan = checkPlan(options.plan, () => run.check());
    // What lies there already is indexed with what comes.
    if (isNew) {
      await survey(run);
      run.count({ began: true });
    }
    // Started only where there are tags to be written.
    const exiftool = new ExifTool({ processes: PROCESSES });
    const hands = await handsOf(run, plan);
    let change: string | undefined;
    try {
      const metadata = new ExiftoolWriter(exiftool);
      ({ change } = await applyPlan(run, plan, { fs: run.fileSystem, metadata, ...hands }));
      await hands.after?.();
      // What is gone from its place is not to be listed there until somebody indexes.
      if (change != null && hands.after == null) {
        await indexPending(run, PROCESSES);
        renderAlbumLists(run.store);
      }
    } finally {
      await exiftool.end();
      await hands.end?.();
    }
    const unsaved = change == null ? undefined : saveRecord(run, { sums: true });
    if (unsaved != null) throw unsaved;
    return run.result;
  });
}
