/** Applies a plan that a person has read, whichever job made it. */

import type { Hands } from '../plan/act.ts';
import { applyPlan } from '../plan/apply.ts';
import type { CheckedPlan } from '../plan/check.ts';
import { checkPlan } from '../plan/check.ts';
import { ExiftoolWriter } from '../plan/exiftoolWriter.ts';
import { folderBytes } from '../plan/folderBytes.ts';
import { ExifTool } from '../programs/exiftool.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { saveRecord } from './saving.ts';

export interface ApplyOptions extends JobOptions {
  /** Absolute path of the plan. */
  readonly plan: string;
}

/** What the job that made the plan brings along: its sources, its own lines of the record. */
export type HandsOf = (run: JobRun, plan: CheckedPlan) => Promise<Omit<Hands, 'fs'>>;

/** Folders by their path: all that a plan needs whose sources are nothing else. */
const ofFolders: HandsOf = async (_run, plan) => ({ bytesOf: folderBytes(plan.header) });

/**
 * @param handsOf absent: copies come out of the folders that the plan's header names
 * @throws {import('../plan/read.ts').BadPlan}, {import('../plan/apply.ts').NotForHere},
 *   {import('../plan/broken.ts').BrokenOff}, and as {@link runJob} does
 */
export function apply(options: ApplyOptions, handsOf = ofFolders): Promise<JobResult> {
  return runJob('apply', { ...options, create: false }, async run => {
    const plan = checkPlan(options.plan, () => run.check());
    // Started only where there are tags to be written.
    const exiftool = new ExifTool({ processes: 2 });
    let change: string | undefined;
    try {
      const metadata = new ExiftoolWriter(exiftool);
      const hands = { fs: run.fileSystem, metadata, ...(await handsOf(run, plan)) };
      ({ change } = await applyPlan(run, plan, hands));
    } finally {
      await exiftool.end();
    }
    const unsaved = change == null ? undefined : saveRecord(run, { sums: true });
    if (unsaved != null) throw unsaved;
    return run.result;
  });
}
