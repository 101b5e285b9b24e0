/** Values of XMP as exiftool prints them. */
import { jsonValue, perlNumber } from './tags.ts';
import { expect, unusual } from './unusual.ts';
import { type Element, unescaped } from './xmlTree.ts';
import type { Form } from './xmpFields.ts';

export const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const MOST_ITEMS = 1000;

/** Text alone. */
export function plain(element: Element): string {
  expect(element.children.length === 0, 'structure for a text');
  return element.text;
}

/** The items of a Bag, Seq or Alt; undefined where it is none. */
export function itemsOf(property: Element): readonly Element[] | undefined {
  const [container, ...more] = property.children;
  if (container?.uri !== RDF || !['Bag', 'Seq', 'Alt'].includes(container.local)) return undefined;
  expect(more.length === 0 && container.attributes.length === 0, 'list of RDF');
  const items = container.children;
  expect(items.length <= MOST_ITEMS && items.every(item => item.uri === RDF && item.local === 'li'), 'list of RDF');
  return items;
}

/** A value as exiftool prints it. */
export function scalar(form: Form, written: string): unknown {
  const text = unescaped(written);
  if (form === 'date') return jsonValue(dateText(text));
  if (form === 'rational') return jsonValue(rationalText(text));
  if (form === 'degrees') return jsonValue(degreesText(text));
  return jsonValue(text);
}

export function dateText(text: string): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}:\d{2})(:\d{2})?\s*(\S*)$/.exec(text);
  if (found != null) return `${found[1]}:${found[2]}:${found[3]} ${found[4]}${found[5] ?? ''}${found[6]}`;
  return /^\d{4}/.test(text) ? text.replaceAll('-', ':') : text;
}

function rationalText(text: string): string {
  const found = /^(-?\d{1,15})\/(-?\d{1,15})$/.exec(text);
  if (found == null) {
    expect(!text.includes('/'), 'quotient');
    return text;
  }
  const over = Number(found[1]);
  const under = Number(found[2]);
  return under !== 0 ? perlNumber(over / under) : over !== 0 ? 'inf' : 'undef';
}

/** `34,55.13346S`, as exiftool's ToDegrees. */
function degreesText(text: string): string {
  expect(text.length <= 100 && !/\b(inf|undef)\b/.test(text), 'degrees');
  const parts = text.match(/[+-]?(?=\d|\.\d)\d*(?:\.\d*)?(?:[Ee][+-]\d+)?/g)?.map(Number) ?? [];
  const [whole = unusual('degrees'), minutes = 0, seconds = 0] = parts;
  const value = whole + (minutes + seconds / 60) / 60;
  return perlNumber(/[^A-Z](S(outh)?|W(est)?)\s*$/i.test(text) ? -value : value);
}
