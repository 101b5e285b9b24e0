/** JPEGs of the size of photos, each with bytes of its own, and with as much metadata as is wanted. */
import sharp from 'sharp';
import { randomOf } from '../fixtures/takeout.ts';

/**
 * - bare: no metadata segment at all
 * - clockless: EXIF of a camera, without date and place
 * - followed: the same, and something behind the picture, as in a motion photo: only exiftool can write into it
 * - dated: EXIF with date, zone and place
 */
export type Metadata = 'bare' | 'clockless' | 'followed' | 'dated';

const DATE = '2001:01:01 00:00:00';
const KINDS = 8;

const CAMERA = { IFD0: { Make: 'Keepsake', Model: 'Bench' } } as const;
const FOLLOWING = Buffer.alloc(4096, 'behind the picture ');

const EXIF = {
  bare: undefined,
  clockless: CAMERA,
  followed: CAMERA,
  dated: {
    ...CAMERA,
    IFD2: { DateTimeOriginal: DATE, OffsetTimeOriginal: '+00:00' },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: '46/1 57/1 0/1',
      GPSLongitudeRef: 'E',
      GPSLongitude: '7/1 27/1 0/1',
    },
  },
} as const;

export class PhotoMaker {
  readonly #kinds: readonly Buffer[];
  readonly #metadata: Metadata;

  private constructor(kinds: readonly Buffer[], metadata: Metadata) {
    this.#kinds = kinds;
    this.#metadata = metadata;
  }

  /** @param width pixels, 3 to 2; 900 gives about 300 KB of noise */
  static async of(metadata: Metadata, width: number): Promise<PhotoMaker> {
    const kinds: Buffer[] = [];
    for (let kind = 0; kind < KINDS; kind++) {
      const height = Math.round((width * 2) / 3);
      const random = randomOf(kind);
      const pixels = Buffer.from(Uint8Array.from({ length: width * height * 3 }, () => random() * 256));
      const exif = EXIF[metadata];
      const image = sharp(pixels, { raw: { width, height, channels: 3 } }).jpeg({ quality: 75 });
      kinds.push(await (exif == null ? image : image.withExif(exif)).toBuffer());
    }
    return new PhotoMaker(kinds, metadata);
  }

  /** @param taken what its EXIF says, where it has a date */
  photo(serial: number, taken: Date): Buffer {
    const kind = this.#kinds[serial % KINDS] ?? Buffer.alloc(0);
    // A table of quantisation that no component uses tells the files apart: any other segment would be metadata.
    const table = Buffer.from(`\xff\xdb\0\x43\x03${`photo ${serial}`.padEnd(64)}`, 'latin1');
    const tables = kind.indexOf(Buffer.from([0xff, 0xdb]));
    const bytes = Buffer.concat([kind.subarray(0, tables), table, kind.subarray(tables)]);
    const at = this.#metadata === 'dated' ? bytes.indexOf(DATE) : -1;
    if (at >= 0) bytes.write(taken.toISOString().slice(0, 19).replaceAll('-', ':').replace('T', ' '), at, 'latin1');
    return this.#metadata === 'followed' ? Buffer.concat([bytes, FOLLOWING]) : bytes;
  }
}
