/** EXIF and GPS tags out of a TIFF structure: the ones that `factsOf` reads, as exiftool prints them. */
import { appleNote } from './appleNote.ts';
import { checkMakerNote, checkPrintIm } from './makerNote.ts';
import { jsonValue, perlNumber, type Tags, utf8Text, withoutEnd } from './tags.ts';
import { type Entry, Tiff } from './tiff.ts';
import { expect, unusual } from './unusual.ts';

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
const EXIF: ReadonlyMap<number, readonly [name: string, read: Read]> = new Map<number, readonly [string, Read]>([
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

const GPS: ReadonlyMap<number, readonly [name: string, read: Read]> = new Map<number, readonly [string, Read]>([
  [1, ['GPSLatitudeRef', text]],
  [2, ['GPSLatitude', degrees]],
  [3, ['GPSLongitudeRef', text]],
  [4, ['GPSLongitude', degrees]],
  [5, ['GPSAltitudeRef', whole]],
  [6, ['GPSAltitude', quotient]],
  [7, ['GPSTimeStamp', clock]],
  [0x1d, ['GPSDateStamp', day]],
]);

/** Directories and blocks of other formats within EXIF, which may hold what is asked for, or make exiftool warn. */
const WITHIN: ReadonlySet<number> = new Set([
  0x014a, 0x0190, 0x02bc, 0x4748, 0x8290, 0x83bb, 0x8568, 0x8606, 0x8649, 0x8773, 0x87af, 0x888a, 0x935c, 0x9999,
  0xc519, 0xc51b, 0xc612, 0xc634, 0xc68c, 0xc68f, 0xc691, 0xc6d2, 0xc6d3, 0xc6f5, 0xc7d5, 0xcd41, 0xcd44, 0xcd47,
  0xcea1,
]);
/** Offsets: exiftool warns where they are not whole numbers. */
const OFFSETS: ReadonlySet<number> = new Set([
  0x0111, 0x0120, 0x0144, 0x0201, 0x0207, 0x0208, 0x0209, 0xa010, 0xbcc0, 0xbcc2,
]);
const EXIF_IFD = 0x8769;
const GPS_IFD = 0x8825;
const INTEROP_IFD = 0xa005;
const MAKER_NOTE = 0x927c;
const USER_COMMENT = 0x9286;
const PRINT_IM = 0xc4a5;
const THUMBNAIL = 0x0201;
const THUMBNAIL_LENGTH = 0x0202;

/** @param jpeg whether it lies in a JPEG, whose own size of the picture comes after all that a maker note says of it */
export function exifTags(bytes: Buffer, tags: Tags, jpeg: boolean): void {
  new Exif(new Tiff(bytes), tags, jpeg).read();
}

class Exif {
  readonly #tiff: Tiff;
  readonly #tags: Tags;
  readonly #jpeg: boolean;
  readonly #seen = new Set<number>();

  constructor(tiff: Tiff, tags: Tags, jpeg: boolean) {
    this.#tiff = tiff;
    this.#tags = tags;
    this.#jpeg = jpeg;
  }

  read(): void {
    const first = this.#directory(this.#tiff.u32(4), 'IFD0');
    const second = this.#tiff.next(first);
    if (second === 0) return;
    // The thumbnail's: nothing of it is asked for, but it has to be in order.
    expect(this.#tiff.next(this.#directory(second, 'IFD1')) === 0, 'third directory');
  }

  /** @returns the end of the directory */
  #directory(at: number, group: string): number {
    expect(!this.#seen.has(at), 'directory read before');
    this.#seen.add(at);
    const { entries, end } = this.#tiff.directory(at);
    for (const entry of entries) {
      if (group === 'GPS') this.#gps(entry);
      else this.#exif(entry, group);
    }
    return end;
  }

  #exif(entry: Entry, group: string): void {
    const { tag } = entry;
    if (tag >= 0xf000 || WITHIN.has(tag)) unusual(`EXIF tag ${tag.toString(16)}`);
    if (OFFSETS.has(tag)) expect(this.#tiff.isWhole(entry), 'offset of another format');
    if (tag === THUMBNAIL || tag === THUMBNAIL_LENGTH) expect(entry.format <= 4 && entry.count === 1, 'thumbnail');
    if (tag === EXIF_IFD || tag === GPS_IFD || tag === INTEROP_IFD) return this.#pointer(entry, group);
    if (tag === MAKER_NOTE) return this.#makerNote(entry, group);
    if (tag === PRINT_IM) return checkPrintIm(this.#tiff.raw(entry));
    if (tag === USER_COMMENT) return checkEncodedText(this.#tiff.raw(entry));
    if (group === 'IFD1' || group === 'InteropIFD') return;
    const known = EXIF.get(tag);
    if (known != null) this.#tags.set(`${group}:${known[0]}`, known[1](this.#tiff, entry));
  }

  #pointer(entry: Entry, group: string): void {
    const parent = entry.tag === INTEROP_IFD ? 'ExifIFD' : 'IFD0';
    expect(group === parent && entry.format === 4 && entry.count === 1, 'pointer to a directory');
    const name = entry.tag === EXIF_IFD ? 'ExifIFD' : entry.tag === GPS_IFD ? 'GPS' : 'InteropIFD';
    this.#directory(this.#tiff.u32(entry.at), name);
  }

  #makerNote(entry: Entry, group: string): void {
    expect(group === 'ExifIFD' && entry.format === 7, 'maker note in an odd place');
    if (entry.size === 0) return;
    const isApple = appleNote(this.#tiff.raw(entry), this.#tags);
    if (!isApple) checkMakerNote(this.#tiff, entry, this.#tags, this.#jpeg);
  }

  #gps(entry: Entry): void {
    const { tag } = entry;
    // GPSProcessingMethod and GPSAreaInformation.
    if (tag === 0x1b || tag === 0x1c) return checkEncodedText(this.#tiff.raw(entry));
    const known = GPS.get(tag);
    if (known != null) this.#tags.set(`GPS:${known[0]}`, known[1](this.#tiff, entry));
  }
}

/** exiftool warns of a text whose first eight bytes name no encoding. */
function checkEncodedText(value: Buffer): void {
  if (value.length < 8) return;
  const head = value.toString('latin1', 0, 8);
  const known = /^(ASCII)?(\0|[\0 ]+$)/.test(head) || /^UNICODE[\0 ]$/.test(head) || /^JIS[\0 ]{5}$/.test(head);
  expect(known && !head.includes('\n'), 'encoding of a text');
}

/** Photographer and editor, each with a NUL; one line for each. */
function copyright(tiff: Tiff, entry: Entry): unknown {
  const [photographer = '', ...more] = utf8Text(tiff.raw(entry)).split('\0', 3);
  if (more.length === 0) return jsonValue(photographer.replace(/\n$/, ''));
  const [editor = '', behind] = more;
  const both = `${withoutEnd(photographer, ' ')}\n${behind == null ? editor : withoutEnd(editor, ' ')}`;
  return jsonValue(both.replace(/\n$/, ''));
}

/** UTF-16LE without a mark, as Windows writes it. */
function windowsText(tiff: Tiff, entry: Entry): unknown {
  const raw = tiff.raw(entry);
  expect(raw.length % 2 === 0, 'half a character');
  const [value = ''] = raw.toString('utf16le', 0, raw.length).split('\0');
  expect(!/[\ud800-\udfff\ufeff\ufffe\uffff]/.test(value), 'characters beyond UCS-2');
  return jsonValue(value);
}

function degrees(tiff: Tiff, entry: Entry): unknown {
  const parts = tiff.rationals(entry);
  expect(parts.length <= 3, 'parts of a degree');
  if (parts.some(part => typeof part !== 'number')) return '';
  const [whole = 0, minutes = 0, seconds = 0] = parts as readonly number[];
  const value = whole + (minutes + seconds / 60) / 60;
  return jsonValue(perlNumber(value < 0 ? -value : value));
}

/** As exiftool's ConvertTimeStamp. */
function clock(tiff: Tiff, entry: Entry): unknown {
  const parts = tiff.rationals(entry);
  expect(parts.length === 3 && parts.every(part => typeof part === 'number' && part >= 0), 'clock of GPS');
  const [hour = 0, minute = 0, second = 0] = parts as readonly number[];
  let left = (hour * 60 + minute) * 60 + second;
  expect(left < 1e6, 'clock of GPS');
  let hours = Math.floor(left / 3600);
  left -= hours * 3600;
  let minutes = Math.floor(left / 60);
  left -= minutes * 60;
  let seconds = left.toFixed(9).padStart(12, '0');
  if (Number(seconds) >= 60) {
    seconds = '00';
    minutes++;
    if (minutes >= 60) {
      minutes -= 60;
      hours++;
    }
  } else {
    seconds = seconds.replace(/\.?0+$/, '');
  }
  const two = (value: number): string => String(value).padStart(2, '0');
  return jsonValue(`${two(hours)}:${two(minutes)}:${seconds}`);
}

/** `2019:07:01`, whatever stands between. */
function day(tiff: Tiff, entry: Entry): unknown {
  expect((entry.format === 2 || entry.format === 7) && entry.size <= 32, 'day of GPS');
  const value = withoutEnd(utf8Text(tiff.raw(entry)), '\0');
  return jsonValue(value.replace(/(\d{4})[^\d]*(\d{2})[^\d]*(\d{2})$/, '$1:$2:$3'));
}
