import type { JobRow } from '../../protocol/job.ts';
import { capitalised } from './capitalised.ts';
import type { Localizer } from './localizer.ts';

/** A job's name for a person. */
export function jobName(job: string, l10n: Localizer): string {
  switch (job) {
    case 'index':
      return l10n.t('Index');
    case 'verify':
      return l10n.t('Verify');
    case 'accept':
      return l10n.t('Accept');
    case 'export':
      return l10n.t('Export');
    case 'apply':
      return l10n.t('Apply Plan');
    case 'edit':
      return l10n.t('Edit');
    case 'undo':
      return l10n.t('Undo');
    case 'quarantine':
      return l10n.t('Quarantine');
    case 'mark':
      return l10n.t('Marks');
    case 'album':
      return l10n.t('Albums');
    default:
      return capitalised(job, 'en');
  }
}

/** What a job is doing, for a person. */
function phaseName(phase: string, l10n: Localizer): string {
  switch (phase) {
    case 'look':
      return l10n.t('looking for changes');
    case 'read':
      return l10n.t('reading metadata');
    case 'hash':
      return l10n.t('reading files');
    case 'recognise':
      return l10n.t('looking what the source is');
    case 'download':
      return l10n.t('downloading from iCloud');
    case 'plan':
      return l10n.t('making the plan');
    case 'apply':
      return l10n.t('copying and proving');
    case 'publish':
      return l10n.t('saving the catalog');
    default:
      return phase;
  }
}

/** Whole percent, or null while the total is not known. */
export function percent(row: Pick<JobRow, 'done' | 'total'>): number | null {
  if (row.total <= 0) return null;
  return Math.min(100, Math.floor((100 * row.done) / row.total));
}

/**
 * Milliseconds that a running job may still take, by its rate so far; null in its first ten seconds and before
 * two percent, when a guess would only be wrong.
 */
export function timeLeft(row: Pick<JobRow, 'done' | 'total' | 'started'>, now: number): number | null {
  const elapsed = now - row.started;
  if (row.total <= 0 || elapsed < 10_000 || row.done * 50 < row.total || row.done > row.total) return null;
  return (elapsed * (row.total - row.done)) / row.done;
}

/** `38 % · 24 min left`, or the phase where there is no percentage. */
export function progressText(row: JobRow, now: number, locale: string, l10n: Localizer): string {
  const share = percent(row);
  const parts = share == null ? [] : [new Intl.NumberFormat(locale, { style: 'percent' }).format(share / 100)];
  const left = timeLeft(row, now);
  if (left == null) {
    if (row.phase !== '') parts.push(phaseName(row.phase, l10n));
  } else if (left < 60_000) parts.push(l10n.t('less than a minute left'));
  else if (left < 90 * 60_000) parts.push(l10n.t('{0} min left', Math.round(left / 60_000)));
  else parts.push(l10n.t('{0} h left', Math.round(left / 3_600_000)));
  return parts.join(' · ');
}

/** How long ago, in the largest unit that fits: `2 days ago`, `now`. */
export function ago(then: number, now: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const seconds = Math.max(0, (now - then) / 1000);
  if (seconds < 60) return format.format(0, 'second');
  if (seconds < 3600) return format.format(-Math.floor(seconds / 60), 'minute');
  if (seconds < 86_400) return format.format(-Math.floor(seconds / 3600), 'hour');
  if (seconds < 30 * 86_400) return format.format(-Math.floor(seconds / 86_400), 'day');
  if (seconds < 365 * 86_400) return format.format(-Math.floor(seconds / (30 * 86_400)), 'month');
  return format.format(-Math.floor(seconds / (365 * 86_400)), 'year');
}
