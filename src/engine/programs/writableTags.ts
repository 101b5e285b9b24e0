/**
 * The tags that may be written, and the form that their values must have. exiftool has tags that move or link files,
 * read others or run nothing but do harm (a file was moved by a tag named FileName), and a plan comes from outside: so
 * what is not on this list is never written. A tag that is to be added has to be one that is read (exiftoolTags.ts),
 * for what was written is proved by reading it. Beside these a person may name others (`isFreeTag`), of the groups that
 * hold what is said of photos; they are read by their names when they are proved.
 */

export type TagValue = string | number | readonly string[] | null;
export type WritableTags = Readonly<Record<string, TagValue>>;

const MAX_TEXT = 1 << 16;
const MAX_LIST = 1000;

type Form = (value: unknown) => boolean;

const isText = (value: unknown): value is string =>
  // Controls but tab and line feed have no place in XMP, and could end an argument of exiftool's.
  typeof value === 'string' &&
  value.length > 0 &&
  value.length <= MAX_TEXT &&
  value.isWellFormed() &&
  !/[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/.test(value);
const texts: Form = value =>
  Array.isArray(value) && value.length > 0 && value.length <= MAX_LIST && value.every(isText);
const within =
  (least: number, most: number): Form =>
  value =>
    typeof value === 'number' && value >= least && value <= most;
const oneOf =
  (...values: readonly number[]): Form =>
  value =>
    typeof value === 'number' && values.includes(value);
const matching =
  (form: RegExp): Form =>
  value =>
    typeof value === 'string' && form.test(value);

const CLOCK = String.raw`\d{4}:\d{2}:\d{2} \d{2}:\d{2}:\d{2}`;
const clock = matching(new RegExp(`^${CLOCK}$`));
/** With fractions and a zone, or `Z` for an instant, where these are known. */
const moment = matching(new RegExp(String.raw`^${CLOCK}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})?$`));
const degrees = String.raw`-?\d{1,3}(\.\d{1,12})?`;
const coordinates = matching(new RegExp(`^${degrees} ${degrees}( -?\\d{1,7}(\\.\\d{1,12})?)?$`));

const FORMS: Readonly<Record<string, Form>> = {
  'EXIF:DateTimeOriginal': clock,
  'EXIF:OffsetTimeOriginal': matching(/^[+-]\d{2}:\d{2}$/),
  'EXIF:SubSecTimeOriginal': matching(/^\d{1,3}$/),
  'EXIF:Orientation': oneOf(1, 2, 3, 4, 5, 6, 7, 8),
  'EXIF:GPSLatitude': within(0, 90),
  'EXIF:GPSLatitudeRef': matching(/^[NS]$/),
  'EXIF:GPSLongitude': within(0, 180),
  'EXIF:GPSLongitudeRef': matching(/^[EW]$/),
  'EXIF:GPSAltitude': within(0, 1e6),
  'EXIF:GPSAltitudeRef': within(0, 1),
  'XMP-exif:DateTimeOriginal': moment,
  'XMP-photoshop:DateCreated': moment,
  'XMP-exif:GPSLatitude': within(-90, 90),
  'XMP-exif:GPSLongitude': within(-180, 180),
  'XMP-exif:GPSAltitude': within(0, 1e6),
  'XMP-exif:GPSAltitudeRef': within(0, 1),
  'XMP-dc:Title': isText,
  'XMP-dc:Description': isText,
  'XMP-dc:Subject': texts,
  'XMP-dc:Creator': texts,
  'XMP-dc:Rights': isText,
  'XMP-iptcExt:PersonInImage': texts,
  'XMP-xmp:Rating': within(-1, 5),
  'XMP-tiff:Orientation': oneOf(1, 2, 3, 4, 5, 6, 7, 8),
  // How a HEIF is turned (quarters against the clock), and a film (degrees clockwise): bytes of their structure.
  'QuickTime:Rotation': oneOf(0, 1, 2, 3),
  'Composite:Rotation': oneOf(0, 90, 180, 270),
  'QuickTime:CreateDate': clock,
  'Keys:CreationDate': moment,
  'Keys:GPSCoordinates': coordinates,
  'Keys:Title': isText,
  'Keys:Description': isText,
  // Where a file says the same in other words, an edit goes there as well.
  'EXIF:CreateDate': clock,
  'EXIF:OffsetTimeDigitized': matching(/^[+-]\d{2}:\d{2}$/),
  'EXIF:SubSecTimeDigitized': matching(/^\d{1,3}$/),
  'EXIF:ImageDescription': isText,
  'EXIF:Artist': isText,
  'EXIF:Copyright': isText,
  'EXIF:XPTitle': isText,
  'EXIF:XPKeywords': isText,
  'EXIF:Rating': within(0, 5),
  'XMP-exif:DateTimeDigitized': moment,
  'XMP-xmp:CreateDate': moment,
  'XMP-xmp:MetadataDate': moment,
  'XMP-photoshop:SidecarForExtension': matching(/^[A-Za-z0-9]{1,8}$/),
  'XMP-digiKam:TagsList': texts,
  'IPTC:DateCreated': matching(/^\d{4}:\d{2}:\d{2}$/),
  'IPTC:TimeCreated': matching(/^\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/),
  'IPTC:DigitalCreationDate': matching(/^\d{4}:\d{2}:\d{2}$/),
  'IPTC:DigitalCreationTime': matching(/^\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}$/),
  'IPTC:ObjectName': isText,
  'IPTC:Caption-Abstract': isText,
  'IPTC:Keywords': texts,
  'IPTC:By-line': texts,
  'IPTC:CopyrightNotice': isText,
  'PNG:CreationTime': moment,
  'PNG:Title': isText,
  'PNG:Description': isText,
  'Track1:MediaCreateDate': clock,
  'Track1:TrackCreateDate': clock,
  'ItemList:ContentCreateDate': moment,
  'ItemList:GPSCoordinates': coordinates,
  'ItemList:Title': isText,
  'ItemList:Description': isText,
  'ItemList:Artist': isText,
  'ItemList:Copyright': isText,
  'UserData:ContentCreateDate': moment,
  'UserData:DateTimeOriginal': moment,
  'UserData:GPSCoordinates': coordinates,
  'UserData:Title': isText,
  'Keys:DisplayName': isText,
  'Keys:Keywords': isText,
  'Keys:Author': isText,
  'Keys:Copyright': isText,
};

