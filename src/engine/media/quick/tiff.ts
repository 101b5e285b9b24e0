/** The directories of a TIFF structure (TIFF 6.0, Exif 3.0), as they lie in a JPEG's APP1, a HEIC's item or a PNG's chunk. */
import { expect, unusual } from './unusual.ts';

/** Bytes of one value of each format: 1 BYTE … 12 DOUBLE. */
const SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
const UNDEFINED = 7;
const INTEGERS: ReadonlySet<number> = new Set([1, 3, 4, 6, 8, 9]);
const TEXTS: ReadonlySet<number> = new Set([2, UNDEFINED]);
/** exiftool leaves longer ones undecoded and says so. */
const MOST_VALUES = 100_000;
const MOST_ENTRIES = 1000;

export interface Entry {
  readonly tag: number;
  readonly format: number;
  readonly count: number;
  /** Of the value. */
  readonly at: number;
  readonly size: number;
}

export class Tiff {
  readonly bytes: Buffer;
  readonly little: boolean;

  /** @param bytes from the byte order mark to the end of what belongs to it */
  constructor(bytes: Buffer) {
    expect(bytes.length >= 14, 'short TIFF');
    const order = bytes.toString('latin1', 0, 2);
    expect(order === 'II' || order === 'MM', 'byte order');
    this.bytes = bytes;
    this.little = order === 'II';
    expect(this.u16(2) === 42, 'TIFF magic');
  }

  u16(at: number): number {
    return this.little ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }

  u32(at: number): number {
    return this.little ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }

  i32(at: number): number {
    return this.u32(at) | 0;
  }

  /**
   * The entries of the directory at an offset, all within bounds, and where its end is.
   * @throws Unusual where exiftool would warn
   */
  directory(at: number): { readonly entries: readonly Entry[]; readonly end: number } {
    const { bytes } = this;
    expect(at >= 8 && at + 2 <= bytes.length, 'directory outside');
    const count = this.u16(at);
    const end = at + 2 + 12 * count;
    expect(count <= MOST_ENTRIES && end <= bytes.length, 'directory outside');
    const left = bytes.length - end;
    expect(left >= 4 || left === 2 || left === 0, 'directory cut');
    const entries: Entry[] = [];
    for (let entry = at + 2; entry < end; entry += 12) {
      const tag = this.u16(entry);
      const format = this.u16(entry + 2);
      const values = this.u32(entry + 4);
      const one = SIZES[format] ?? unusual('format of a value');
      expect(one > 0, 'format of a value');
      expect(values <= MOST_VALUES || TEXTS.has(format), 'very many values');
      const size = values * one;
      let value = entry + 8;
      if (size > 4) {
        value = this.u32(entry + 8);
        expect(value >= 8 && value + size <= bytes.length, 'value outside');
        expect(value >= end || value + size <= at, 'value within its directory');
      }
      entries.push({ tag, format, count: values, at: value, size });
    }
    return { entries, end };
  }

  /** Where the next directory is; 0 for none. */
  next(end: number): number {
    return end + 4 <= this.bytes.length ? this.u32(end) : 0;
  }

  /** Bytes of an ASCII value up to its first NUL. */
  ascii({ format, at, size }: Entry): Uint8Array {
    expect(format === 2, 'text of another format');
    const value = this.bytes.subarray(at, at + size);
    const nul = value.indexOf(0);
    return nul < 0 ? value : value.subarray(0, nul);
  }

  raw({ at, size }: Entry): Buffer {
    return this.bytes.subarray(at, at + size);
  }

  /** Unsigned whole numbers: BYTE, SHORT or LONG; a single byte without a type is one too. */
  wholes({ format, count, at }: Entry): readonly number[] {
    expect(count >= 1 && count <= 64, 'very many numbers');
    return Array.from({ length: count }, (_, k) => {
      if (format === 3) return this.u16(at + 2 * k);
      if (format === 4) return this.u32(at + 4 * k);
      expect(format === 1 || (format === UNDEFINED && count === 1), 'number of another format');
      return this.bytes[at + k]!;
    });
  }

  isWhole({ format }: Entry): boolean {
    return INTEGERS.has(format);
  }

  /** Quotients as exiftool has them, rounded to ten digits; `inf` and `undef` over nought. */
  rationals({ format, count, at }: Entry): readonly (number | 'inf' | 'undef')[] {
    expect((format === 5 || format === 10) && count >= 1 && count <= 8, 'quotient of another format');
    return Array.from({ length: count }, (_, k) => {
      const read = (where: number): number => (format === 5 ? this.u32(where) : this.i32(where));
      const over = read(at + 8 * k);
      const under = read(at + 8 * k + 4);
      if (under === 0) return over === 0 ? 'undef' : 'inf';
      return Number((over / under).toPrecision(10));
    });
  }
}
