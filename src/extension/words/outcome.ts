import { jobName } from './job.ts';
import type { Localizer } from './localizer.ts';
import { Summary } from './summary.ts';

/** How a job ended, for one notification. `quiet`: nothing worth a notification. */
export interface Outcome {
  readonly severity: 'info' | 'warning' | 'error' | 'quiet';
  readonly text: string;
  /** What the person most likely wants next; in the order of the buttons. */
  readonly next: readonly NextStep[];
}

export type NextStep = 'problems' | 'index' | 'photos' | 'verify' | 'terminal' | 'undo';

/** How a job's process ended. */
export interface Ended {
  readonly job: string;
  /** What the person knows it by, where that is not its kind's name. */
  readonly name?: string;
  /** Whether it looked at sizes and times only. */
  readonly quick?: boolean;
  /** Whether it was an edit that only turned photos. */
  readonly turns?: boolean;
  /** Exit status (0, 1, 2, 3, 130 as the command line documents), undefined where it was killed. */
  readonly exit: number | undefined;
  /** The summary line that the job printed, as JSON, or ''. */
  readonly summary: string;
  /** Another job that was at work on the backup when this one ended, where it left no word of its own. */
  readonly busy?: string;
}

/** A job's end in a sentence. */
export function outcome(ended: Ended, locale: string, l10n: Localizer): Outcome {
  const { job, exit } = ended;
  const name = ended.name ?? jobName(job, l10n);
  const summary = new Summary(ended.summary, locale, l10n);
  if (summary.stopped || exit === 130 || exit === 129 || exit === 143 || exit == null) {
    return { severity: 'quiet', text: l10n.t('{0} was stopped. The next run goes on from there.', name), next: [] };
  }
  if (exit === 2) {
    const text = l10n.t('{0} did not start: its options are wrong. The terminal says which.', name);
    return { severity: 'error', text, next: ['terminal'] };
  }
  if (exit === 3 && summary.isEmpty && ended.busy != null) {
    const text = l10n.t(
      '{0} did not start: another job ({1}) is at work on this backup. Nothing was changed. Run it again when that one has ended.',
      name,
      jobName(ended.busy, l10n),
    );
    return { severity: 'warning', text, next: [] };
  }
  // A status of 1 without a word is that of a program that could not even start.
  if ((exit !== 0 && exit !== 1) || (exit === 1 && summary.isEmpty)) {
    const why = summary.message;
    const text =
      why !== ''
        ? l10n.t('{0} could not finish: {1}', name, why)
        : l10n.t('{0} could not finish. No photo was changed; the terminal says why.', name);
    return { severity: 'error', text, next: ['terminal'] };
  }
  if (job === 'index') return indexed(summary, exit, l10n);
  if (job === 'verify') return verified(summary, exit, ended.quick === true, l10n);
  if (job === 'export' || job === 'apply') return exported(summary, exit, job, l10n);
  if (job === 'edit' && ended.turns === true) return turned(summary, exit, l10n);
  if (job === 'edit') return edited(summary, exit, l10n);
  if (job === 'quarantine') return setAside(summary, exit, l10n);
  if (job === 'undo') return undone(summary, exit, l10n);
  if (exit === 0) return { severity: 'quiet', text: l10n.t('{0} is done.', name), next: [] };
  const text = `${l10n.t('{0} is done, with problems.', name)} ${statusOne(l10n)}`;
  return { severity: 'warning', text, next: ['problems'] };
}

/**
 * VS Code writes "terminated with exit code: 1" in red beneath a job that did all it should and found errors. The
 * status is the command line's contract, which scripts and dependent tasks go by: so its meaning is said instead.
 */
function statusOne(l10n: Localizer): string {
  return l10n.t('The job is complete: exit code 1 in the terminal stands for the problems found.');
}

