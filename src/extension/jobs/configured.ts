import * as z from 'zod';
import type { Localizer } from '../words/localizer.ts';

/** Jobs that tasks and settings may name. */
export const JOBS = ['index', 'verify'] as const;
export type Job = (typeof JOBS)[number];

export function isJob(value: unknown): value is Job {
  return JOBS.some(job => job === value);
}

export interface JobOptions {
  readonly quick?: boolean;
  /** A number and h, d or w: hours, days, weeks. */
  readonly olderThan?: string;
  /** Files worked on at once. */
  readonly jobs?: number;
}

export interface ConfiguredJob {
  readonly name: string;
  readonly job: Job;
  readonly options: JobOptions;
}

const options = z.strictObject({
  quick: z.exactOptional(z.boolean()),
  olderThan: z.exactOptional(z.string().regex(/^[1-9][0-9]{0,4}[hdw]$/)),
  jobs: z.exactOptional(z.int().min(1).max(64)),
});

const configured = z.strictObject({
  name: z.string().trim().min(1).max(80),
  job: z.enum(JOBS),
  options: z.exactOptional(options),
});

/** A job's options as a task or a setting gives them; throws a sentence where they are wrong. */
export function parseOptions(raw: unknown, job: Job, l10n: Localizer): JobOptions {
  const parsed = options.safeParse(raw ?? {});
  if (!parsed.success) throw new Error(problemOf(parsed.error, l10n));
  if (job === 'index' && (parsed.data.quick != null || parsed.data.olderThan != null)) {
    throw new Error(l10n.t('“quick” and “olderThan” belong to verify'));
  }
  return parsed.data;
}

/** The usable jobs of the setting `keepsake.jobs`, and a sentence for each that is not. */
export function parseJobs(
  raw: unknown,
  l10n: Localizer,
): { readonly jobs: readonly ConfiguredJob[]; readonly troubles: readonly string[] } {
  const jobs: ConfiguredJob[] = [];
  const troubles: string[] = [];
  if (!Array.isArray(raw)) return { jobs, troubles: [l10n.t('The setting keepsake.jobs is not a list.')] };
  for (const [index, entry] of raw.entries()) {
    const trouble = (why: string) =>
      troubles.push(l10n.t('Job {0} of the setting keepsake.jobs: {1}.', index + 1, why));
    const parsed = configured.safeParse(entry);
    if (!parsed.success) {
      trouble(problemOf(parsed.error, l10n));
      continue;
    }
    const { name, job } = parsed.data;
    if (jobs.some(other => other.name === name)) {
      trouble(l10n.t('the name “{0}” is taken', name));
      continue;
    }
    try {
      jobs.push({ name, job, options: parseOptions(parsed.data.options, job, l10n) });
    } catch (error) {
      trouble((error as Error).message);
    }
  }
  return { jobs, troubles };
}

function problemOf(error: z.ZodError, l10n: Localizer): string {
  const [issue] = error.issues;
  if (issue == null) return l10n.t('not a job');
  if (issue.code === 'unrecognized_keys') return l10n.t('unknown: {0}', issue.keys.join(', '));
  const where = issue.path.join('.');
  return where === '' ? l10n.t('not a job') : l10n.t('“{0}” has a wrong value', where);
}
