/** What a HEIF's `meta` box says of its items: what they are, where they lie, which properties they have. */
import { type Box, boxes, only } from './boxes.ts';
import { expect, unusual } from './unusual.ts';

const MOST_ITEMS = 20_000;

/** One that holds metadata. */
export interface Item {
  readonly id: number;
  /** `Exif`, or the MIME type. */
  readonly kind: string;
  /** The items that it describes. */
  readonly refersTo: readonly number[];
  readonly length: number;
  /**
   * Where in the file it starts.
   * @param idat of the box of that name, which may hold it
   */
  start(idat: number | undefined): number;
}

interface Location {
  readonly method: number;
  readonly reference: number;
  readonly offset: number;
  readonly length: number;
  readonly extents: number;
}

export class Items {
  readonly primary: number;
  readonly metadata: readonly Item[];
  readonly #users = new Map<number, number[]>();

  /**
   * @param bytes of the `meta` box
   * @param all the boxes in it
   * @throws Unusual
   */
  constructor(bytes: Buffer, all: readonly Box[]) {
    const box = (type: string): Box => only(all, type) ?? unusual(`no ${type}`);
    const pitm = box('pitm');
    this.primary = bytes[pitm.at] === 0 ? bytes.readUInt16BE(pitm.at + 4) : bytes.readUInt32BE(pitm.at + 4);
    const locations = readLocations(bytes, box('iloc'));
    const references = readReferences(bytes, only(all, 'iref'));
    this.metadata = readKinds(bytes, box('iinf')).map(({ id, kind }) => {
      const { method, reference, offset, length, extents } = locations.get(id) ?? unusual('item without a place');
      expect(extents === 1 && reference === 0 && method <= 1, 'item in parts');
      const start = (idat: number | undefined): number =>
        method === 0 ? offset : offset + (idat ?? unusual('item without its box'));
      return { id, kind, refersTo: references.get(id) ?? [], length, start };
    });
    const iprp = box('iprp');
    const ipma = only(boxes(bytes, iprp.at, iprp.at + iprp.size), 'ipma') ?? unusual('no ipma');
    this.#readUsers(bytes.subarray(ipma.at, ipma.at + ipma.size));
  }

  /** The items that have a property, by its number from 1. */
  usersOf(property: number): readonly number[] {
    return this.#users.get(property) ?? [];
  }

  #readUsers(bytes: Buffer): void {
    const wide = (bytes[3]! & 1) === 1;
    const long = bytes[0] !== 0;
    const count = bytes.readUInt32BE(4);
    expect(count <= MOST_ITEMS, 'very many items');
    let at = 8;
    let last = -1;
    for (let k = 0; k < count; k++) {
      const id = long ? bytes.readUInt32BE(at) : bytes.readUInt16BE(at);
      expect(id > last, 'items out of order');
      last = id;
      at += long ? 4 : 2;
      const properties = bytes[at++] ?? unusual('ipma cut');
      for (let p = 0; p < properties; p++) {
        const property = wide ? bytes.readUInt16BE(at) & 0x7fff : bytes.readUInt8(at) & 0x7f;
        at += wide ? 2 : 1;
        const users = this.#users.get(property);
        if (users == null) this.#users.set(property, [id]);
        else users.push(id);
      }
    }
  }
}

function readKinds(bytes: Buffer, iinf: Box): readonly { readonly id: number; readonly kind: string }[] {
  const kinds: { id: number; kind: string }[] = [];
  let last = -1;
  const entries = boxes(bytes, iinf.at + (bytes[iinf.at] === 0 ? 6 : 8), iinf.at + iinf.size);
  expect(entries.length <= MOST_ITEMS, 'very many items');
  for (const { type, at, size } of entries) {
    const version = bytes[at];
    expect(type === 'infe' && (version === 2 || version === 3) && size >= 12, 'entry of an item');
    const id = version === 2 ? bytes.readUInt16BE(at + 4) : bytes.readUInt32BE(at + 4);
    const after = version === 2 ? at + 6 : at + 8;
    expect(id > last, 'items out of order');
    last = id;
    const itemType = bytes.toString('latin1', after + 2, after + 6);
    if (itemType !== 'Exif' && itemType !== 'mime' && itemType !== 'uri ') continue;
    expect(bytes.readUInt16BE(after) === 0 && itemType !== 'uri ', 'item that is protected, or a list of Apple');
    const [, contentType = '', encoding = ''] = bytes.toString('latin1', after + 6, at + size).split('\0');
    if (itemType === 'Exif') kinds.push({ id, kind: itemType });
    else if (contentType === 'application/rdf+xml') kinds.push({ id, kind: contentType });
    else expect(!['Exif', 'jpeg', 'uri '].includes(contentType), 'item of an odd type');
    expect(itemType === 'Exif' || encoding === '', 'item that is packed');
  }
  return kinds;
}

function readReferences(bytes: Buffer, iref: Box | undefined): ReadonlyMap<number, readonly number[]> {
  const references = new Map<number, readonly number[]>();
  if (iref == null) return references;
  const long = bytes[iref.at] !== 0;
  const width = long ? 4 : 2;
  const number = (at: number): number => (long ? bytes.readUInt32BE(at) : bytes.readUInt16BE(at));
  for (const { type, at, size } of boxes(bytes, iref.at + 4, iref.at + iref.size)) {
    if (type !== 'cdsc') continue;
    const count = bytes.readUInt16BE(at + width);
    expect(size === width + 2 + count * width, 'references');
    const id = number(at);
    expect(!references.has(id), 'references twice');
    references.set(
      id,
      Array.from({ length: count }, (_, k) => number(at + width + 2 + k * width)),
    );
  }
  return references;
}

function readLocations(bytes: Buffer, iloc: Box): ReadonlyMap<number, Location> {
  const content = bytes.subarray(iloc.at, iloc.at + iloc.size);
  const version = content.readUInt8(0);
  expect(version <= 2, 'iloc');
  const sizes = content.readUInt16BE(4);
  const [offsetSize, lengthSize, baseSize, indexSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, sizes & 15];
  let at = 6;
  const take = (size: number): number => {
    const from = at;
    at += size;
    if (size === 0) return 0;
    if (size === 2) return content.readUInt16BE(from);
    if (size === 4) return content.readUInt32BE(from);
    return size === 8 ? Number(content.readBigUInt64BE(from)) : unusual('number of an odd size');
  };
  const count = take(version < 2 ? 2 : 4);
  expect(count <= MOST_ITEMS && [offsetSize, lengthSize, baseSize, indexSize].every(size => size % 4 === 0), 'iloc');
  const locations = new Map<number, Location>();
  for (let k = 0; k < count; k++) {
    const id = take(version < 2 ? 2 : 4);
    const method = version > 0 ? take(2) & 15 : 0;
    const reference = take(2);
    const base = take(baseSize);
    const extents = take(2);
    let location: Location = { method, reference, offset: 0, length: 0, extents };
    for (let e = 0; e < extents; e++) {
      if (version > 0) take(indexSize);
      location = { ...location, offset: base + take(offsetSize), length: take(lengthSize) };
    }
    expect(!locations.has(id), 'item twice');
    locations.set(id, location);
  }
  return locations;
}
