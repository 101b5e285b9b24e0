import { Buffer } from 'node:buffer';
import type { ShownAction, ShownPlan } from '../export/shown-plan.ts';
import type { Localizer } from '../words/localizer.ts';
import { visible } from '../words/visible.ts';

/** What files say before an edit and after it, as two texts that an editor can hold against each other. Pure. */
export function beforeAfter(plan: ShownPlan, l10n: Localizer): { readonly before: string; readonly after: string } {
  const { header, summary, actions } = plan;
  if (header == null || summary == null || summary.failed === true) {
    const why = visible(summary?.message ?? l10n.t('It could not be read.'));
    return { before: why, after: why };
  }
  const before: string[] = [visible(header.title ?? ''), ''];
  const after: string[] = [...before];
  for (const action of actions) {
    const [old, now] = sides(action, l10n);
    before.push(...old, '');
    after.push(...now, '');
  }
  const more = summary.actions - actions.length;
  const rest = more > 0 ? [l10n.t('… and {0} more files', more)] : [];
  return { before: [...before, ...rest].join('\n'), after: [...after, ...rest].join('\n') };
}

function sides(action: ShownAction, l10n: Localizer): readonly [readonly string[], readonly string[]] {
  const name = shown(action.path ?? action.to);
  if (action.action === 'copy') {
    const lines = (action.text ?? '').split('\n').map(line => `  ${visible(line)}`);
    return [
      [name, `  ${l10n.t('(there is no such file yet)')}`],
      [name, ...lines],
    ];
  }
  const tags = action.tags ?? {};
  const was = action.before ?? {};
  const line = (tag: string, value: unknown) => `  ${visible(tag)}: ${valueText(value, l10n)}`;
  return [
    [name, ...Object.keys(tags).map(tag => line(tag, was[tag]))],
    [name, ...Object.entries(tags).map(([tag, value]) => line(tag, value))],
  ];
}

function valueText(value: unknown, l10n: Localizer): string {
  if (value == null || value === '') return l10n.t('(none)');
  if (Array.isArray(value)) return value.map(one => visible(String(one))).join(' · ');
  // A caption of several lines stays on one.
  return visible((typeof value === 'object' ? JSON.stringify(value) : String(value)).replaceAll('\n', ' ⏎ '));
}

function shown(place: ShownAction['to']): string {
  if (place == null) return '';
  return visible(typeof place === 'string' ? place : Buffer.from(place.b, 'base64').toString('utf8'));
}
