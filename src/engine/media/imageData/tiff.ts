import { Buffer } from 'node:buffer';
import { type Hashing, must, noImageData } from './hashing.ts';

/** Bytes of a value, by its type (TIFF 6.0; 13 is a pointer). */
const WIDTHS = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const MOST_DIRECTORIES = 1000;
const MOST_STRIPS = 5_000_000;

const SUB_IFDS = 330;
/** Offsets and lengths of what an image is made of. */
const STRIPS: readonly (readonly [offsets: number, lengths: number])[] = [
  [273, 279],
  [324, 325],
];
/** Texts, makes, times and how it is turned; XMP, IPTC, Photoshop, Exif, GPS; Windows' titles; ratings; padding. */
const METADATA: ReadonlySet<number> = new Set([
  ...[269, 270, 271, 272, 274, 285, 305, 306, 315, 316, 337],
  ...[700, 18246, 18249, 33432, 33723, 34377, 34665, 34853, 40965],
  ...[40091, 40092, 40093, 40094, 40095, 59932, 59933],
]);
/** Marks of RAW files, and of pictures that lie where only their readers know. */
const ODD: ReadonlySet<number> = new Set([513, 33421, 50706]);
const COLOUR_FILTERS: ReadonlySet<number> = new Set([32803, 34892]);

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value: Buffer;
}

/** @throws NoImageData */
export async function hashTiff(hashing: Hashing): Promise<void> {
  const little = hashing.read(0, 1)[0] === 0x49;
  must(hashing.read(8, 2).toString('latin1') !== 'CR', 'RAW');
  hashing.mark(little ? 'II' : 'MM');
  const seen = new Set<number>();
  const waiting = [hashing.read(4, 4)];
  for (let next = waiting.pop(); next != null; next = waiting.pop()) {
    let at = little ? next.readUInt32LE(0) : next.readUInt32BE(0);
    while (at !== 0) {
      must(!seen.has(at) && seen.size < MOST_DIRECTORIES, 'directories in a circle');
      seen.add(at);
      const { entries, following } = directory(hashing, at, little);
      const more = entries.find(({ tag }) => tag === SUB_IFDS);
      if (more != null) for (let k = more.count - 1; k >= 0; k--) waiting.push(more.value.subarray(k * 4, k * 4 + 4));
      await image(hashing, entries, little);
      at = following;
    }
  }
}

function directory(hashing: Hashing, at: number, little: boolean): { entries: readonly Entry[]; following: number } {
  const long = (bytes: Buffer, from: number): number => (little ? bytes.readUInt32LE(from) : bytes.readUInt32BE(from));
  const short = (bytes: Buffer, from: number): number => (little ? bytes.readUInt16LE(from) : bytes.readUInt16BE(from));
  const count = short(hashing.read(at, 2), 0);
  const table = hashing.read(at + 2, count * 12 + 4);
  const entries = Array.from({ length: count }, (_, k): Entry => {
    const from = k * 12;
    const [tag, type, values] = [short(table, from), short(table, from + 2), long(table, from + 4)];
    const length = (WIDTHS[type] ?? noImageData('type of a value')) * values;
    const value = METADATA.has(tag)
      ? table.subarray(0, 0)
      : length <= 4
        ? table.subarray(from + 8, from + 8 + length)
        : hashing.read(long(table, from + 8), length);
    return { tag, type, count: values, value: Buffer.from(value) };
  });
  return { entries, following: long(table, count * 12) };
}

async function image(hashing: Hashing, entries: readonly Entry[], little: boolean): Promise<void> {
  const found = new Map(entries.map(entry => [entry.tag, entry]));
  must(found.size === entries.length && !entries.some(({ tag }) => ODD.has(tag)), 'odd directory');
  const photometric = found.get(262);
  must(photometric == null || !COLOUR_FILTERS.has(numbers(photometric, little)[0] ?? 0), 'RAW');
  const pointers = new Set([SUB_IFDS, ...STRIPS.map(([offsets]) => offsets)]);
  hashing.mark('directory');
  for (const { tag, type, count, value } of [...entries].sort((a, b) => a.tag - b.tag)) {
    if (METADATA.has(tag)) continue;
    hashing.mark('tag', tag, type, count);
    if (!pointers.has(tag)) hashing.bytes(value);
  }
  for (const [offsetsTag, lengthsTag] of STRIPS) {
    const offsets = found.get(offsetsTag);
    if (offsets == null) continue;
    const lengths = numbers(found.get(lengthsTag) ?? noImageData('strips without lengths'), little);
    must(lengths.length === offsets.count, 'strips without lengths');
    for (const [k, at] of numbers(offsets, little).entries()) await hashing.range(at, lengths[k] ?? 0);
  }
}

function numbers({ type, count, value }: Entry, little: boolean): readonly number[] {
  must((type === 3 || type === 4) && count <= MOST_STRIPS, 'kind of a number');
  return Array.from({ length: count }, (_, k) => {
    if (type === 3) return little ? value.readUInt16LE(k * 2) : value.readUInt16BE(k * 2);
    return little ? value.readUInt32LE(k * 4) : value.readUInt32BE(k * 4);
  });
}
