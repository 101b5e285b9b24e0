/**
 * Edits an XMP packet as a text: what is asked for is cut out, and stands anew in a description of its own; every other
 * property stays letter for letter, and that is looked at. Pure.
 */
import type { TagValue, WritableTags } from '../../programs/writableTags.ts';
import { Unusual } from '../quick/unusual.ts';
import { type Element, XML } from '../quick/xmlTree.ts';
import { rdfOf } from '../quick/xmp.ts';
import { itemsOf, RDF } from '../quick/xmpValues.ts';
import { alternative, angle, list, simple } from '../xmpProperty.ts';

type Form = 'text' | 'date' | 'north' | 'east' | 'height' | 'alternatives' | 'Bag' | 'Seq';

interface Property {
  readonly uri: string;
  readonly prefix: string;
  readonly local: string;
  readonly form: Form;
}

/** Properties by their namespace; exiftool's name stands before the `>` where it is another one. */
const TABLE: Readonly<Record<string, readonly [uri: string, prefix: string, properties: string]>> = {
  'XMP-dc': [
    'http://purl.org/dc/elements/1.1/',
    'dc',
    'Title>title:alternatives Description>description:alternatives Rights>rights:alternatives Subject>subject:Bag ' +
      'Creator>creator:Seq',
  ],
  'XMP-iptcExt': ['http://iptc.org/std/Iptc4xmpExt/2008-02-29/', 'Iptc4xmpExt', 'PersonInImage:Bag'],
  'XMP-xmp': ['http://ns.adobe.com/xap/1.0/', 'xmp', 'Rating:text CreateDate:date MetadataDate:date'],
  'XMP-photoshop': ['http://ns.adobe.com/photoshop/1.0/', 'photoshop', 'DateCreated:date SidecarForExtension:text'],
  'XMP-exif': [
    'http://ns.adobe.com/exif/1.0/',
    'exif',
    'DateTimeOriginal:date DateTimeDigitized:date GPSLatitude:north GPSLongitude:east GPSAltitude:height ' +
      'GPSAltitudeRef:text GPSDateTime>GPSTimeStamp:date',
  ],
  'XMP-digiKam': ['http://www.digikam.org/ns/1.0/', 'digiKam', 'TagsList:Seq'],
};

const PROPERTIES: ReadonlyMap<string, Property> = new Map(
  Object.entries(TABLE).flatMap(([group, [uri, prefix, properties]]) =>
    properties.split(' ').map(written => {
      const [names = '', form] = written.split(':');
      const [name = '', local = name] = names.split('>');
      return [`${group}:${name}`, { uri, prefix, local, form: form as Form }] as const;
    }),
  ),
);

/** A packet that says nothing yet. */
export const NEW_PACKET = [
  '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
  '<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Keepsake">',
  '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
  '</rdf:RDF>',
  '</x:xmpmeta>',
  '<?xpacket end="w"?>',
].join('\n');

/**
 * @param tags of XMP; null takes one away
 * @returns undefined where exiftool is to do it: the packet is out of the common, or what is to go has more to it
 */
export function editedXmp(text: string, tags: WritableTags): string | undefined {
  const wanted = new Map<string, { readonly property: Property; readonly value: TagValue }>();
  for (const [tag, value] of Object.entries(tags)) {
    const property = PROPERTIES.get(tag);
    if (property == null) return undefined;
    wanted.set(`${property.uri} ${property.local}`, { property, value });
  }
  try {
    const isAsked = ({ uri, local }: { readonly uri: string; readonly local: string }): boolean =>
      wanted.has(`${uri} ${local}`);
    const rdf = rdfOf(text);
    const cuts = cutsOf(rdf, isAsked);
    const close = text.lastIndexOf('</', rdf.end - 1);
    if (cuts == null || !text.startsWith('<rdf:RDF', rdf.at) || close <= rdf.at) return undefined;
    const added = description(rdf, [...wanted.values()]);
    const made = added == null ? undefined : withoutCuts(text, cuts, close, added);
    return made != null && sameTexts(others(text, rdf, isAsked), others(made, rdfOf(made), isAsked)) ? made : undefined;
  } catch (error) {
    if (error instanceof Unusual) return undefined;
    throw error;
  }
}

interface Cut {
  readonly at: number;
  readonly end: number;
}

