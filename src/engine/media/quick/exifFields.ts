/** The EXIF and GPS fields that are asked for, and how exiftool prints each. */
import { clock, copyright, day, degrees, windowsText } from './exifValues.ts';
import { jsonValue, perlNumber, utf8Text, withoutEnd } from './tags.ts';
import type { Entry, Tiff } from './tiff.ts';
import { expect } from './unusual.ts';

type Read = (tiff: Tiff, entry: Entry) => unknown;

const text: Read = (tiff, entry) => jsonValue(utf8Text(tiff.ascii(entry)));
/** Perl's \s in a string of bytes. */
const trimmed: Read = (tiff, entry) => jsonValue(withoutEnd(utf8Text(tiff.ascii(entry)), ' \t\n\r\f\v'));
const noBlanks: Read = (tiff, entry) => jsonValue(withoutEnd(utf8Text(tiff.ascii(entry)), ' '));
const whole: Read = (tiff, entry) => {
  const values = tiff.wholes(entry);
  return values.length === 1 ? values[0] : values.join(' ');
};
const quotient: Read = (tiff, entry) => {
  expect(entry.count === 1, 'several quotients');
  const [value] = tiff.rationals(entry);
  return typeof value === 'number' ? jsonValue(perlNumber(value)) : value;
};

/** By tag number: https://exiftool.org/TagNames/EXIF.html */
export const EXIF_FIELDS: ReadonlyMap<number, readonly [name: string, read: Read]> = new Map<
  number,
  readonly [string, Read]
>([
  [0x010e, ['ImageDescription', text]],
  [0x010f, ['Make', trimmed]],
  [0x0110, ['Model', trimmed]],
  [0x0112, ['Orientation', whole]],
  [0x0131, ['Software', trimmed]],
  [0x0132, ['ModifyDate', text]],
  [0x013b, ['Artist', trimmed]],
  [0x4746, ['Rating', whole]],
  [0x8298, ['Copyright', copyright]],
  [0x829a, ['ExposureTime', quotient]],
  [0x829d, ['FNumber', quotient]],
  [0x8827, ['ISO', whole]],
  [0x9003, ['DateTimeOriginal', text]],
  [0x9004, ['CreateDate', text]],
  [0x9010, ['OffsetTime', text]],
  [0x9011, ['OffsetTimeOriginal', text]],
  [0x9012, ['OffsetTimeDigitized', text]],
  [0x9209, ['Flash', whole]],
  [0x920a, ['FocalLength', quotient]],
  [0x9291, ['SubSecTimeOriginal', noBlanks]],
  [0x9292, ['SubSecTimeDigitized', noBlanks]],
  [0x9c9b, ['XPTitle', windowsText]],
  [0x9c9e, ['XPKeywords', windowsText]],
  [0xa434, ['LensModel', text]],
]);

export const GPS_FIELDS: ReadonlyMap<number, readonly [name: string, read: Read]> = new Map<
  number,
  readonly [string, Read]
>([
  [1, ['GPSLatitudeRef', text]],
  [2, ['GPSLatitude', degrees]],
  [3, ['GPSLongitudeRef', text]],
  [4, ['GPSLongitude', degrees]],
  [5, ['GPSAltitudeRef', whole]],
  [6, ['GPSAltitude', quotient]],
  [7, ['GPSTimeStamp', clock]],
  [0x1d, ['GPSDateStamp', day]],
]);
