/** The items of a HEIF that are no metadata: what they are and where they lie (ISO/IEC 14496-12, 8.11). */
import type { Buffer } from 'node:buffer';
import { type Box, boxesIn } from './boxes.ts';
import { must, noImageData } from './hashing.ts';

const MOST_ITEMS = 50_000;
const XMP = 'application/rdf+xml';

export interface HeifItem {
  readonly id: number;
  /** `hvc1`, `grid`, …; of a `mime` item with what follows it. */
  readonly type: string;
  /** 0: offsets are of the file; 1: of `idat`; 2: of another item. */
  readonly method: number;
  readonly extents: readonly { readonly offset: number; readonly length: number }[];
}

type Place = Pick<HeifItem, 'method' | 'extents'>;

/** @param bytes of `meta` @returns by id @throws NoImageData */
export function readItems(bytes: Buffer, boxes: readonly Box[]): readonly HeifItem[] {
  const one = (wanted: string): Box => boxes.find(({ type }) => type === wanted) ?? noImageData(`no ${wanted}`);
  const places = readPlaces(bytes, one('iloc'));
  const items: HeifItem[] = [];
  const iinf = one('iinf');
  const entries = boxesIn(bytes, iinf.at + (bytes[iinf.at] === 0 ? 6 : 8), iinf.end);
  must(entries.length <= MOST_ITEMS, 'very many items');
  for (const { type: box, at, end } of entries) {
    const version = bytes[at];
    must(box === 'infe' && (version === 2 || version === 3), 'entry of an item');
    const id = version === 2 ? bytes.readUInt16BE(at + 4) : bytes.readUInt32BE(at + 4);
    const after = version === 2 ? at + 8 : at + 10;
    must(after + 4 <= end, 'entry of an item');
    const type = bytes.toString('latin1', after, after + 4);
    // Its name comes first.
    const [, mime = ''] = bytes.toString('latin1', after + 4, end).split('\0');
    if (type === 'Exif' || (type === 'mime' && mime === XMP)) continue;
    // Derived ones may be made of others alone.
    const place = places.get(id) ?? { method: 0, extents: [] };
    items.push({ id, type: type === 'mime' ? `${type} ${mime}` : type, ...place });
  }
  return items.sort((a, b) => a.id - b.id);
}

function readPlaces(bytes: Buffer, iloc: Box): ReadonlyMap<number, Place> {
  const content = bytes.subarray(iloc.at, iloc.end);
  const version = content.readUInt8(0);
  must(version <= 2, 'iloc');
  const sizes = content.readUInt16BE(4);
  const [offsetSize, lengthSize, baseSize, indexSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, sizes & 15];
  let at = 6;
  const take = (size: number): number => {
    const from = at;
    at += size;
    if (size === 0) return 0;
    if (size === 2) return content.readUInt16BE(from);
    if (size === 4) return content.readUInt32BE(from);
    return size === 8 ? Number(content.readBigUInt64BE(from)) : noImageData('number of an odd size');
  };
  const count = take(version < 2 ? 2 : 4);
  // No length would stand for all that there is, and take no bytes of this table to say so.
  must(lengthSize > 0, 'items without length');
  must(count <= MOST_ITEMS, 'very many items');
  const places = new Map<number, Place>();
  for (let k = 0; k < count; k++) {
    const id = take(version < 2 ? 2 : 4);
    const method = version > 0 ? take(2) & 15 : 0;
    must(take(2) === 0, 'item in another file');
    const base = take(baseSize);
    const extents = Array.from({ length: take(2) }, () => {
      if (version > 0) take(indexSize);
      return { offset: base + take(offsetSize), length: take(lengthSize) };
    });
    must(!places.has(id), 'item twice');
    places.set(id, { method, extents });
  }
  return places;
}