function indexed(said: Summary, exit: number, l10n: Localizer): Outcome {
  const parts = [
    ...said.some('added', count => l10n.t('{0} new', count)),
    ...said.some('changed', count => l10n.t('{0} changed', count)),
    ...said.some('removed', count => l10n.t('{0} gone', count)),
  ];
  const what = parts.length > 0 ? said.list(parts) : l10n.t('nothing new');
  const text = l10n.t('Indexed {0}: {1}.', said.files('files'), what);
  if (exit === 0) return { severity: 'info', text, next: ['photos'] };
  const problems = `${l10n.t('Some files have problems.')} ${statusOne(l10n)}`;
  return { severity: 'warning', text: `${text} ${problems}`, next: ['problems'] };
}

/** Of an export, and of a plan that was applied: an export's counts photos, another counts actions. */
function exported(said: Summary, exit: number, job: 'export' | 'apply', l10n: Localizer): Outcome {
  const others = [
    ...said.some('duplicates', count => l10n.t('{0} in the backup already', count)),
    ...said.some('skipped', count => l10n.t('{0} left out', count)),
    ...said.some('missing', count => l10n.t('{0} missing in the source', count)),
    ...said.some('failed', count => l10n.t('{0} failed', count)),
  ];
  const copied = said.count('copied');
  const begin =
    job === 'apply' && !said.has('copied')
      ? l10n.t('Applied {0} of {1} actions', said.number('applied'), said.number('actions'))
      : copied === 0
        ? l10n.t('Nothing new came in')
        : copied === 1
          ? l10n.t('1 photo or video came in')
          : l10n.t('{0} photos and videos came in', said.number('copied'));
  const rest = others.length > 0 ? `; ${said.list(others)}` : '';
  const text = `${begin}${rest}.`;
  if (exit !== 0) return { severity: 'warning', text: `${text} ${statusOne(l10n)}`, next: ['problems', 'verify'] };
  // What has just been written is proved by reading it again.
  return copied > 0
    ? { severity: 'info', text: `${text} ${l10n.t('Verify reads every file again.')}`, next: ['verify', 'photos'] }
    : { severity: 'info', text, next: [] };
}

function edited(said: Summary, exit: number, l10n: Localizer): Outcome {
  const others = [
    ...said.some('skipped', count => l10n.t('{0} left alone', count)),
    ...said.some('failed', count => l10n.t('{0} failed', count)),
  ];
  const rest = others.length > 0 ? `; ${said.list(others)}` : '';
  const text = `${l10n.t('Wrote {0} of {1} files', said.number('applied'), said.number('actions'))}${rest}.`;
  if (exit === 0 && others.length === 0) return { severity: 'info', text, next: [] };
  return { severity: 'warning', text: `${text} ${l10n.t('The terminal names them.')}`, next: ['terminal'] };
}

/** That they were turned is seen. */
function turned(said: Summary, exit: number, l10n: Localizer): Outcome {
  const left = said.count('skipped');
  const failed = said.count('failed');
  if (exit === 0 && left + failed === 0) return { severity: 'quiet', text: '', next: [] };
  const parts = [
    ...(left === 1 ? [l10n.t('1 photo or video can’t be turned and was left as it is')] : []),
    ...(left > 1
      ? [l10n.t('{0} photos and videos can’t be turned and were left as they are', said.number('skipped'))]
      : []),
    ...(failed > 0 ? [l10n.t('{0} files could not be turned', said.number('failed'))] : []),
  ];
  const what = parts.length > 0 ? said.list(parts) : l10n.t('Not all could be turned');
  return { severity: 'warning', text: `${what}. ${l10n.t('The terminal says which, and why.')}`, next: ['terminal'] };
}

function setAside(said: Summary, exit: number, l10n: Localizer): Outcome {
  const aside = said.count('assets');
  const done =
    said.count('applied') === 0
      ? l10n.t('Nothing was set aside.')
      : aside === 1
        ? l10n.t('1 photo or video was set aside.')
        : l10n.t('{0} photos and videos were set aside.', said.number('assets'));
  const left = said.count('skipped') + said.count('failed');
  if (exit === 0 && left === 0)
    return { severity: 'info', text: done, next: said.count('applied') > 0 ? ['undo'] : [] };
  const why = l10n.t('Some were left as they are; the terminal says which, and why.');
  return { severity: 'warning', text: `${done} ${why}`, next: ['terminal'] };
}

