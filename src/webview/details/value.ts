import type { DetailField, FieldValue } from '../../protocol/details.ts';
import { type CaptureTime, parseCaptureTime } from '../capturetime.ts';
import { element, foreign } from '../element.ts';
import { icon } from '../icon.ts';
import type { Locale } from '../locale.ts';
import { text } from '../text.ts';

/** Fields whose values are words that stand for themselves. */
const tagged = new Set(['people', 'keywords', 'albums']);

/** Degrees as people write them: five places are a metre. */
export function coordinates(lat: number, lon: number, locale: Locale): string {
  return `${locale.number(lat, 5)}, ${locale.number(lon, 5)}`;
}

function zoneOf(time: CaptureTime): string {
  if (!time.hasClock) return text.timeUnknown;
  if (time.zone === null) return text.zoneUnknown;
  return time.zone === 'utc' ? text.zoneUnknownUtc : time.zone;
}

/** A capture time: its own wall clock, and its zone below. */
export function timeValue(value: string, locale: Locale, origin?: DetailField['origin']): HTMLElement[] {
  const time = parseCaptureTime(value, origin);
  if (time === null) return [foreign(value)];
  return [
    element('span', { text: locale.captured(time) }),
    element('br'),
    element('span', { class: 'dim', text: zoneOf(time) }),
  ];
}

/** From the first to the last; a zone that both have is said once. */
export function timeRange(from: string, to: string, locale: Locale): (Node | string)[] {
  const first = parseCaptureTime(from);
  const last = parseCaptureTime(to);
  if (first === null || last === null || zoneOf(first) !== zoneOf(last))
    return [...timeValue(from, locale), element('br'), text.upTo, ...timeValue(to, locale)];
  return [
    element('span', { text: text.until(locale.captured(first), locale.captured(last)) }),
    element('br'),
    element('span', { class: 'dim', text: zoneOf(first) }),
  ];
}

/** What a field shows; `count` is how many photos are selected. */
export function shownValue(field: DetailField, count: number, locale: Locale): (Node | string)[] {
  const value: FieldValue = field.value;
  switch (value.type) {
    case 'text':
      return [element('bdi', { class: 'prose', text: value.text })];
    case 'time':
      return timeValue(value.text, locale, field.origin);
    case 'gps': {
      const height = value.alt === undefined ? '' : ` · ${text.above(locale.number(value.alt))}`;
      return [element('span', { class: 'num', text: coordinates(value.lat, value.lon, locale) + height })];
    }
    case 'list':
      return tagged.has(field.id) ? [tags(value.items, count, locale)] : lines(value.items, count, locale);
    case 'differs': {
      const parts = [text.values(value.values, locale.number(value.values))];
      if (value.missing > 0) parts.push(text.without(value.missing, locale.number(value.missing)));
      return [element('span', { class: 'differs', text: text.differs }), ` · ${parts.join(' · ')}`];
    }
  }
}

const tag = (...children: Node[]) => element('span', { class: 'tag' }, ...children);

type Items = Extract<FieldValue, { type: 'list' }>['items'];

function tags(items: Items, count: number, locale: Locale): HTMLElement {
  const list = element('span', { class: 'tags' });
  for (const item of items) {
    if (count <= 1) list.append(tag(foreign(item.text)));
    else if (item.count === count) {
      const all = tag(icon('check'), foreign(item.text));
      all.title = text.inAll;
      list.append(all);
    } else {
      const some = tag(foreign(item.text), element('span', { class: 'num dim', text: locale.number(item.count) }));
      some.title = text.inSome(locale.number(item.count), locale.number(count));
      list.append(some);
    }
  }
  return list;
}

function lines(items: Items, count: number, locale: Locale): (Node | string)[] {
  return items.flatMap((item, k) => [
    ...(k > 0 ? [element('br')] : []),
    foreign(item.text),
    ...(count > 1 ? [' ', element('span', { class: 'dim num', text: locale.number(item.count) })] : []),
  ]);
}
