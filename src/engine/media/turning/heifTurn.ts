/**
 * Turns a HEIC, HEIF or AVIF: these say how a picture is turned by a property of the item (`irot`, ISO/IEC 23008-12,
 * 6.5.10), and whoever shows them passes EXIF's orientation over. A property is one byte, and stands in the file
 * already, so nothing is moved. The thumbnail and what belongs to the picture (depth, gain map) are turned with it;
 * what is made out of the picture (`tmap`) follows by itself.
 */
import { Buffer } from 'node:buffer';
import { type Box, boxesIn } from '../imageData/boxes.ts';
import type { Looked } from '../insertion/place.ts';
import { type BytePatch, cannotTurn } from './bytePatch.ts';
import { topBox } from './topBox.ts';

const LARGEST_META = 64 << 20;
const MIRRORED = 'It is mirrored as well, and such pictures are not turned.';

/** @param wanted quarter turns against the clock that the picture is to have @throws {CannotTurn}; RangeError where it is cut */
export function heifTurn(file: Looked, wanted: number): readonly BytePatch[] {
  const meta = topBox(file, 'meta', LARGEST_META) ?? cannotTurn('It has no list of its pictures.');
  const bytes = file.read(meta.at, meta.end - meta.at);
  const all = boxesIn(bytes, 4, bytes.length);
  const primary = primaryOf(bytes, one(all, 'pitm'));
  const iprp = one(all, 'iprp');
  const properties = boxesIn(bytes, iprp.at, iprp.end);
  const ipco = one(properties, 'ipco');
  const kinds = boxesIn(bytes, ipco.at, ipco.end);
  const used = associations(bytes, one(properties, 'ipma'));
  const rotationOf = (item: number): Box | undefined => {
    const own = (used.get(item) ?? []).flatMap(number => kinds[number - 1] ?? []);
    if (own.some(({ type }) => type === 'imir')) cannotTurn(MIRRORED);
    return own.find(({ type }) => type === 'irot');
  };
  const main = rotationOf(primary) ?? cannotTurn('It has no place that says how it is turned.');
  const by = (wanted - (bytes[main.at] ?? 0) + 8) % 4;
  const turned = new Set([primary, ...partsOf(bytes, all, primary)]);
  const patches = new Map<number, BytePatch>();
  for (const item of turned) {
    const box = rotationOf(item);
    if (box == null) cannotTurn('A part of it, such as its thumbnail, has no place that says how it is turned.');
    patches.set(box.at, { at: meta.at + box.at, bytes: Buffer.from([((bytes[box.at] ?? 0) + by) % 4]) });
  }
  for (const [item, numbers] of used)
    if (!turned.has(item) && numbers.some(number => patches.has(kinds[number - 1]?.at ?? -1)))
      cannotTurn('Another picture in the file is turned by the same words.');
  return [...patches.values()];
}

const one = (boxes: readonly Box[], wanted: string): Box =>
  boxes.find(({ type }) => type === wanted) ?? cannotTurn('It has no place that says how it is turned.');

const primaryOf = (bytes: Buffer, { at }: Box): number =>
  bytes[at] === 0 ? bytes.readUInt16BE(at + 4) : bytes.readUInt32BE(at + 4);

/** @returns numbers of properties, from 1, by item */
function associations(bytes: Buffer, ipma: Box): ReadonlyMap<number, readonly number[]> {
  const version = bytes[ipma.at] ?? 0;
  const isWide = ((bytes[ipma.at + 3] ?? 0) & 1) === 1;
  const found = new Map<number, readonly number[]>();
  let at = ipma.at + 8;
  for (let left = bytes.readUInt32BE(ipma.at + 4); left > 0 && at < ipma.end; left--) {
    const item = version < 1 ? bytes.readUInt16BE(at) : bytes.readUInt32BE(at);
    at += version < 1 ? 2 : 4;
    const count = bytes.readUInt8(at++);
    const width = isWide ? 2 : 1;
    // The first bit says whether it must be understood.
    found.set(
      item,
      Array.from({ length: count }, (_, k) =>
        isWide ? bytes.readUInt16BE(at + k * 2) & 0x7fff : bytes.readUInt8(at + k) & 0x7f,
      ),
    );
    at += count * width;
  }
  return found;
}

/** @returns the picture's thumbnails and auxiliary pictures, with theirs, and what is put together with it in another */
function partsOf(bytes: Buffer, all: readonly Box[], primary: number): ReadonlySet<number> {
  const iref = all.find(({ type }) => type === 'iref');
  if (iref == null) return new Set();
  const isWide = bytes[iref.at] !== 0;
  const id = (at: number): number => (isWide ? bytes.readUInt32BE(at) : bytes.readUInt16BE(at));
  const width = isWide ? 4 : 2;
  const references = boxesIn(bytes, iref.at + 4, iref.end).map(({ type, at }) => ({
    type,
    from: id(at),
    to: Array.from({ length: bytes.readUInt16BE(at + width) }, (_, k) => id(at + width + 2 + k * width)),
  }));
  const parts = new Set<number>();
  for (let size = -1; size !== parts.size; ) {
    size = parts.size;
    const isOurs = (item: number): boolean => item === primary || parts.has(item);
    for (const { type, from, to } of references) {
      if ((type === 'thmb' || type === 'auxl') && to.some(isOurs) && from !== primary) parts.add(from);
      if (type === 'dimg' && to.includes(primary)) for (const other of to) if (other !== primary) parts.add(other);
    }
  }
  return parts;
}
