/** Which tags carry what is known of a photo, by the kind of its file. Pure. */
import type { TagValue, WritableTags } from '../programs/writableTags.ts';
import { filingMs, instantOf } from './dateText.ts';
import type { CaptureTime, Gps } from './model.ts';
import { list, text } from './tagValues.ts';
import type { XmpFields } from './xmpDocument.ts';

/** exiftool's FileType of files whose image data can be proved to stay as it is. */
const IMAGES: ReadonlySet<string> = new Set([
  ...['JPEG', 'HEIC', 'HEIF', 'AVIF', 'PNG', 'TIFF'],
  ...['WEBP', 'Extended WEBP', 'WEBP (lossless)', 'Extended WEBP (lossless)'],
]);
const FILMS: ReadonlySet<string> = new Set(['MOV', 'MP4', 'M4V']);

/** Bytes. To write a word into a larger film would be to write all of it again, and to keep it twice for the undo. */
export const LARGEST_EMBEDDED = 512 << 20;

const SECOND = 1000;
/** QuickTime counts seconds from 1904 in 32 bits; what is before 1970 other programs take for a wrong zero. */
const QUICKTIME_ENDS = Date.UTC(2040, 1, 6);

export type Embedding =
  | { readonly tags: WritableTags }
  /** They belong into an XMP beside the file: why, as a sentence's beginning ("A GIF has …"). */
  | { readonly sidecar: string };

/**
 * EXIF for when and where, XMP for words; of films QuickTime's own where it has them.
 *
 * A time without zone is EXIF's clock without offset. An instant whose zone is not known (Takeout's) is the clock of
 * UTC with the offset +00:00: EXIF can't say an instant otherwise, and what is read back is the same instant.
 * @param fileType as exiftool names it; undefined where the file could not be read
 * @returns undefined where there is nothing to be said
 */
export function embeddedTags(fields: XmpFields, fileType: string | undefined, size: number): Embedding | undefined {
  if (Object.keys(fields).length === 0) return undefined;
  const form = formOf(fileType, size);
  if (typeof form !== 'string') return form;
  const isFilm = form === 'film';
  const { capturedAt, gps } = fields;
  const tags = {
    ...(capturedAt != null && (isFilm ? filmTime(capturedAt) : exifTime(capturedAt))),
    ...(gps != null && (isFilm ? filmPlace(gps) : exifPlace(gps))),
    ...words(fields, isFilm),
  };
  return Object.keys(tags).length === 0 ? undefined : { tags };
}

/** How tags are written into a file, or why they are not. */
export function formOf(fileType: string | undefined, size: number): 'image' | 'film' | { readonly sidecar: string } {
  const isFilm = fileType != null && FILMS.has(fileType);
  if (fileType == null) return { sidecar: 'It could not be read' };
  if (!isFilm && !IMAGES.has(fileType)) return { sidecar: `Nothing is written into files of the kind ${fileType}` };
  if (size > LARGEST_EMBEDDED) return { sidecar: 'It is larger than 512 MB' };
  return isFilm ? 'film' : 'image';
}

/** `2019:07:01 10:00:00` of a clock, as if it were UTC. */
export function clockText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' ');
}

export function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Three digits, as fractions of a second are read from the left; also of times before 1970. */
export function milliseconds(ms: number): string {
  return String(((ms % SECOND) + SECOND) % SECOND).padStart(3, '0');
}

function exifTime(time: CaptureTime): WritableTags {
  const ms = Math.round(filingMs(time));
  const offset = time.known === 'zoned' ? offsetText(time.offsetMin) : time.known === 'instant' ? '+00:00' : undefined;
  return {
    'EXIF:DateTimeOriginal': clockText(ms),
    ...(milliseconds(ms) !== '000' && { 'EXIF:SubSecTimeOriginal': milliseconds(ms) }),
    ...(offset != null && { 'EXIF:OffsetTimeOriginal': offset }),
  };
}

/** As XMP and QuickTime's keys write it: with an offset, with `Z`, or with neither. */
export function momentText(time: CaptureTime): string {
  const ms = Math.round(filingMs(time));
  const fraction = milliseconds(ms) === '000' ? '' : `.${milliseconds(ms)}`;
  const zone = time.known === 'zoned' ? offsetText(time.offsetMin) : time.known === 'instant' ? 'Z' : '';
  return clockText(ms) + fraction + zone;
}

export function filmTime(time: CaptureTime): WritableTags {
  const utcMs = instantOf(time);
  // exiftool gives what has no zone one of its own in QuickTime's keys: that would be a lie.
  if (utcMs == null) return { 'XMP-exif:DateTimeOriginal': momentText(time) };
  const isInRange = utcMs >= SECOND && utcMs < QUICKTIME_ENDS;
  return {
    ...(isInRange && { 'QuickTime:CreateDate': clockText(utcMs) }),
    'Keys:CreationDate': momentText(time),
  };
}

/** 8 decimals are a millimetre. */
export const short = (degrees: number): number => Number(degrees.toFixed(8));

export function exifPlace({ lat, lon, alt }: Gps): WritableTags {
  return {
    'EXIF:GPSLatitude': short(Math.abs(lat)),
    'EXIF:GPSLatitudeRef': lat < 0 ? 'S' : 'N',
    'EXIF:GPSLongitude': short(Math.abs(lon)),
    'EXIF:GPSLongitudeRef': lon < 0 ? 'W' : 'E',
    ...(alt != null && { 'EXIF:GPSAltitude': short(Math.abs(alt)), 'EXIF:GPSAltitudeRef': alt < 0 ? 1 : 0 }),
  };
}

export function filmPlace({ lat, lon, alt }: Gps): WritableTags {
  const numbers = [lat, lon, ...(alt == null ? [] : [alt])];
  return { 'Keys:GPSCoordinates': numbers.map(value => plainNumber(short(value))).join(' ') };
}

/** Never `1e-7`. */
function plainNumber(value: number): string {
  return value
    .toFixed(8)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0');
}

function words(fields: XmpFields, isFilm: boolean): WritableTags {
  const one = (value: string | undefined): TagValue | undefined => (value == null ? undefined : text(value));
  const many = (value: readonly string[] | undefined): TagValue | undefined =>
    value == null ? undefined : list(value);
  const { creator, rating } = fields;
  const found = {
    [isFilm ? 'Keys:Title' : 'XMP-dc:Title']: one(fields.title),
    [isFilm ? 'Keys:Description' : 'XMP-dc:Description']: one(fields.description),
    'XMP-dc:Subject': many(fields.keywords),
    'XMP-iptcExt:PersonInImage': many(fields.people),
    'XMP-dc:Creator': creator == null ? undefined : many([creator]),
    'XMP-dc:Rights': one(fields.copyright),
    'XMP-xmp:Rating': rating == null || rating < 1 ? undefined : rating,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value != null)) as WritableTags;
}
