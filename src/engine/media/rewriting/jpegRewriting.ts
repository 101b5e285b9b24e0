/**
 * Rewrites the metadata of a plain JPEG without exiftool: values of EXIF in their places, XMP as a text; no other segment
 * is touched. Pure.
 */
import { Buffer } from 'node:buffer';
import type { WritableTags } from '../../programs/writableTags.ts';
import { exifBlock } from '../insertion/exifBlock.ts';
import { IN_EXIF_BLOCK } from '../insertion/exifEntries.ts';
import { exifGrown } from '../insertion/exifGrown.ts';
import { EXIF, isMetadata, segment, XMP } from '../insertion/jpeg.ts';
import { Unusual } from '../quick/unusual.ts';
import { exifLacking, exifPatches } from './exifPatches.ts';
import { editedXmp, NEW_PACKET } from './xmpEdit.ts';

/** Bytes in place of others. */
export interface Splice {
  readonly at: number;
  readonly removed: number;
  readonly bytes: Buffer;
}

interface Segment {
  /** Of its marker. */
  readonly at: number;
  /** Without what says of which kind it is. */
  readonly content: Buffer;
  readonly end: number;
}

const MOST_SEGMENTS = 1000;

/**
 * @param bytes a whole JPEG, whose metadata `quickTags` reads
 * @param tags null takes one away
 * @returns in their order; undefined where exiftool is to do it
 */
export function jpegRewriting(bytes: Buffer, tags: WritableTags): readonly Splice[] | undefined {
  const ofExif: Record<string, WritableTags[string]> = {};
  const ofXmp: Record<string, WritableTags[string]> = {};
  for (const [tag, value] of Object.entries(tags)) {
    if (tag.startsWith('XMP-')) ofXmp[tag] = value;
    else ofExif[tag] = value;
  }
  try {
    const found = segmentsOf(bytes);
    if (found == null) return undefined;
    const exif = Object.keys(ofExif).length === 0 ? [] : exifSplices(found, ofExif);
    const xmp = Object.keys(ofXmp).length === 0 ? [] : xmpSplices(found, ofXmp);
    if (exif == null || xmp == null) return undefined;
    const splices = [...exif, ...xmp];
    const isMoving = splices.some(splice => splice.removed !== splice.bytes.length);
    // Pictures and films behind the picture may count from the beginning of the file.
    return isMoving && !(found.isPlain && bytes.toString('latin1', bytes.length - 2) === '\xff\xd9')
      ? undefined
      : splices;
  } catch (error) {
    if (error instanceof Unusual || error instanceof RangeError) return undefined;
    throw error;
  }
}

function exifSplices({ exif, start }: Segments, tags: WritableTags): readonly Splice[] | undefined {
  if (exif != null) return grownSplices(exif, tags);
  const isNew = Object.entries(tags).every(([tag, value]) => value !== null && IN_EXIF_BLOCK.has(tag));
  const block = isNew ? exifBlock(tags) : undefined;
  const bytes = block == null ? undefined : segment(EXIF, block);
  return bytes == null ? undefined : [{ at: start, removed: 0, bytes }];
}

/** What is there is written over, what is lacking is added behind. */
function grownSplices(exif: Segment, tags: WritableTags): readonly Splice[] | undefined {
  const lacking = exifLacking(exif.content, tags);
  const there = Object.fromEntries(Object.entries(tags).filter(([tag]) => !Object.hasOwn(lacking, tag)));
  const patches = exifPatches(exif.content, there);
  if (patches == null) return undefined;
  const from = exif.end - exif.content.length;
  if (Object.keys(lacking).length === 0)
    return patches.map(({ at, bytes }) => ({ at: from + at, removed: bytes.length, bytes }));
  const patched = Buffer.from(exif.content);
  for (const { at, bytes } of patches) bytes.copy(patched, at);
  const block = exifGrown(patched, lacking);
  const bytes = block == null ? undefined : segment(EXIF, block);
  return bytes == null ? undefined : [{ at: exif.at, removed: exif.end - exif.at, bytes }];
}

function xmpSplices({ exif, xmp, start }: Segments, tags: WritableTags): readonly Splice[] | undefined {
  const text = xmp == null ? NEW_PACKET : xmp.content.toString('utf8');
  if (xmp != null && !Buffer.from(text).equals(xmp.content)) return undefined;
  const made = editedXmp(text, tags);
  const bytes = made == null ? undefined : segment(XMP, Buffer.from(made));
  if (bytes == null) return undefined;
  const at = xmp?.at ?? exif?.end ?? start;
  return [{ at, removed: xmp == null ? 0 : xmp.end - xmp.at, bytes }];
}

interface Segments {
  readonly exif: Segment | undefined;
  readonly xmp: Segment | undefined;
  /** Where EXIF would stand: behind SOI and JFIF. */
  readonly start: number;
  /** No segment counts from anywhere. */
  readonly isPlain: boolean;
}

/** @returns undefined where there is no scan, or two of a kind */
function segmentsOf(bytes: Buffer): Segments | undefined {
  let [exif, xmp]: (Segment | undefined)[] = [];
  let [at, start] = [2, 2];
  let isPlain = true;
  for (let count = 0; count < MOST_SEGMENTS; count++) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== 0xff || marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9)) return undefined;
    if (marker === 0xda) return { exif, xmp, start, isPlain };
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    const begins = (text: string): boolean =>
      end - at >= 4 + text.length && bytes.toString('latin1', at + 4, at + 4 + text.length) === text;
    if (marker === 0xe0 && at === 2 && begins('JFIF\0')) start = end;
    else if (marker === 0xe1 && begins(EXIF)) {
      if (exif != null) return undefined;
      exif = { at, end, content: bytes.subarray(at + 4 + EXIF.length, end) };
    } else if (marker === 0xe1 && begins(XMP)) {
      if (xmp != null) return undefined;
      xmp = { at, end, content: bytes.subarray(at + 4 + XMP.length, end) };
    } else if (marker === 0xe1) return undefined;
    else if (
      marker === 0xe2
        ? !begins('ICC_PROFILE\0')
        : marker === 0xee
          ? !begins('Adobe')
          : isMetadata(marker) && marker !== 0xe0 && marker !== 0xed && marker !== 0xfe
    )
      isPlain = false;
    at = end;
  }
  return undefined;
}
