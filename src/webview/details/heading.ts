import type { Details, FieldId } from '../../protocol/details.ts';
import { element, foreign } from '../element.ts';
import { icon } from '../icon.ts';
import type { Locale } from '../locale.ts';
import { lengthOf, typeOf } from '../photo.ts';
import { fieldNames, originHints, originNames, text } from '../text.ts';
import { iconButton } from '../toolkit.ts';
import { words } from './edit/words.ts';

/** Megapixels: less is rounded to nothing. */
const LEAST = 0.1;

/** What is selected: its name and kind, or how many; and its marks. */
export function headingOf(details: Details, count: number, locale: Locale, edit: () => void): HTMLElement[] {
  const marks = marksOf(details);
  const parts = [
    element(
      'div',
      { class: 'row' },
      element('h1', { class: 'grow' }, nameOf(details, count, locale)),
      iconButton('edit', words.open, edit),
    ),
    element('p', { class: 'dim', text: kindOf(details, count, locale) }),
  ];
  if (marks.length > 0) parts.push(element('div', { class: 'marks' }, ...marks));
  return parts;
}

function nameOf(details: Details, count: number, locale: Locale): HTMLElement {
  return details.item === undefined
    ? element('span', { text: text.selectedDetails(locale.number(count)) })
    : foreign(details.item.name);
}

function kindOf(details: Details, count: number, locale: Locale): string {
  const { item } = details;
  if (item === undefined && count > details.count)
    return text.onlyFirst(locale.number(details.count), locale.bytes(details.bytes));
  if (item === undefined) return text.totalSize(locale.bytes(details.bytes));
  const kind = item.kind === 'video' ? text.kinds.video : item.live ? text.kinds.live : text.kinds.photo;
  const parts: string[] = [kind, typeOf(item)].filter(part => part !== '');
  if (item.kind === 'video' && item.duration > 0) parts.push(lengthOf(item));
  if (item.width > 0 && item.height > 0) {
    const megapixels = (item.width * item.height) / 1e6;
    if (item.kind === 'photo' && megapixels >= LEAST)
      parts.push(text.megapixels(locale.number(megapixels, megapixels < 10 ? 1 : 0)));
    parts.push(`${item.width} × ${item.height}`);
  }
  parts.push(locale.bytes(details.bytes));
  return parts.join(' · ');
}

/** Stars, flag and favourite: the photo's own, or what all selected ones share. */
function marksOf(details: Details): HTMLElement[] {
  const marks: HTMLElement[] = [];
  const field = (id: FieldId) => details.fields.find(one => one.id === id);
  const shared = (id: FieldId) => {
    const value = field(id)?.value;
    return value?.type === 'text' ? value.text : '';
  };
  const { item } = details;
  const rating = item?.rating ?? Number(shared('rating'));
  const differs = field('rating')?.value.type === 'differs';
  if (rating > 0 || differs) {
    const stars = Array.from({ length: 5 }, (_, k) => icon(k < rating ? 'starFull' : 'starEmpty'));
    const label = differs ? `${fieldNames.rating}: ${text.differs}` : text.stars(rating);
    const origin = field('rating')?.origin;
    const title = origin === undefined ? undefined : originHints[origin];
    marks.push(element('span', { class: 'stars', role: 'img', 'aria-label': label, title }, ...stars));
    if (origin !== undefined && originNames[origin] !== '')
      marks.push(element('span', { class: 'org', text: originNames[origin], title }));
    if (differs) marks.push(element('span', { class: 'differs', text: text.differs }));
  }
  const flag = item?.flag ?? shared('flag');
  if (flag === 'pick') marks.push(element('span', { class: 'mark' }, icon('flag'), text.picked));
  if (flag === 'reject') marks.push(element('span', { class: 'mark' }, icon('reject'), text.rejected));
  if (item?.favorite ?? shared('favorite') !== '')
    marks.push(element('span', { class: 'mark' }, icon('heart'), text.favorite));
  return marks;
}
