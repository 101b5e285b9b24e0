/**
 * Reads the plain part of XML in which XMP is written: elements and attributes with namespaces, text, nothing else.
 * What is not plain (comments, CDATA, processing instructions, other entities, names beyond ASCII) is not read at
 * all, so that there is nothing on which exiftool, which is no XML parser, and we could be of two minds.
 */
import { expect, unusual } from './unusual.ts';

/** Where it stands in the source: from its first character to behind its last. */
interface Place {
  readonly at: number;
  readonly end: number;
}

export interface Attribute extends Place {
  /** Empty for xmlns and xml. */
  readonly uri: string;
  readonly local: string;
  /** As written, entities and all. */
  readonly value: string;
}

export interface Element extends Place {
  readonly uri: string;
  readonly local: string;
  readonly attributes: readonly Attribute[];
  readonly children: Element[];
  /** As written: of all that stands before the first child. */
  text: string;
}

const OPEN =
  /<([A-Za-z_][\w.-]*):([A-Za-z_][\w.-]*)((?:\s+[A-Za-z_][\w.:-]*\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))*)\s*(\/?)>/y;
const CLOSE = /<\/([\w.-]+):([\w.-]+)\s*>/y;
const TEXT = /[^<]*/y;
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const DEEPEST = 40;
const MOST_ELEMENTS = 50_000;
export const XML = 'http://www.w3.org/XML/1998/namespace';

/**
 * One element and all in it.
 * @param from where it begins
 * @returns it, and where it ends
 * @throws Unusual
 */
export function readElement(source: string, from: number): { readonly root: Element; readonly end: number } {
  const prefixes = new Map<string, string>([['xml', XML]]);
  const open: { readonly element: Element & { end: number }; readonly name: string }[] = [];
  let at = from;
  for (let count = 0; count < MOST_ELEMENTS; ) {
    if (source.startsWith('</', at)) {
      CLOSE.lastIndex = at;
      const closed = CLOSE.exec(source) ?? unusual('XML');
      const last = open.pop();
      expect(last?.name === `${closed[1]}:${closed[2]}`, 'XML: elements that cross');
      at = CLOSE.lastIndex;
      last.element.end = at;
      if (open.length === 0) return { root: last.element, end: at };
    } else {
      OPEN.lastIndex = at;
      const [whole, prefix = '', local = '', written = '', empty] = OPEN.exec(source) ?? unusual('XML');
      const begins = at;
      at += whole.length;
      count++;
      const attributes = readAttributes(written, begins + prefix.length + local.length + 2, prefixes);
      const uri = prefixes.get(prefix) ?? unusual('XML: a prefix of nothing');
      const element = { uri, local, attributes, children: [], text: '', at: begins, end: at };
      open.at(-1)?.element.children.push(element);
      if (empty === '/') {
        if (open.length === 0) return { root: element, end: at };
      } else {
        open.push({ element, name: `${prefix}:${local}` });
        expect(open.length <= DEEPEST, 'XML: very deep');
      }
    }
    TEXT.lastIndex = at;
    const [text = ''] = TEXT.exec(source) ?? [];
    at += text.length;
    const parent = open.at(-1)?.element;
    if (parent != null && parent.children.length === 0) parent.text = text;
  }
  return unusual('XML: very many elements');
}

/** @param from where they stand in the source */
function readAttributes(written: string, from: number, prefixes: Map<string, string>): readonly Attribute[] {
  if (written === '') return [];
  const plain: [prefix: string, local: string, value: string, at: number, end: number][] = [];
  for (const { 0: whole, 1: name = '', 2: double, 3: single, index } of written.matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? '';
    const colon = name.indexOf(':');
    expect(colon > 0, 'XML: an attribute without a namespace');
    const prefix = name.slice(0, colon);
    const local = name.slice(colon + 1);
    expect(!local.includes(':'), 'XML: a name');
    if (prefix !== 'xmlns') {
      plain.push([prefix, local, value, from + index, from + index + whole.length]);
      continue;
    }
    // A prefix stands for one namespace in all of it: what it means farther up, exiftool looks up in its own way.
    expect(prefixes.get(local) == null || prefixes.get(local) === value, 'XML: a prefix of two namespaces');
    expect(!value.includes('&') && value !== '', 'XML: a namespace');
    prefixes.set(local, value);
  }
  const seen = new Set<string>();
  return plain.map(([prefix, local, value, at, end]) => {
    const uri = prefixes.get(prefix) ?? unusual('XML: a prefix of nothing');
    expect(!seen.has(`${uri} ${local}`), 'XML: an attribute twice');
    seen.add(`${uri} ${local}`);
    return { uri, local, value, at, end };
  });
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The text that stands for itself, entities and all. */
export function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:(#x?[0-9a-fA-F]{1,6}|[a-z]{2,4});)?/g, (_, name: string | undefined) => {
    if (name == null) return unusual('XML: a bare ampersand');
    if (!name.startsWith('#')) return ENTITIES[name] ?? unusual('XML: an entity');
    const hex = name[1] === 'x';
    expect(hex || /^#\d+$/.test(name), 'XML: a character');
    const code = hex ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    const fine =
      code >= 0x20
        ? code < 0xd800 || (code >= 0xe000 && code < 0xfffe) || code >= 0x10000
        : code === 9 || code === 10 || code === 13;
    expect(fine && code <= 0x10ffff, 'XML: a character');
    return String.fromCodePoint(code);
  });
}
