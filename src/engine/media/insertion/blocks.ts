/** Tags as an EXIF block and an XMP packet. Pure. */
import { Buffer } from 'node:buffer';
import type { WritableTags } from '../../programs/writableTags.ts';
import { type XmpFields, xmpDocument } from '../xmpDocument.ts';
import { exifBlock } from './exifBlock.ts';
import { IN_EXIF_BLOCK } from './exifEntries.ts';

export interface Blocks {
  /** A TIFF structure. */
  readonly exif: Buffer | undefined;
  readonly xmp: Buffer | undefined;
}

const FIELDS: Readonly<Record<string, keyof XmpFields>> = {
  'XMP-dc:Title': 'title',
  'XMP-dc:Description': 'description',
  'XMP-dc:Subject': 'keywords',
  'XMP-dc:Creator': 'creator',
  'XMP-dc:Rights': 'copyright',
  'XMP-iptcExt:PersonInImage': 'people',
  'XMP-xmp:Rating': 'rating',
};

/** @returns undefined where one of them has no place in either */
export function blocksOf(tags: WritableTags): Blocks | undefined {
  const fields: Record<string, unknown> = {};
  for (const [tag, value] of Object.entries(tags)) {
    if (value === null) return undefined;
    if (IN_EXIF_BLOCK.has(tag)) continue;
    const field = Object.hasOwn(FIELDS, tag) ? FIELDS[tag] : undefined;
    // A rating of 0 is not worth a word to xmpDocument.
    if (field == null || (field === 'rating' && Number(value) < 1)) return undefined;
    if (field !== 'creator') fields[field] = value;
    else if (Array.isArray(value) && value.length === 1) fields[field] = value[0];
    else return undefined;
  }
  const exif = exifBlock(tags);
  const xmp = xmpDocument(fields as XmpFields);
  if (exif == null && xmp == null) return undefined;
  return { exif, xmp: xmp == null ? undefined : Buffer.from(xmp.trimEnd()) };
}
