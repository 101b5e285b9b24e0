import type { Localizer } from '../words/localizer.ts';
import { problemName } from '../words/problem.ts';
import { formatBytes } from '../words/size.ts';
import { visible } from '../words/visible.ts';
import { actionText } from './action-text.ts';
import type { ExportRequest } from './choices.ts';
import type { FindingGroup, PlanFinding } from './dry-run.ts';
import type { ShownPlan } from './shown-plan.ts';

/** What is known of a plan beyond its file: from the dry run that made it. */
export interface PlanReport {
  /** What it was made for. */
  readonly request: ExportRequest;
  /** Bytes free on the backup's disk. */
  readonly free?: number;
  /** How long it may take, seconds, where that was measured. */
  readonly seconds?: number;
  readonly groups: readonly FindingGroup[];
}

export interface PlanText {
  readonly text: string;
  /** Findings by the line that tells them, from 0. */
  readonly findings: readonly { readonly line: number; readonly finding: PlanFinding }[];
}

const KINDS: readonly (readonly [string, (count: string, l10n: Localizer) => string])[] = [
  ['copied', (n, l10n) => l10n.t('{0} new: they will be copied', n)],
  ['unchanged', (n, l10n) => l10n.t('{0} came before', n)],
  [
    'duplicates',
    (n, l10n) => l10n.t('{0} in the backup already, or twice in the source: what is known of them is merged', n),
  ],
  ['skipped', (n, l10n) => l10n.t('{0} left out (the findings say why)', n)],
  ['missing', (n, l10n) => l10n.t('{0} that the source tells of and does not have', n)],
  ['failed', (n, l10n) => l10n.t('{0} that cannot be read', n)],
];

/** An archive can have a hundred parts. */
const SOURCES = 8;

/** A plan for a person to read: what it comes to, what was found, then what it would do, one action a line. Pure. */
export function planText(
  file: string,
  plan: ShownPlan,
  report: PlanReport | undefined,
  locale: string,
  l10n: Localizer,
): PlanText {
  const number = new Intl.NumberFormat(locale);
  const { header, summary, actions } = plan;
  const lines: string[] = [];
  const findings: { line: number; finding: PlanFinding }[] = [];
  if (header == null || summary == null || summary.failed === true) {
    const why = summary?.message ?? l10n.t('It could not be read.');
    return { text: `${l10n.t('This is no plan that can be applied.')}\n\n${visible(why)}\n`, findings };
  }

  lines.push(visible(header.title ?? l10n.t('A plan of {0}', header.job)), '');
  const sources = (header.sources ?? []).flatMap(({ paths, path }) => paths ?? (path == null ? [] : [path]));
  const label = (text: string, i: number) => (i === 0 ? text : '').padEnd(6);
  for (const [i, source] of sources.slice(0, SOURCES).entries())
    lines.push(`${label(l10n.t('From'), i)}  ${visible(source)}`);
  if (sources.length > SOURCES)
    lines.push(`${label('', 0)}  ${l10n.t('… and {0} more', number.format(sources.length - SOURCES))}`);
  if (report != null) lines.push(`${label(l10n.t('To'), 0)}  ${visible(report.request.backup)}`);
  if (lines.at(-1) !== '') lines.push('');

  // An edit counts otherwise.
  const counts = header.job === 'edit' ? undefined : header.summary;
  if (counts != null) {
    const items = number.format(counts.items);
    lines.push(
      counts.items === 1
        ? l10n.t('1 photo or video in the source:')
        : l10n.t('{0} photos and videos in the source:', items),
    );
    for (const [key, words] of KINDS) {
      const value = counts[key];
      if (typeof value === 'number' && value > 0) lines.push(`  ${words(number.format(value), l10n)}`);
    }
    lines.push('');
  }
  const bytes = formatBytes(counts?.bytes ?? summary.bytes, locale);
  lines.push(
    report?.free == null
      ? l10n.t('{0} will be written.', bytes)
      : l10n.t('{0} will be written; the disk has {1} free.', bytes, formatBytes(report.free, locale)),
  );
  if (report?.free != null && report.free < (counts?.bytes ?? summary.bytes))
    lines.push(
      l10n.t('The disk has too little room: it will stop when the disk is full, and go on when there is more.'),
    );
  if (report?.seconds != null) lines.push(l10n.t('It will take {0}.', duration(report.seconds, locale, l10n)));
  lines.push(
    l10n.t('Nothing has been changed yet. What is copied from stays as it is, and the change can be undone.'),
    '',
  );

  const groups = report?.groups ?? [];
  const found = groups.reduce((sum, group) => sum + group.count, 0);
  if (found > 0) {
    lines.push(l10n.t('Findings: {0}', number.format(found)));
    for (const group of groups) {
      lines.push(`  ${problemName(group.code, l10n)}: ${number.format(group.count)}`);
      for (const finding of group.findings) {
        findings.push({ line: lines.length, finding });
        const severity = SEVERITIES[finding.severity](l10n);
        const { path, message } = finding;
        const said = message.startsWith(path) ? message : `${path}  ${message}`;
        lines.push(`    ${severity}  ${visible(said)}`);
      }
      const more = group.count - group.findings.length;
      if (more > 0) lines.push(`    ${l10n.t('… and {0} more', number.format(more))}`);
    }
    lines.push('');
  }

  lines.push(
    summary.actions === 0
      ? l10n.t('Actions: none. There is nothing to do.')
      : l10n.t('Actions: {0}', number.format(summary.actions)),
  );
  for (const action of actions) lines.push(`  ${actionText(action, l10n)}`);
  const more = summary.actions - actions.length;
  if (more > 0) lines.push(`  ${l10n.t('… and {0} more. All of them are in {1}', number.format(more), file)}`);
  return { text: `${lines.join('\n')}\n`, findings };
}

const SEVERITIES: { readonly [S in PlanFinding['severity']]: (l10n: Localizer) => string } = {
  error: l10n => l10n.t('error'),
  warning: l10n => l10n.t('warning'),
  info: l10n => l10n.t('note'),
};

function duration(seconds: number, locale: string, l10n: Localizer): string {
  if (seconds < 60) return l10n.t('less than a minute');
  const unit = seconds < 90 * 60 ? 'minute' : 'hour';
  const value = Math.round(seconds / (unit === 'minute' ? 60 : 3600));
  const text = new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
  return l10n.t('about {0}', text);
}
