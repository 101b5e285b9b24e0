import type { JobRow } from '../../protocol/job.ts';

/** What is known of a run that has just ended here. */
export interface OwnRun {
  /** The summary line that it printed, as JSON, or ''. */
  readonly summary: string;
  /** The job that is at work now, where the run left no row: it never came to the backup. */
  readonly busy?: string;
}

/** A task is told to begin a little before or after its process says so, ms. */
const SLACK_MS = 2000;

/** A plan that is applied stands in the list as the job that made it. */
const MADE_PLANS: readonly string[] = ['export', 'edit'];
const isOf = (row: JobRow, job: string): boolean =>
  row.job === job || (job === 'apply' && MADE_PLANS.includes(row.job));

/**
 * @param rows as the server knows them
 * @param started when the task began, Unix ms
 */
export function ownRun(rows: readonly JobRow[], job: string, started: number): OwnRun {
  const own = rows
    .filter(row => isOf(row, job) && row.state !== 'running' && row.started >= started - SLACK_MS)
    .sort((a, b) => b.started - a.started)[0];
  if (own != null) return { summary: own.summary };
  const other = rows.find(row => row.state === 'running');
  return { summary: '', ...(other != null ? { busy: other.job } : {}) };
}
