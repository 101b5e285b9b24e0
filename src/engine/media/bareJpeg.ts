/**
 * A JPEG that has no metadata at all takes the two segments that we make: an EXIF block, an XMP packet. Nothing in it
 * refers to places in the file, so nothing else has to change, and exiftool is not needed for it.
 */
import { Buffer } from 'node:buffer';
import type { WritableTags } from '../programs/writableTags.ts';
import { exifBlock, IN_EXIF_BLOCK } from './exifBlock.ts';
import { type XmpFields, xmpDocument } from './xmpDocument.ts';

/** Where metadata come to stand in a bare JPEG: behind SOI, and behind JFIF's APP0, which has to be first. */
export interface BareJpeg {
  readonly at: number;
}

const SEGMENT_LIMIT = 65_533;
const MOST_SEGMENTS = 1000;
const XMP = 'http://ns.adobe.com/xap/1.0/\0';

/**
 * @param head the first bytes of the file, to its scan at least
 * @param end its last two bytes: what lies behind the picture may count from the beginning of the file
 * @returns undefined where there is any metadata, or anything out of the common
 */
export function bareJpeg(head: Buffer, end: Buffer): BareJpeg | undefined {
  if (head.toString('latin1', 0, 3) !== '\xff\xd8\xff' || end.toString('latin1') !== '\xff\xd9') return undefined;
  let insertion = 2;
  for (let at = 2, count = 0; count < MOST_SEGMENTS && at + 4 <= head.length; count++) {
    const marker = head[at + 1] ?? 0;
    if (head[at] !== 0xff || marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9)) return undefined;
    if (marker === 0xda) return { at: insertion };
    const begins = (text: string): boolean => head.toString('latin1', at + 4, at + 4 + text.length) === text;
    if (marker === 0xe0 && at === 2 && begins('JFIF\0')) insertion = at + 2 + head.readUInt16BE(at + 2);
    else if (marker === 0xe2 ? !begins('ICC_PROFILE\0') : marker === 0xee ? !begins('Adobe') : isMetadata(marker))
      return undefined;
    at += 2 + head.readUInt16BE(at + 2);
  }
  return undefined;
}

const isMetadata = (marker: number): boolean => (marker & 0xf0) === 0xe0 || marker === 0xfe;

/** @returns the segments, one after the other; undefined where these tags need exiftool */
export function metadataSegments(tags: WritableTags): Buffer | undefined {
  const rest = Object.entries(tags).filter(([tag]) => !IN_EXIF_BLOCK.has(tag));
  const fields: Record<string, unknown> = {};
  for (const [tag, value] of rest) {
    const field = FIELDS[tag];
    if (field == null || value === null) return undefined;
    // A creator is one text with us.
    if (field === 'creator' && (!Array.isArray(value) || value.length !== 1)) return undefined;
    fields[field] = field === 'creator' ? (value as readonly string[])[0] : value;
  }
  if (Object.values(tags).some(value => value === null)) return undefined;
  const exif = exifBlock(tags);
  const xmp = rest.length === 0 ? undefined : xmpDocument(fields as XmpFields);
  const segments = [
    ...(exif == null ? [] : [segment('Exif\0\0', exif)]),
    ...(xmp == null ? [] : [segment(XMP, Buffer.from(xmp.trimEnd()))]),
  ];
  if (segments.length === 0 || segments.some(one => one.length > SEGMENT_LIMIT + 2)) return undefined;
  return Buffer.concat(segments);
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

function segment(kind: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), content]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  // Too long a one is refused by whoever asked.
  head.writeUInt16BE(Math.min(body.length + 2, 0xffff), 2);
  return Buffer.concat([head, body]);
}

/** Bytes that are looked at for metadata before the scan. */
export const BARE_HEAD = 256 * 1024;
