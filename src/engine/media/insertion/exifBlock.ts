/** A small EXIF block of our own: when and where, and nothing that is not known (CIPA DC-008, TIFF 6.0). Pure. */
import { Buffer } from 'node:buffer';
import type { WritableTags } from '../../programs/writableTags.ts';

const ASCII = 2;
const BYTE = 1;
const LONG = 4;
const RATIONAL = 5;
const UNDEFINED = 7;

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  readonly value: Buffer;
}

/** The tags that can stand in it. */
export const IN_EXIF_BLOCK: ReadonlySet<string> = new Set([
  ...['DateTimeOriginal', 'SubSecTimeOriginal', 'OffsetTimeOriginal'].map(name => `EXIF:${name}`),
  ...['Latitude', 'LatitudeRef', 'Longitude', 'LongitudeRef', 'Altitude', 'AltitudeRef'].map(name => `EXIF:GPS${name}`),
]);

/** @returns a whole TIFF structure, as it follows `Exif\0\0`; undefined where there is nothing for it */
export function exifBlock(tags: WritableTags): Buffer | undefined {
  const exif = [
    ...text(0x9003, tags['EXIF:DateTimeOriginal']),
    ...text(0x9011, tags['EXIF:OffsetTimeOriginal']),
    ...text(0x9291, tags['EXIF:SubSecTimeOriginal']),
  ];
  const gps = [
    ...text(1, tags['EXIF:GPSLatitudeRef']),
    ...angle(2, tags['EXIF:GPSLatitude']),
    ...text(3, tags['EXIF:GPSLongitudeRef']),
    ...angle(4, tags['EXIF:GPSLongitude']),
    ...byte(5, tags['EXIF:GPSAltitudeRef']),
    ...height(6, tags['EXIF:GPSAltitude']),
  ];
  if (exif.length + gps.length === 0) return undefined;
  const version: Entry = { tag: 0x9000, type: UNDEFINED, count: 4, value: Buffer.from('0232', 'latin1') };
  const gpsVersion: Entry = { tag: 0, type: BYTE, count: 4, value: Buffer.from([2, 3, 0, 0]) };
  const directories = [
    ...(exif.length > 0 ? [{ tag: 0x8769, entries: [version, ...exif] }] : []),
    ...(gps.length > 0 ? [{ tag: 0x8825, entries: [gpsVersion, ...gps] }] : []),
  ];
  // The first directory only leads to the others.
  let at = 8 + lengthOf(directories.length);
  const blocks: Buffer[] = [];
  const pointers = directories.map(({ tag, entries }): Entry => {
    const block = directory(entries, at);
    blocks.push(block);
    const value = Buffer.alloc(4);
    value.writeUInt32BE(at);
    at += block.length;
    return { tag, type: LONG, count: 1, value };
  });
  return Buffer.concat([Buffer.from('MM\0*\0\0\0\x08', 'latin1'), directory(pointers, 8), ...blocks]);
}

const lengthOf = (entries: number): number => 2 + 12 * entries + 4;

/** @param at where in the block it comes to lie; values of more than 4 bytes follow it */
function directory(entries: readonly Entry[], at: number): Buffer {
  const table = Buffer.alloc(lengthOf(entries.length));
  table.writeUInt16BE(entries.length);
  const behind: Buffer[] = [];
  let free = at + table.length;
  for (const [k, { tag, type, count, value }] of entries.entries()) {
    const from = 2 + 12 * k;
    table.writeUInt16BE(tag, from);
    table.writeUInt16BE(type, from + 2);
    table.writeUInt32BE(count, from + 4);
    if (value.length <= 4) {
      value.copy(table, from + 8);
      continue;
    }
    table.writeUInt32BE(free, from + 8);
    // Values begin at even places.
    const padded = value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.alloc(1)]);
    behind.push(padded);
    free += padded.length;
  }
  return Buffer.concat([table, ...behind]);
}

function text(tag: number, value: unknown): readonly Entry[] {
  if (value == null) return [];
  const bytes = Buffer.from(`${String(value)}\0`, 'latin1');
  return [{ tag, type: ASCII, count: bytes.length, value: bytes }];
}

function byte(tag: number, value: unknown): readonly Entry[] {
  return value == null ? [] : [{ tag, type: BYTE, count: 1, value: Buffer.from([Number(value)]) }];
}

/** Degrees, minutes, and seconds in millionths: finer than anybody measures, and within 32 bits. */
export function angleParts(degrees: number): readonly (readonly [over: number, under: number])[] {
  const parts = Math.round(degrees * 3_600_000_000);
  return [
    [Math.floor(parts / 3_600_000_000), 1],
    [Math.floor(parts / 60_000_000) % 60, 1],
    [parts % 60_000_000, 1_000_000],
  ];
}

function angle(tag: number, value: unknown): readonly Entry[] {
  return value == null ? [] : [rationals(tag, angleParts(Number(value)))];
}

/** In millimetres. */
function height(tag: number, value: unknown): readonly Entry[] {
  return value == null ? [] : [rationals(tag, [[Math.round(Number(value) * 1000), 1000]])];
}

function rationals(tag: number, numbers: readonly (readonly [over: number, under: number])[]): Entry {
  const value = Buffer.alloc(8 * numbers.length);
  for (const [k, [over, under]] of numbers.entries()) {
    value.writeUInt32BE(over, 8 * k);
    value.writeUInt32BE(under, 8 * k + 4);
  }
  return { tag, type: RATIONAL, count: numbers.length, value };
}