/** Only taken away, with all that they hold. */
const TAKEN_AWAY: ReadonlySet<string> = new Set(['GPS:All', 'XMP-exif:GPSDateTime']);

/** Groups whose tags say something of a photo; and those names among them that would make it another, or do more than that. */
const FREE = /^(EXIF|IPTC|XMP-[A-Za-z][A-Za-z0-9-]{0,30}|PNG|Keys|ItemList|UserData):([A-Za-z][A-Za-z0-9_-]{0,60})$/;
// The image data are proved to be the same in any case.
const NEVER =
  /^(all|file(name|modifydate|createdate|accessdate|permissions|userid|groupid)|directory|hardlink|symlink|testname|geo(tag|sync|time|locate|location)|makernote.*|.*offsets?|.*bytecounts?|.*(preview|thumbnail).*|(sub|exif|gps|interop)ifd|gpsinfo|region(info|list).*)$/i;

/**
 * Whether a person may name it although it is not on the list. It has to be writable to exiftool, or is refused when it
 * is written.
 */
export function isFreeTag(name: string): boolean {
  const tag = FREE.exec(name)?.[2];
  return tag != null && !Object.hasOwn(FORMS, name) && !NEVER.test(tag);
}

const free: Form = value => isText(value) || texts(value) || (typeof value === 'number' && Number.isFinite(value));

/** Every tag that may be written, as `Group:Name`. */
export const WRITABLE: readonly string[] = Object.keys(FORMS);

/** What may not be given a value has a form that none has. */
const nothing = (name: string): Form | undefined => (TAKEN_AWAY.has(name) ? () => false : undefined);

/** @returns the tags as they may be written; null takes a tag away @throws TypeError with a sentence */
export function writableTags(tags: Readonly<Record<string, unknown>>): WritableTags {
  const checked: Record<string, TagValue> = {};
  for (const [name, value] of Object.entries(tags)) {
    const form = Object.hasOwn(FORMS, name) ? FORMS[name] : isFreeTag(name) ? free : nothing(name);
    if (form == null) throw new TypeError(`The tag "${name}" is none that may be written.`);
    if (value !== null && !form(value)) throw new TypeError(`The tag "${name}" can’t have that value.`);
    checked[name] = value as TagValue;
  }
  if (Object.keys(checked).length === 0) throw new TypeError('There are no tags to be written.');
  return checked;
}
