import type { JobRow as Run } from '../../protocol/job.ts';
import type { JobOptions } from '../jobs/configured.ts';

/** A job that can be run, by its kind, with a name where the settings gave one. */
export interface RunnableJob {
  readonly job: string;
  readonly name?: string;
  readonly options?: JobOptions;
}

/** A row of the view of jobs. */
export interface JobEntry extends RunnableJob {
  /** Its present run, or null. */
  readonly running: Run | null;
  /** Whether this window started it, and can stop it. */
  readonly mine: boolean;
  /** Whether it can be run from here. */
  readonly runnable: boolean;
  /** Earlier runs, the latest first. Of a job with a name: none, since runs are known by their kind. */
  readonly history: readonly Run[];
}

const MOST_RUNS = 10;

/**
 * @param runs as the server knows them, from any window and terminal
 * @param mine jobs that this window runs now
 */
export function jobEntries(
  runs: readonly Run[],
  runnable: readonly RunnableJob[],
  mine: readonly RunnableJob[],
): readonly JobEntry[] {
  const current = (job: string) => runs.find(run => run.job === job && run.state === 'running') ?? null;
  const entries = runnable.map(({ job, name, options }): JobEntry => {
    const own = mine.find(other => other.job === job);
    const isOwn = own != null && own.name === name;
    // A job that was not started here is shown at the row of its kind.
    const running = isOwn || (own == null && name == null) ? current(job) : null;
    return {
      job,
      ...(name != null ? { name } : {}),
      ...(options != null ? { options } : {}),
      running,
      mine: isOwn,
      runnable: true,
      history: name == null ? past(runs, job) : [],
    };
  });
  const known = new Set(runnable.map(({ job }) => job));
  const others = [...new Set(runs.map(run => run.job))].filter(job => !known.has(job));
  return [
    ...entries,
    ...others.map(
      (job): JobEntry => ({
        job,
        running: current(job),
        mine: mine.some(other => other.job === job),
        runnable: false,
        history: past(runs, job),
      }),
    ),
  ];
}

function past(runs: readonly Run[], job: string): readonly Run[] {
  return runs
    .filter(run => run.job === job && run.state !== 'running')
    .sort((a, b) => b.started - a.started)
    .slice(0, MOST_RUNS);
}
