/** Entries of EXIF directories, of what we write: when and where (CIPA DC-008, TIFF 6.0). Pure. */
import { Buffer } from 'node:buffer';
import type { WritableTags } from '../../programs/writableTags.ts';

const ASCII = 2;
const BYTE = 1;
const LONG = 4;
const RATIONAL = 5;
const UNDEFINED = 7;
const WIDE: ReadonlySet<number> = new Set([LONG, RATIONAL]);

export const EXIF_IFD = 0x8769;
export const GPS_IFD = 0x8825;

/** An entry of a directory. */
export interface NewEntry {
  readonly tag: number;
  readonly type: number;
  readonly count: number;
  /** The greatest byte of a number first. */
  readonly value: Buffer;
}

/** The tags that there are entries for. */
export const IN_EXIF_BLOCK: ReadonlySet<string> = new Set([
  ...['DateTimeOriginal', 'SubSecTimeOriginal', 'OffsetTimeOriginal'].map(name => `EXIF:${name}`),
  ...['CreateDate', 'SubSecTimeDigitized', 'OffsetTimeDigitized'].map(name => `EXIF:${name}`),
  ...['Latitude', 'LatitudeRef', 'Longitude', 'LongitudeRef', 'Altitude', 'AltitudeRef'].map(name => `EXIF:GPS${name}`),
]);

/** By the directory that they belong to, each in the order of its tags. */
export function exifEntries(tags: WritableTags): {
  readonly exif: readonly NewEntry[];
  readonly gps: readonly NewEntry[];
} {
  const exif = [
    ...text(0x9003, tags['EXIF:DateTimeOriginal']),
    ...text(0x9004, tags['EXIF:CreateDate']),
    ...text(0x9011, tags['EXIF:OffsetTimeOriginal']),
    ...text(0x9012, tags['EXIF:OffsetTimeDigitized']),
    ...text(0x9291, tags['EXIF:SubSecTimeOriginal']),
    ...text(0x9292, tags['EXIF:SubSecTimeDigitized']),
  ];
  const gps = [
    ...text(1, tags['EXIF:GPSLatitudeRef']),
    ...angle(2, tags['EXIF:GPSLatitude']),
    ...text(3, tags['EXIF:GPSLongitudeRef']),
    ...angle(4, tags['EXIF:GPSLongitude']),
    ...byte(5, tags['EXIF:GPSAltitudeRef']),
    ...height(6, tags['EXIF:GPSAltitude']),
  ];
  return { exif, gps };
}

/** What a directory of ours begins with. */
export const EXIF_VERSION: NewEntry = {
  tag: 0x9000,
  type: UNDEFINED,
  count: 4,
  value: Buffer.from('0232', 'latin1'),
};
export const GPS_VERSION: NewEntry = { tag: 0, type: BYTE, count: 4, value: Buffer.from([2, 3, 0, 0]) };

/** @param at where another directory is */
export function pointer(tag: number, at: number): NewEntry {
  const value = Buffer.alloc(4);
  value.writeUInt32BE(at);
  return { tag, type: LONG, count: 1, value };
}

/** A value as it stands in a block of this byte order. */
export const valueIn = ({ type, value }: NewEntry, isLittle: boolean): Buffer =>
  isLittle && WIDE.has(type) ? Buffer.from(value).swap32() : value;

function text(tag: number, value: unknown): readonly NewEntry[] {
  if (value == null) return [];
  const bytes = Buffer.from(`${String(value)}\0`, 'latin1');
  return [{ tag, type: ASCII, count: bytes.length, value: bytes }];
}

function byte(tag: number, value: unknown): readonly NewEntry[] {
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

function angle(tag: number, value: unknown): readonly NewEntry[] {
  return value == null ? [] : [rationals(tag, angleParts(Number(value)))];
}

/** In millimetres. */
function height(tag: number, value: unknown): readonly NewEntry[] {
  return value == null ? [] : [rationals(tag, [[Math.round(Number(value) * 1000), 1000]])];
}

function rationals(tag: number, numbers: readonly (readonly [over: number, under: number])[]): NewEntry {
  const value = Buffer.alloc(8 * numbers.length);
  for (const [k, [over, under]] of numbers.entries()) {
    value.writeUInt32BE(over, 8 * k);
    value.writeUInt32BE(under, 8 * k + 4);
  }
  return { tag, type: RATIONAL, count: numbers.length, value };
}