function undone(said: Summary, exit: number, l10n: Localizer): Outcome {
  const left = said.count('skipped') + said.count('failed');
  const text = l10n.t('Took back {0} of {1} actions.', said.number('applied'), said.number('actions'));
  if (exit === 0 && left === 0) return { severity: 'info', text, next: [] };
  const why = l10n.t('What was changed again since was left as it is; the terminal names it.');
  return { severity: 'warning', text: `${text} ${why}`, next: ['terminal'] };
}

function verified(said: Summary, exit: number, quick: boolean, l10n: Localizer): Outcome {
  const bad = [
    ...said.some('corrupt', count => l10n.t('{0} corrupt', count)),
    ...said.some('empty', count => l10n.t('{0} empty', count)),
    ...said.some('missing', count => l10n.t('{0} missing', count)),
    ...said.some('damaged', count => l10n.t('{0} damaged', count)),
  ];
  const noted = [
    ...said.some('modified', count => l10n.t('{0} changed by another program', count)),
    ...said.some('extra', count => l10n.t('{0} not recorded', count)),
    ...said.some('moved', count => l10n.t('{0} moved', count)),
  ];
  const all = said.files('files');
  const begin = quick
    ? l10n.t('Looked at {0} by size and time, reading none', all)
    : said.count('verified') < said.count('files')
      ? l10n.t('Verified {0} of {1}', said.number('verified'), all)
      : l10n.t('Verified {0}', all);
  const asides = [
    ...said.some('recent', count => l10n.t('{0} were verified lately and are not due.', count)),
    ...(noted.length > 0 ? [l10n.t('To look at: {0}.', said.list(noted))] : []),
  ];
  // What moved or is new stands where it was, or nowhere, until it is indexed.
  const index = said.count('extra') + said.count('moved') > 0;
  if (index) asides.push(l10n.t('Index the backup to see moved and new photos where they are now.'));
  const next: NextStep[] = [...(index ? ['index' as const] : []), ...(noted.length > 0 ? ['problems' as const] : [])];
  if (exit === 0) {
    const well = quick ? l10n.t('{0}: none is missing.', begin) : l10n.t('{0}. None is corrupt or missing.', begin);
    return { severity: 'info', text: [well, ...asides].join(' '), next };
  }
  const what = bad.length > 0 ? said.list(bad) : l10n.t('problems');
  const found = quick
    ? l10n.t('{0}: there are {1}. No file was changed.', begin, what)
    : l10n.t('{0} and found {1}. No file was changed.', begin, what);
  const text = [found, ...asides, statusOne(l10n)].join(' ');
  return { severity: 'warning', text, next: index ? ['problems', 'index'] : ['problems'] };
}

/** What stands beside a finished job in the tree: `fine`, `3 corrupt, 1 missing`, `stopped`. */
export function shortOutcome(state: string, summary: string, locale: string, l10n: Localizer): string {
  if (state === 'stopped') return l10n.t('stopped');
  if (state === 'died') return l10n.t('ended without a word');
  const said = new Summary(summary, locale, l10n);
  if (state === 'failed') return said.nothing ? l10n.t('nothing to do') : l10n.t('could not finish');
  const labels: readonly (readonly [string, (count: string) => string])[] = [
    ['corrupt', count => l10n.t('{0} corrupt', count)],
    ['empty', count => l10n.t('{0} empty', count)],
    ['missing', count => l10n.t('{0} missing', count)],
    ['damaged', count => l10n.t('{0} damaged', count)],
    ['modified', count => l10n.t('{0} changed', count)],
    ['added', count => l10n.t('{0} new', count)],
    ['changed', count => l10n.t('{0} changed', count)],
    ['copied', count => l10n.t('{0} came in', count)],
    ['removed', count => l10n.t('{0} gone', count)],
  ];
  const parts = labels.flatMap(([key, text]) => said.some(key, text));
  return parts.length > 0 ? parts.join(', ') : l10n.t('fine');
}
