/** EXIF and GPS tags out of a TIFF structure: the ones that `factsOf` reads, as exiftool prints them. */
import { appleNote } from './appleNote.ts';
import { EXIF_FIELDS, GPS_FIELDS } from './exifFields.ts';
import { checkMakerNote, checkPrintIm } from './makerNote.ts';
import type { Tags } from './tags.ts';
import { type Entry, Tiff } from './tiff.ts';
import { expect, unusual } from './unusual.ts';

/** Directories and blocks of other formats within EXIF, which may hold what is asked for, or make exiftool warn. */
const WITHIN: ReadonlySet<number> = new Set([
  0x014a, 0x0190, 0x02bc, 0x4748, 0x8290, 0x83bb, 0x8568, 0x8606, 0x8649, 0x8773, 0x87af, 0x888a, 0x935c, 0x9999,
  0xc519, 0xc51b, 0xc612, 0xc634, 0xc68c, 0xc68f, 0xc691, 0xc6d2, 0xc6d3, 0xc6f5, 0xc7d5, 0xcd41, 0xcd44, 0xcd47,
  0xcea1,
]);
/** Offsets and kinds of picture: exiftool warns where they are not whole numbers. */
const WHOLE_NUMBERS: ReadonlySet<number> = new Set([
  0x00fe, 0x00ff, 0x0103, 0x0111, 0x0120, 0x0144, 0x0201, 0x0207, 0x0208, 0x0209, 0xa010, 0xbcc0, 0xbcc2,
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
    if (WHOLE_NUMBERS.has(tag)) expect(this.#tiff.isWhole(entry), 'whole number of another format');
    if (tag === THUMBNAIL || tag === THUMBNAIL_LENGTH) expect(entry.format <= 4 && entry.count === 1, 'thumbnail');
    if (tag === EXIF_IFD || tag === GPS_IFD || tag === INTEROP_IFD) return this.#pointer(entry, group);
    if (tag === MAKER_NOTE) return this.#makerNote(entry, group);
    if (tag === PRINT_IM) return checkPrintIm(this.#tiff.raw(entry));
    if (tag === USER_COMMENT) return checkEncodedText(this.#tiff.raw(entry));
    if (group === 'IFD1' || group === 'InteropIFD') return;
    const known = EXIF_FIELDS.get(tag);
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
    const known = GPS_FIELDS.get(tag);
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
