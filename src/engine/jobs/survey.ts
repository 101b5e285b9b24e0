/**
 * Looks at every file's name, size and time, and brings the catalog's rows into step. No byte of a file is
 * read. Index and verify both begin with it.
 */
import { clockOf } from '../backup/clock.ts';
import { TrustedTimes } from '../backup/listing.ts';
import type { Clock } from '../backup/sameTime.ts';
import { sweepTemporaries } from '../backup/sweep.ts';
import { lookInto, walk } from '../backup/walk.ts';
import { Findings } from '../catalog/findings.ts';
import type { JobRun } from './job.ts';
import { beginAhead, type LookAhead } from './surveying/lookAhead.ts';
import { Surveyor } from './surveying/surveyor.ts';

export interface Survey {
  readonly files: number;
  readonly bytes: number;
  /** Files that index had looked at, that were gone, and are here again as they were. */
  readonly returned: number;
  readonly removed: number;
  readonly clock: Clock;
}

/** Folders; fewer are walked before threads have begun. */
const WORTH_THREADS = 500;

export interface SurveyOptions {
  /** A walk that was begun before the job had the backup to itself; whoever began it ends it. */
  readonly ahead?: LookAhead | undefined;
  /** Folders whose times say that nothing came or went in them are not listed again. Never where something is to be proved. */
  readonly byTimes?: boolean;
}

/**
 * @throws {import('./job.ts').Stopped}; the catalog is then in step as far as the walk had come
 */
export async function survey(run: JobRun, { ahead, byTimes = false }: SurveyOptions = {}): Promise<Survey> {
  const { store } = run;
  const { root } = store.layout;
  const clock = clockOf(root);
  const trusted = byTimes && !store.readOnly ? TrustedTimes.of(root, store.layout.lock) : undefined;
  const surveyor = new Surveyor(run, clock, trusted);
  const findings = new Findings(store.db);
  if (!store.readOnly) sweepTemporaries(store.layout);
  const hadFindings = store.db.prepare("SELECT 1 FROM finding WHERE owner = 'survey' LIMIT 1").get() != null;
  if (hadFindings) store.commit([], () => findings.clearOwner('survey'));
  // What is not known has to be looked into here anyhow; and FAT's times are nothing to know a folder by.
  const canHear = surveyor.known > 0 && clock !== 'fat';
  const own = canHear && ahead == null && surveyor.known >= WORTH_THREADS ? beginAhead(root) : undefined;
  const threads = canHear ? (ahead ?? own) : undefined;
  try {
    if (threads == null || !(await hear(run, surveyor, threads)) || surveyor.misses)
      for (const walked of walk(root, surveyor.listings)) {
        if (!surveyor.wasTold(walked.dir)) surveyor.dir(walked);
        const waiting = turn(run, surveyor);
        if (waiting != null) await waiting;
      }
  } finally {
    own?.end();
  }
  surveyor.finish();
  return { ...surveyor.count, clock };
}

function turn(run: JobRun, { count: { files, bytes } }: Surveyor): Promise<void> | undefined {
  run.progress({ phase: 'look', done: files, total: 0, bytes, totalBytes: 0 });
  return run.pause();
}

/** @returns false where the threads broke: the rest is to be walked without them */
async function hear(run: JobRun, surveyor: Surveyor, threads: LookAhead): Promise<boolean> {
  const { root } = run.store.layout;
  for (;;) {
    const dirs = await threads.next().catch(() => 'broken' as const);
    if (dirs == null || dirs === 'broken') return dirs == null;
    for (const signed of dirs) {
      if (!surveyor.isUnchanged(signed)) surveyor.dir(lookInto(root, signed.dir).walked);
      const waiting = turn(run, surveyor);
      if (waiting != null) await waiting;
    }
  }
}