/** @returns undefined where something of it is said twice, in languages, or with qualifiers */
function cutsOf(
  rdf: Element,
  isAsked: (named: { readonly uri: string; readonly local: string }) => boolean,
): readonly Cut[] | undefined {
  const cuts: Cut[] = [];
  const seen = new Set<string>();
  for (const node of rdf.children) {
    const properties = node.children.filter(isAsked);
    const attributes = node.attributes.filter(isAsked);
    for (const { uri, local } of [...properties, ...attributes]) {
      if (seen.has(`${uri} ${local}`)) return undefined;
      seen.add(`${uri} ${local}`);
    }
    if (!properties.every(isPlain)) return undefined;
    const isEmptied =
      properties.length + attributes.length > 0 &&
      properties.length === node.children.length &&
      node.attributes.every(attribute => attribute.uri === RDF || isAsked(attribute));
    cuts.push(...(isEmptied ? [node] : [...attributes, ...properties]));
  }
  return cuts;
}

/** A text, or a list of texts in no language of their own. */
function isPlain(property: Element): boolean {
  const items = itemsOf(property);
  if (property.attributes.length > 0) return false;
  if (items == null) return property.children.length === 0;
  const isAlternative = property.children[0]?.local === 'Alt';
  return (
    items.every(
      ({ attributes, children }) =>
        children.length === 0 &&
        attributes.every(({ uri, local, value }) => uri === XML && local === 'lang' && value === 'x-default'),
    ) &&
    (!isAlternative || items.length <= 1)
  );
}

/** @returns '' where all is only taken away */
function description(
  rdf: Element,
  wanted: readonly { readonly property: Property; readonly value: TagValue }[],
): string | undefined {
  const abouts = new Set(rdf.children.map(({ attributes }) => attributes.find(({ uri }) => uri === RDF)?.value ?? ''));
  const [about = ''] = abouts;
  if (abouts.size > 1 || about.includes('"')) return undefined;
  const said = wanted.filter(({ value }) => value !== null);
  const lines = said.map(({ property, value }) => lineOf(property, value));
  if (lines.some(line => line == null)) return undefined;
  if (lines.length === 0) return '';
  const spaces = new Map(said.map(({ property: { prefix, uri } }) => [prefix, uri]));
  const names = [...spaces].map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`).join('');
  return `<rdf:Description rdf:about="${about}"${names}>\n${lines.map(line => `  ${line}\n`).join('')} </rdf:Description>\n`;
}

function lineOf({ prefix, local, form }: Property, value: TagValue): string | undefined {
  const name = `${prefix}:${local}`;
  if (form === 'Bag' || form === 'Seq') return Array.isArray(value) ? list(name, form, value)[0] : undefined;
  if (form === 'alternatives') return typeof value === 'string' ? alternative(name, value)[0] : undefined;
  if (form === 'text') return simple(name, String(value));
  if (form === 'date') return simple(name, String(value).replace(/^(\d{4}):(\d{2}):(\d{2}) /, '$1-$2-$3T'));
  if (form === 'height') return simple(name, `${Math.round(Number(value) * 1000)}/1000`);
  return simple(name, form === 'north' ? angle(Number(value), 'N', 'S') : angle(Number(value), 'E', 'W'));
}

const BLANK = /\s/;

/** With the blanks before them, so that nothing is left of what is edited often. */
function withoutCuts(text: string, cuts: readonly Cut[], close: number, added: string): string {
  let made = '';
  let from = 0;
  for (const { at, end } of [...cuts].sort((a, b) => a.at - b.at)) {
    let to = at;
    while (to > from && BLANK.test(text[to - 1] ?? '')) to--;
    made += text.slice(from, to);
    from = end;
  }
  const before = (made + text.slice(from, close)).trimEnd();
  return `${before}\n ${added}${text.slice(close)}`;
}

/** All that is said of other properties, as it is written. */
function others(
  text: string,
  rdf: Element,
  isAsked: (named: { readonly uri: string; readonly local: string }) => boolean,
): readonly string[] {
  return rdf.children.flatMap(({ attributes, children }) =>
    [...attributes.filter(({ uri }) => uri !== RDF), ...children]
      .filter(one => !isAsked(one))
      .map(({ uri, at, end }) => `${uri} ${text.slice(at, end)}`),
  );
}

const sameTexts = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text, i) => text === other[i]);
