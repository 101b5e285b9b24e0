import type { HistoryRow } from '../../protocol/history.ts';
import { jobName } from '../words/job.ts';
import type { Localizer } from '../words/localizer.ts';

export interface HistoryItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

const ICONS: { readonly [S in HistoryRow['state']]: string } = {
  stands: '$(history)',
  partly: '$(warning)',
  undone: '$(discard)',
};

/** A change as a row of the history: what, when, how many, by which job, and what became of it. */
export function historyItem(row: HistoryRow, locale: string, l10n: Localizer): HistoryItem {
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(row.at);
  const states = {
    stands: '',
    partly: l10n.t('undone in part'),
    undone: l10n.t('undone'),
  };
  const parts = [howMany(row, locale, l10n), jobName(row.job, l10n), states[row.state]];
  // A title may hold anything; an icon that it spells is none.
  const title = row.title.replaceAll('$(', '$\u200b(');
  return { label: `${ICONS[row.state]} ${title}`, description: when, detail: parts.filter(Boolean).join(' · ') };
}

function howMany({ of, count }: HistoryRow, locale: string, l10n: Localizer): string {
  const shown = count.toLocaleString(locale);
  // Of an album that was made, renamed or removed no photo is told.
  if (of === 'albums' && count === 0) return '';
  if (of === 'marks' || of === 'albums') return count === 1 ? l10n.t('1 photo') : l10n.t('{0} photos', shown);
  return count === 1 ? l10n.t('1 file') : l10n.t('{0} files', shown);
}
