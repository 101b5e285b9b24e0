import { Buffer } from 'node:buffer';
import type { Blocks } from './blocks.ts';
import type { Insertion, Looked } from './place.ts';

const SEGMENT_LIMIT = 65_533;
const MOST_SEGMENTS = 1000;
export const EXIF = 'Exif\0\0';
export const XMP = 'http://ns.adobe.com/xap/1.0/\0';

/** EXIF stands behind SOI and JFIF's APP0, which has to be first; XMP behind EXIF. */
export function jpegInsertion(file: Looked, { exif, xmp }: Blocks): Insertion | undefined {
  // What lies behind the picture may count from the beginning of the file.
  if (file.read(file.size - 2, 2).toString('latin1') !== '\xff\xd9') return undefined;
  const place = placeIn(file);
  if (place == null || (exif != null && place.hasExif) || (xmp != null && place.hasXmp)) return undefined;
  const segments = [...(exif == null ? [] : [segment(EXIF, exif)]), ...(xmp == null ? [] : [segment(XMP, xmp)])];
  const bytes = segments.every(one => one != null) ? Buffer.concat(segments) : undefined;
  return bytes == null ? undefined : { at: place.at, bytes };
}

interface Place {
  readonly at: number;
  readonly hasExif: boolean;
  readonly hasXmp: boolean;
}

/** @returns undefined where there is anything out of the common before the scan */
function placeIn(file: Looked): Place | undefined {
  let at = 2;
  let place: Place = { at, hasExif: false, hasXmp: false };
  for (let count = 0; count < MOST_SEGMENTS; count++) {
    const head = file.read(at, 4 + XMP.length);
    const marker = head[1] ?? 0;
    if (head.length < 8 || head[0] !== 0xff || marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd9)) return undefined;
    if (marker === 0xda) return place;
    const next = at + 2 + head.readUInt16BE(2);
    const begins = (text: string): boolean => head.toString('latin1', 4, 4 + text.length) === text;
    if (marker === 0xe0 && at === 2 && begins('JFIF\0')) place = { ...place, at: next };
    else if (marker === 0xe1 && begins(EXIF) && !place.hasExif && !place.hasXmp && at === place.at)
      place = { ...place, at: next, hasExif: true };
    else if (marker === 0xe1 && begins(XMP) && !place.hasXmp) place = { ...place, hasXmp: true };
    // MPF tells how long the first picture is; what else there may be, exiftool knows.
    else if (marker === 0xe2 ? !begins('ICC_PROFILE\0') : marker === 0xee ? !begins('Adobe') : isMetadata(marker))
      return undefined;
    at = next;
  }
  return undefined;
}

export const isMetadata = (marker: number): boolean => (marker & 0xf0) === 0xe0 || marker === 0xfe;

/** @returns undefined where it is longer than a segment can be */
export function segment(kind: string, content: Buffer): Buffer | undefined {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), content]);
  if (body.length > SEGMENT_LIMIT) return undefined;
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}
