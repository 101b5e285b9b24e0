import * as z from 'zod';
import { exportChoices, SOURCE_KINDS } from '../export/choices.ts';
import type { Localizer } from '../words/localizer.ts';

/** Jobs that tasks and settings may name. */
export const JOBS = ['index', 'verify', 'export'] as const;
export type Job = (typeof JOBS)[number];

/** Those that need nothing said: they are offered without a setting. */
export const PLAIN_JOBS = ['index', 'verify'] as const satisfies readonly Job[];

export function isJob(value: unknown): value is Job {
  return JOBS.some(job => job === value);
}

/** Files worked on at once. */
const jobs = z.exactOptional(z.int().min(1).max(64));
const source = z.string().trim().min(1).max(4000);

const OPTIONS = {
  index: z.strictObject({ jobs }),
  verify: z.strictObject({
    quick: z.exactOptional(z.boolean()),
    /** A number and h, d or w: hours, days, weeks. */
    olderThan: z.exactOptional(z.string().regex(/^[1-9][0-9]{0,4}[hdw]$/)),
    jobs,
  }),
  export: z.strictObject({
    /** Absolute, from the home folder (`~/`), or relative to the workspace folder. */
    source: z.union([source, z.array(source).min(1).max(1000)]),
    from: z.exactOptional(z.enum(SOURCE_KINDS)),
    ...exportChoices.shape,
    jobs,
  }),
} as const satisfies { readonly [J in Job]: z.ZodType };

/** Options of any job; which of them a job takes is checked. */
export type JobOptions = Partial<z.infer<typeof OPTIONS.verify> & z.infer<typeof OPTIONS.export>>;

export interface ConfiguredJob {
  readonly name: string;
  readonly job: Job;
  readonly options: JobOptions;
}

const configured = z.strictObject({
  name: z.string().trim().min(1).max(80),
  job: z.enum(JOBS),
  options: z.exactOptional(z.unknown()),
});

/** A job's options as a task or a setting gives them; throws a sentence where they are wrong. */
export function parseOptions(raw: unknown, job: Job, l10n: Localizer): JobOptions {
  const parsed = OPTIONS[job].safeParse(raw ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (job === 'export' && issue?.path[0] === 'source' && (raw as { source?: unknown } | undefined)?.source == null)
    throw new Error(l10n.t('“source” is missing: what is to be exported from'));
  const other =
    issue?.code === 'unrecognized_keys'
      ? JOBS.find(known => issue.keys.some(key => key in OPTIONS[known].shape))
      : null;
  if (other != null && issue?.code === 'unrecognized_keys')
    throw new Error(l10n.t('{0} belongs to {1}', issue.keys.map(key => `“${key}”`).join(', '), other));
  throw new Error(problemOf(parsed.error, l10n));
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
