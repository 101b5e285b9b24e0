/**
 * What has changed since a source was last exported: both sides are asked for names, sizes and times. Where nothing has,
 * that is all there is to do, so nothing is loaded here that only planning needs.
 */
import { createHash } from 'node:crypto';
import type { PlanHeader } from '../../plan/form.ts';
import type { Given } from '../../sources/given.ts';
import type { SourceKind } from '../../sources/source.ts';
import { stampOf } from '../../sources/stamps.ts';
import type { JobRun } from '../job.ts';
import { survey } from '../survey.ts';
import type { ExportChoices } from './choices.ts';
import type { ExportOptions } from './exportOptions.ts';
import { type Last, LastExport } from './lastExport.ts';
import { type OpenPlan, openPlans } from './openPlans.ts';
import { Tally } from './tally.ts';

export interface SinceLast {
  readonly kept: LastExport;
  /** How the last export ended; undefined where anything may have changed since. */
  readonly unchanged: Last | undefined;
  /** Of the source, as of the kind that it was the last time. */
  readonly guess: { readonly kind: SourceKind; readonly stamp: string } | undefined;
  /** Plans of exports of this source that were broken off. */
  readonly open: readonly OpenPlan[];
}

/** Whether anything is new. @throws as `Source.stamp`, and {@link import('../job.ts').Stopped} */
export async function sinceLast(run: JobRun, given: Given, options: ExportOptions): Promise<SinceLast> {
  const paths = pathsOf(given);
  const kept = new LastExport(run.store.db, [...paths, options.from]);
  const { kind } = kept;
  const [stamp] = await Promise.all([
    kind == null ? undefined : exportStamp(stampOf(kind, given), kind, options.choices),
    survey(run, { ahead: options.ahead?.backup, byTimes: true }),
  ]);
  const open = openPlans(run.store.layout, finding => run.report(finding)).filter(({ header }) => isOf(header, paths));
  return {
    kept,
    unchanged: open.length > 0 || stamp == null ? undefined : kept.unchanged(stamp),
    guess: kind == null || stamp == null ? undefined : { kind, stamp },
    open,
  };
}

/** Tells again what the last export told. @returns what it counts */
export function tellUnchanged(run: JobRun, { findings, counts }: Last): Tally {
  for (const finding of findings) run.report(finding);
  const { items, skipped, missing } = counts;
  const tally = Object.assign(new Tally(), { unchanged: items - skipped - missing, skipped, missing });
  countExport(run, tally);
  return tally;
}

export interface Proved {
  /** Files whose bytes were found to be what Apple recorded of them; or not. */
  readonly confirmed: number;
  readonly unconfirmed: number;
}

const NONE: Proved = { confirmed: 0, unconfirmed: 0 };

/** What the summary says. @param copied by this run @param before and @param isOver as `Tally.counts` has them */
export function countExport(run: JobRun, tally: Tally, copied = 0, before = 0, isOver = true, proved = NONE): void {
  run.count({ ...tally.counts(copied, before, isOver), bytes: tally.bytes, ...proved });
}

/** @param source its own stamp @returns changes when it, or what was chosen, has changed */
export async function exportStamp(source: Promise<string>, kind: SourceKind, choices: ExportChoices): Promise<string> {
  return createHash('sha256')
    .update(JSON.stringify([await source, kind, choices]))
    .digest('hex');
}

/** Absolute paths of all that was given. */
export const pathsOf = (given: Given): readonly string[] => given.parts.map(({ path }) => path);

const isOf = ({ job, sources }: PlanHeader, paths: readonly string[]): boolean =>
  job === 'export' && JSON.stringify(sources?.[0]?.paths) === JSON.stringify(paths);
