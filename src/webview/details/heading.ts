import type { Details, FieldId } from '../../protocol/requests.ts';
import { element, foreign } from '../element.ts';
import { icon } from '../icon.ts';
import type { Locale } from '../locale.ts';
import { lengthOf } from '../photo.ts';
import { text } from '../text.ts';

/** What is selected: its name and kind, or how many; and its marks. */
export function headingOf(details: Details, locale: Locale): HTMLElement[] {
  const marks = marksOf(details);
  const parts = [
    element('h1', {}, nameOf(details, locale)),
    element('p', { class: 'dim', text: kindOf(details, locale) }),
  ];
  if (marks.length > 0) parts.push(element('div', { class: 'marks' }, ...marks));
  return parts;
}

function nameOf(details: Details, locale: Locale): HTMLElement {
  return details.item === undefined
    ? element('span', { text: text.selectedDetails(locale.number(details.count)) })
    : foreign(details.item.name);
}

function kindOf(details: Details, locale: Locale): string {
  const { item } = details;
  if (item === undefined) return text.totalSize(locale.bytes(details.bytes));
  const kind = item.kind === 'video' ? text.kinds.video : item.live ? text.kinds.live : text.kinds.photo;
  const parts: string[] = [kind];
  if (item.kind === 'video' && item.duration > 0) parts.push(lengthOf(item));
  if (item.width > 0 && item.height > 0) {
    const megapixels = (item.width * item.height) / 1e6;
    if (item.kind === 'photo') parts.push(text.megapixels(locale.number(megapixels, megapixels < 10 ? 1 : 0)));
    parts.push(`${item.width} × ${item.height}`);
  }
  parts.push(locale.bytes(details.bytes));
  return parts.join(' · ');
}

function marksOf(details: Details): HTMLElement[] {
  const { item } = details;
  if (item === undefined) return differing(details, ['rating', 'flag', 'favorite']);
  const marks: HTMLElement[] = [];
  if (item.rating > 0) {
    const stars = Array.from({ length: 5 }, (_, k) => icon(k < item.rating ? 'starFull' : 'starEmpty'));
    marks.push(element('span', { class: 'stars', role: 'img', 'aria-label': text.stars(item.rating) }, ...stars));
  }
  if (item.flag !== 'none') {
    const picked = item.flag === 'pick';
    marks.push(
      element('span', { class: 'mark' }, icon(picked ? 'flag' : 'reject'), picked ? text.picked : text.rejected),
    );
  }
  if (item.favorite) marks.push(element('span', { class: 'mark' }, icon('heart'), text.favorite));
  return marks;
}

function differing(details: Details, ids: readonly FieldId[]): HTMLElement[] {
  const rating = details.fields.find(field => ids.includes(field.id) && field.id === 'rating');
  if (rating === undefined) return [];
  const value = rating.value.type === 'text' ? Number(rating.value.text) : Number.NaN;
  const known = Number.isInteger(value) && value >= 0 && value <= 5;
  const stars = Array.from({ length: 5 }, (_, k) => icon(known && k < value ? 'starFull' : 'starEmpty'));
  const label = known ? text.stars(value) : text.differs;
  const shown = element('span', { class: 'stars', role: 'img', 'aria-label': label }, ...stars);
  return known ? [shown] : [shown, element('span', { class: 'differs', text: text.differs })];
}
