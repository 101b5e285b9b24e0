/** The names at the faces in a photo, in XMP's two ways: the Metadata Working Group's and Microsoft's. */

import { expect } from './unusual.ts';
import { type Element, XML } from './xmlTree.ts';
import { itemsOf, plain, RDF, scalar } from './xmpValues.ts';

const MWG = 'http://www.metadataworkinggroup.com/schemas/regions/';
const MPRI = 'http://ns.microsoft.com/photo/1.2/t/RegionInfo#';
const MPREG = 'http://ns.microsoft.com/photo/1.2/t/Region#';

/** `XMP-mwg-rs:RegionInfo` as far as it is looked at. */
export function facesOfMwg(property: Element): unknown {
  return faces(property, MWG, 'RegionList', MWG, ['Name', 'Type']);
}

/** `XMP-MP:RegionInfoMP` as far as it is looked at. */
export function facesOfMicrosoft(property: Element): unknown {
  return faces(property, MPRI, 'Regions', MPREG, ['PersonDisplayName']);
}

function faces(property: Element, uri: string, list: string, fieldUri: string, names: readonly string[]): unknown {
  const found = fieldsOf(property).filter(field => field.uri === uri && field.local === list);
  expect(found.length <= 1, 'regions twice');
  const [regions] = found;
  if (regions == null) return undefined;
  expect(typeof regions.value !== 'string' && regions.value.attributes.length === 0, 'regions as text');
  const items = itemsOf(regions.value);
  expect(items != null && items.length > 0, 'regions without a list');
  return { [list]: items.map(item => named(item, fieldUri, names)) };
}

function named(item: Element, uri: string, names: readonly string[]): unknown {
  const fields = fieldsOf(item);
  const region: Record<string, unknown> = {};
  for (const name of names) {
    const [field, ...more] = fields.filter(it => it.uri === uri && it.local.toLowerCase() === name.toLowerCase());
    if (field == null) continue;
    expect(more.length === 0 && field.local === name, 'name of a region twice');
    if (typeof field.value !== 'string') expect(field.value.attributes.length === 0, 'qualifier of a name');
    region[name] = scalar('text', typeof field.value === 'string' ? field.value : plain(field.value));
  }
  return region;
}

interface StructureField {
  readonly uri: string;
  readonly local: string;
  readonly value: string | Element;
}

/** A structure's fields, in each of the three ways in which RDF writes one. */
function fieldsOf(element: Element): readonly StructureField[] {
  const [first, ...more] = element.children;
  const isNode = first?.uri === RDF && first.local === 'Description';
  expect(!isNode || more.length === 0, 'structure of RDF');
  const attributes = [...element.attributes, ...(isNode ? first.attributes : [])];
  for (const { uri, local, value } of attributes) {
    expect(uri !== XML, 'language of a structure');
    if (uri === RDF) expect((local === 'parseType' && value === 'Resource') || local === 'about', 'attribute of RDF');
  }
  const children = isNode ? first.children : element.children;
  expect(
    children.every(({ uri }) => uri !== RDF),
    'structure of RDF',
  );
  return [
    ...attributes.filter(({ uri }) => uri !== RDF).map(({ uri, local, value }) => ({ uri, local, value })),
    ...children.map(child => ({ uri: child.uri, local: child.local, value: child })),
  ];
}
