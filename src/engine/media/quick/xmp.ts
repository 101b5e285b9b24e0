/** XMP (ISO 16684-1) into tags: RDF as it is really written, agreeing with exiftool or not read at all. */
import type { RawTags } from '../../programs/exiftool.ts';
import { Tags, withoutEnd } from './tags.ts';
import { expect, Unusual } from './unusual.ts';
import { type Attribute, type Element, readElement, XML } from './xmlTree.ts';
import { type Field, KNOWN_OTHERS, NAMESPACES, NEARLY, nearly, PREFIXES, STRUCTURES } from './xmpFields.ts';
import { facesOfMicrosoft, facesOfMwg } from './xmpRegions.ts';
import { itemsOf, plain, RDF, scalar } from './xmpValues.ts';

const META = 'adobe:ns:meta/';
const DECLARATION = /^<\?xml version=(["'])1\.0\1(?: encoding=(["'])UTF-8\2)?\s*\?>\s{0,100}(?=<x:xmpmeta)/i;
const BEGIN = /^<\?xpacket begin=(["'])\ufeff?\1[^?<>]*\?>\s*/;
const END = /^(?:<\?xpacket end=(["'])[wr]\1\?>)?$/;

/**
 * Tags of an XMP sidecar's text, as `ExifTool.readRaw` gives them for the file, or undefined where exiftool is to
 * be asked.
 */
export function xmpTags(text: string): RawTags | undefined {
  const tags = new Tags();
  try {
    tags.set('File:FileType', 'XMP');
    tags.set('File:MIMEType', 'application/rdf+xml');
    // exiftool tells XMP by its first 256 bytes.
    const xml = DECLARATION.exec(text)?.[0].length ?? 0;
    expect(/^(?:<\?xpacket begin=|<x:xmpmeta)/.test(text.slice(xml, xml + 20)), 'beginning of a sidecar');
    expect(!text.includes('\ufffd'), 'text that is not UTF-8');
    xmpTagsInto(text.slice(xml), tags);
    return tags.raw;
  } catch (error) {
    if (error instanceof Unusual) return undefined;
    throw error;
  }
}

/** @throws Unusual */
export function xmpTagsInto(text: string, tags: Tags): void {
  for (const node of rdfOf(text).children) {
    for (const attribute of node.attributes) if (attribute.uri !== RDF) short(attribute, tags);
    for (const property of node.children) long(property, tags);
  }
}

/** @returns `rdf:RDF`, with a `rdf:Description` for each of its children @throws Unusual */
export function rdfOf(text: string): Element {
  const begin = BEGIN.exec(text)?.[0].length ?? 0;
  const { root, end } = readElement(text, begin);
  expect(END.test(withoutEnd(text.slice(end), ' \t\r\n\0').trimStart()), 'XMP after its end');
  let rdf = root;
  if (root.uri === META) {
    expect(root.local === 'xmpmeta' && root.children.length === 1, 'root of XMP');
    rdf = root.children[0]!;
  }
  expect(rdf.uri === RDF && rdf.local === 'RDF', 'root of XMP');
  checkNamespaces(text);
  for (const node of rdf.children) {
    expect(node.uri === RDF && node.local === 'Description', 'node of RDF');
    for (const { uri, local } of node.attributes) expect(uri !== RDF || local === 'about', 'attribute of RDF');
  }
  return rdf;
}

/** exiftool goes by prefixes where it doesn't know a namespace, and by what a namespace nearly is. */
function checkNamespaces(text: string): void {
  for (const [, prefix = '', , uri = ''] of text.matchAll(/\sxmlns:([\w.-]+)\s*=\s*(["'])(.*?)\2/g)) {
    if (NAMESPACES.has(uri)) continue;
    if (KNOWN_OTHERS.has(uri)) continue;
    expect(!PREFIXES.has(prefix), `namespace of ${prefix}`);
    expect(!NEARLY.has(nearly(uri)), 'nearly a namespace');
  }
}

/** A property written as an attribute. */
function short({ uri, local, value }: Attribute, tags: Tags): void {
  expect(uri !== XML, 'language of a node');
  const found = fieldOf(uri, local);
  if (found == null) return;
  expect(found.field.form !== 'regions' && found.field.form !== 'regionsMP', 'structure as text');
  tags.set(found.key, scalar(found.field.form, value));
}

function long(property: Element, tags: Tags): void {
  const found = fieldOf(property.uri, property.local);
  if (found == null) return checkOther(property);
  const { key, field } = found;
  if (field.form === 'regions') return tags.set(key, facesOfMwg(property));
  if (field.form === 'regionsMP') return tags.set(key, facesOfMicrosoft(property));
  expect(property.attributes.length === 0, 'qualifier of a property');
  const items = itemsOf(property);
  if (items == null) return tags.set(key, scalar(field.form, plain(property)));
  expect(field.form === 'alternatives' || field.form === 'list', 'list of what is no list');
  if (field.form === 'list') {
    for (const item of items) expect(item.attributes.length === 0, 'qualifier of an item');
    if (items.length > 0)
      tags.set(
        key,
        items.map(item => scalar('text', plain(item))),
      );
    return;
  }
  expect(property.children[0]?.local === 'Alt', 'list of alternatives');
  for (const item of items) {
    const [language, ...more] = item.attributes;
    expect(more.length === 0 && (language == null || (language.uri === XML && language.local === 'lang')), 'language');
    if (language == null || language.value.toLowerCase() === 'x-default') tags.set(key, scalar('text', plain(item)));
  }
}

function fieldOf(uri: string, local: string): { readonly key: string; readonly field: Field } | undefined {
  const namespace = NAMESPACES.get(uri);
  if (namespace == null) return undefined;
  const field = namespace.fields.get(local);
  if (field != null) return { key: `${namespace.group}:${field.name}`, field };
  expect(!namespace.taken.has(local.toLowerCase()), 'property in other letters');
  return undefined;
}

/** What is not asked for must give exiftool nothing to warn of. */
function checkOther(property: Element): void {
  if (STRUCTURES.has(property.uri + property.local)) return;
  expect(property.uri !== RDF && property.uri !== META, 'property of RDF');
  expect(
    property.attributes.every(({ uri }) => uri === XML),
    'structure',
  );
  for (const item of itemsOf(property) ?? [property]) {
    expect(
      item.children.length === 0 && item.attributes.every(({ uri }) => uri === XML),
      `structure of ${property.uri}${property.local}`,
    );
  }
}
