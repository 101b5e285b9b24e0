/**
 * Values of EXIF that are written over others of the same length and kind: nothing in the block moves, so nothing that
 * counts from somewhere, as makers' notes do, can lose its way. Pure.
 */
import { Buffer } from 'node:buffer';
import type { TagValue, WritableTags } from '../../programs/writableTags.ts';
import { angleParts, EXIF_IFD, GPS_IFD } from '../insertion/exifEntries.ts';
import { type Entry, Tiff } from '../quick/tiff.ts';
import type { BytePatch } from '../turning/bytePatch.ts';

const ASCII = 2;
const BYTE = 1;
const RATIONAL = 5;
const INTEROP_IFD = 0xa005;

type Directory = 'IFD0' | 'ExifIFD' | 'GPS' | 'other';

interface Found extends Entry {
  readonly directory: Directory;
}

const PLACES: Readonly<Record<string, readonly [Directory, tag: number, form: 'text' | 'angle' | 'height' | 'byte']>> =
  {
    'EXIF:DateTimeOriginal': ['ExifIFD', 0x9003, 'text'],
    'EXIF:CreateDate': ['ExifIFD', 0x9004, 'text'],
    'EXIF:OffsetTimeOriginal': ['ExifIFD', 0x9011, 'text'],
    'EXIF:OffsetTimeDigitized': ['ExifIFD', 0x9012, 'text'],
    'EXIF:SubSecTimeOriginal': ['ExifIFD', 0x9291, 'text'],
    'EXIF:SubSecTimeDigitized': ['ExifIFD', 0x9292, 'text'],
    'EXIF:GPSLatitudeRef': ['GPS', 1, 'text'],
    'EXIF:GPSLatitude': ['GPS', 2, 'angle'],
    'EXIF:GPSLongitudeRef': ['GPS', 3, 'text'],
    'EXIF:GPSLongitude': ['GPS', 4, 'angle'],
    'EXIF:GPSAltitudeRef': ['GPS', 5, 'byte'],
    'EXIF:GPSAltitude': ['GPS', 6, 'height'],
  };

/**
 * @param block the TIFF structure behind `Exif\0\0`
 * @returns places within the block; undefined where one of the tags isn't there in just this form, or is to go
 * @throws Unusual
 */
export function exifPatches(block: Buffer, tags: WritableTags): readonly BytePatch[] | undefined {
  const tiff = new Tiff(block);
  const entries = entriesOf(tiff);
  const patches: BytePatch[] = [];
  for (const [tag, value] of Object.entries(tags)) {
    const [directory, number, form] = PLACES[tag] ?? [];
    const found = entries.filter(entry => entry.tag === number && entry.directory !== 'other');
    const [entry] = found;
    if (entry == null || found.length > 1 || entry.directory !== directory || form == null) return undefined;
    const bytes = bytesOf(tiff, entry, form, value);
    const isShared = entries.some(
      other => other !== entry && other.at < entry.at + entry.size && entry.at < other.at + other.size,
    );
    if (bytes == null || isShared) return undefined;
    patches.push({ at: entry.at, bytes });
  }
  return patches;
}

/** @returns those of the tags that the block has no value for @throws Unusual */
export function exifLacking(block: Buffer, tags: WritableTags): WritableTags {
  const values = entriesOf(new Tiff(block)).filter(({ directory }) => directory !== 'other');
  const there = new Set(values.map(({ tag }) => tag));
  return Object.fromEntries(
    Object.entries(tags).filter(([tag]) => {
      const number = PLACES[tag]?.[1];
      return number != null && !there.has(number);
    }),
  );
}

function entriesOf(tiff: Tiff): readonly Found[] {
  const found: Found[] = [];
  const read = (at: number, directory: Directory): number => {
    const { entries, end } = tiff.directory(at);
    for (const entry of entries) {
      found.push({ ...entry, directory });
      if (entry.tag === EXIF_IFD && directory === 'IFD0') read(tiff.u32(entry.at), 'ExifIFD');
      if (entry.tag === GPS_IFD && directory === 'IFD0') read(tiff.u32(entry.at), 'GPS');
      if (entry.tag === INTEROP_IFD && directory === 'ExifIFD') read(tiff.u32(entry.at), 'other');
    }
    // The directory itself, so that no value lies within it.
    found.push({ tag: 0, format: 0, count: 0, at, size: 2, directory: 'other' });
    return end;
  };
  const second = tiff.next(read(tiff.u32(4), 'IFD0'));
  if (second !== 0) read(second, 'other');
  return found;
}

function bytesOf(
  tiff: Tiff,
  { format, count, size }: Entry,
  form: 'text' | 'angle' | 'height' | 'byte',
  value: TagValue,
): Buffer | undefined {
  if (form === 'text') {
    const text = typeof value === 'string' ? Buffer.from(`${value}\0`, 'latin1') : undefined;
    return format === ASCII && text?.length === size ? text : undefined;
  }
  if (typeof value !== 'number') return undefined;
  if (form === 'byte') return format === BYTE && count === 1 ? Buffer.from([value]) : undefined;
  if (format !== RATIONAL || count !== (form === 'angle' ? 3 : 1)) return undefined;
  const numbers = form === 'height' ? ([[Math.round(value * 1000), 1000]] as const) : angleParts(value);
  const bytes = Buffer.alloc(size);
  for (const [k, [over, under]] of numbers.entries()) {
    if (tiff.little) bytes.writeUInt32LE(under, bytes.writeUInt32LE(over, 8 * k));
    else bytes.writeUInt32BE(under, bytes.writeUInt32BE(over, 8 * k));
  }
  return bytes;
}
