import { jobName } from './job.ts';
import type { Localizer } from './localizer.ts';

/** How a job ended, for one notification. `quiet`: nothing worth a notification. */
export interface Outcome {
  readonly severity: 'info' | 'warning' | 'error' | 'quiet';
  readonly text: string;
  /** Whether there are findings to look at. */
  readonly problems: boolean;
}

/** The numbers of a summary line; one that is not there, or not an object, has none. */
function numbersOf(summary: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(summary);
    return typeof value === 'object' && value != null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** `a`, `a and b`, `a, b and c`, in the locale's way. */
function list(parts: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts);
}

/**
 * A job's end in a sentence.
 * @param exit the process's exit status (0, 1, 2, 3, 130 as the command line documents), undefined where it was killed
 * @param summary the summary line that the job printed, as JSON, or ''
 */
export function outcome(
  job: string,
  exit: number | undefined,
  summary: string,
  locale: string,
  l10n: Localizer,
): Outcome {
  const name = jobName(job, l10n);
  const numbers = numbersOf(summary);
  if (numbers.stopped === true || exit === 130 || exit === 129 || exit === 143 || exit == null) {
    return {
      severity: 'quiet',
      text: l10n.t('{0} was stopped. The next run goes on from there.', name),
      problems: false,
    };
  }
  if (exit === 2) {
    const text = l10n.t('{0} did not start: its options are wrong. The terminal says which.', name);
    return { severity: 'error', text, problems: false };
  }
  // A status of 1 without a word is that of a program that could not even start.
  if ((exit !== 0 && exit !== 1) || (exit === 1 && Object.keys(numbers).length === 0)) {
    const why = numbers.message;
    const text =
      typeof why === 'string' && why !== ''
        ? l10n.t('{0} could not finish: {1}', name, why)
        : l10n.t('{0} could not finish. No photo was changed; the terminal says why.', name);
    return { severity: 'error', text, problems: false };
  }
  const number = new Intl.NumberFormat(locale);
  const n = (key: string) => {
    const value = numbers[key];
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  };
  const files = (key: string) => (n(key) === 1 ? l10n.t('1 file') : l10n.t('{0} files', number.format(n(key))));
  const some = (key: string, text: (count: string) => string) => (n(key) > 0 ? [text(number.format(n(key)))] : []);

  if (job === 'index') {
    const parts = [
      ...some('added', count => l10n.t('{0} new', count)),
      ...some('changed', count => l10n.t('{0} changed', count)),
      ...some('removed', count => l10n.t('{0} gone', count)),
    ];
    const what = parts.length > 0 ? list(parts, locale) : l10n.t('nothing new');
    const text = l10n.t('Indexed {0}: {1}.', files('files'), what);
    if (exit === 0) return { severity: 'info', text, problems: false };
    return { severity: 'warning', text: `${text} ${l10n.t('Some files have problems.')}`, problems: true };
  }
  if (job === 'verify') {
    const bad = [
      ...some('corrupt', count => l10n.t('{0} corrupt', count)),
      ...some('missing', count => l10n.t('{0} missing', count)),
      ...some('damaged', count => l10n.t('{0} damaged', count)),
    ];
    const noted = [
      ...some('modified', count => l10n.t('{0} changed by another program', count)),
      ...some('extra', count => l10n.t('{0} not recorded', count)),
      ...some('moved', count => l10n.t('{0} moved', count)),
    ];
    const aside = noted.length > 0 ? ` ${l10n.t('To look at: {0}.', list(noted, locale))}` : '';
    const proved =
      n('verified') < n('files') ? l10n.t('{0} of {1}', number.format(n('verified')), files('files')) : files('files');
    if (exit === 0) {
      const text = l10n.t('Verified {0}. None is corrupt or missing.', proved) + aside;
      return { severity: 'info', text, problems: noted.length > 0 };
    }
    const what = bad.length > 0 ? list(bad, locale) : l10n.t('problems');
    const text = l10n.t('Verified {0} and found {1}. No file was changed.', proved, what) + aside;
    return { severity: 'warning', text, problems: true };
  }
  if (exit === 0) return { severity: 'quiet', text: l10n.t('{0} is done.', name), problems: false };
  return { severity: 'warning', text: l10n.t('{0} is done, with problems.', name), problems: true };
}

/** What stands beside a finished job in the tree: `fine`, `3 corrupt, 1 missing`, `stopped`. */
export function shortOutcome(state: string, summary: string, locale: string, l10n: Localizer): string {
  if (state === 'stopped') return l10n.t('stopped');
  if (state === 'died') return l10n.t('ended without a word');
  if (state === 'failed') return l10n.t('could not finish');
  const numbers = numbersOf(summary);
  const number = new Intl.NumberFormat(locale);
  const labels: readonly (readonly [string, (count: string) => string])[] = [
    ['corrupt', count => l10n.t('{0} corrupt', count)],
    ['missing', count => l10n.t('{0} missing', count)],
    ['damaged', count => l10n.t('{0} damaged', count)],
    ['modified', count => l10n.t('{0} changed', count)],
    ['added', count => l10n.t('{0} new', count)],
    ['changed', count => l10n.t('{0} changed', count)],
    ['removed', count => l10n.t('{0} gone', count)],
  ];
  const parts = labels.flatMap(([key, text]) => {
    const value = numbers[key];
    return typeof value === 'number' && value > 0 ? [text(number.format(value))] : [];
  });
  return parts.length > 0 ? parts.join(', ') : l10n.t('fine');
}
