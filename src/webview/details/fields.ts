import type { DetailField, Details, FieldId } from '../../protocol/details.ts';
import { element } from '../element.ts';
import type { Locale } from '../locale.ts';
import { fieldNames, originHints, originNames, text } from '../text.ts';
import { shownValue, timeRange, timeValue } from './value.ts';

export const whenWhere: readonly FieldId[] = ['capturedAt', 'gps'];
export const about: readonly FieldId[] = [
  'title',
  'description',
  'people',
  'keywords',
  'albums',
  'creator',
  'copyright',
];
export const camera: readonly FieldId[] = ['camera', 'lens', 'exposure', 'iso', 'focalLength', 'flash', 'software'];

/** Where a value comes from, in words; the tooltip says more. */
function originOf(field: DetailField): HTMLElement {
  const name = field.origin === undefined ? '' : originNames[field.origin];
  const hint = field.origin === undefined ? '' : originHints[field.origin];
  const title = field.file === undefined ? hint : text.fromFile(hint, field.file);
  return element('dd', { class: 'org', text: name, ...(name === '' ? {} : { title }) });
}

/** Rows of name, value and origin; null where none of the fields has a value. */
export function fieldRows(details: Details, ids: readonly FieldId[], locale: Locale): HTMLElement | null {
  const rows = element('dl', { class: 'kv' });
  for (const id of ids) {
    const field = details.fields.find(one => one.id === id);
    if (field === undefined) {
      if (id === 'capturedAt' && details.count > 0) rows.append(...undated());
      continue;
    }
    rows.append(
      element('dt', { text: fieldNames[id] }),
      element('dd', {}, ...(range(details, field, locale) ?? shownValue(field, details.count, locale))),
      originOf(field),
    );
  }
  return rows.childElementCount > 0 ? rows : null;
}

/** Left out, it would look as if nobody had asked: that a photo has no date is worth a row. */
function undated(): HTMLElement[] {
  return [
    element('dt', { text: fieldNames.capturedAt }),
    element('dd', {}, element('span', { class: 'dim', text: text.unknown })),
    element('dd', { class: 'org' }),
  ];
}

/** Several were not all taken at once: from when to when. */
function range(details: Details, field: DetailField, locale: Locale): (Node | string)[] | null {
  if (field.id !== 'capturedAt' || field.value.type !== 'differs' || details.from === undefined) return null;
  const { from, to = from } = details;
  const parts: (Node | string)[] = to === from ? timeValue(from, locale) : timeRange(from, to, locale);
  if (field.value.missing > 0)
    parts.push(
      element('br'),
      element('span', { class: 'dim', text: text.without(field.value.missing, locale.number(field.value.missing)) }),
    );
  return parts;
}
