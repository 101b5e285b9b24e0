/** Boxes of the ISO base media format (ISO/IEC 14496-12), which QuickTime calls atoms. */
import type { ByteSource } from './source.ts';
import { expect, unusual } from './unusual.ts';

export interface Box {
  readonly type: string;
  /** Of its content. */
  readonly at: number;
  /** Bytes of its content. */
  readonly size: number;
}

const MOST_BOXES = 10_000;

/**
 * The boxes of the file itself, one after the other, so that the reader may ask for each content on its way.
 * @throws Unusual where one goes past the end: exiftool calls it truncated
 */
export async function* topBoxes(source: ByteSource): AsyncGenerator<Box> {
  let at = 0;
  for (let count = 0; at + 8 <= source.size; count++) {
    expect(count < 100, 'very many boxes');
    // Not a byte more than the header: a stream doesn't go back.
    const header = await source.read(at, 8);
    const type = header.toString('latin1', 4, 8);
    const short = header.readUInt32BE(0);
    let from = at + 8;
    let end = at + short;
    if (short === 1) {
      from = at + 16;
      end = at + Number((await source.read(at + 8, 8)).readBigUInt64BE(0));
    } else if (short === 0) {
      expect(type === 'mdat', 'box to the end');
      end = source.size;
    }
    expect(end >= from && end <= source.size, `box cut: ${type}`);
    yield { type, at: from, size: end - from };
    at = end;
  }
}

/** The boxes within bytes, from one place to another. */
export function boxes(bytes: Buffer, from: number, to: number): readonly Box[] {
  const found: Box[] = [];
  let at = from;
  // What is left at the end is padding, as the four zeros that end user data.
  while (at + 8 <= to) {
    const length = bytes.readUInt32BE(at);
    expect(length >= 8 && at + length <= to && found.length < MOST_BOXES, 'box cut');
    found.push({ type: bytes.toString('latin1', at + 4, at + 8), at: at + 8, size: length - 8 });
    at += length;
  }
  return found;
}

/** The one box of this type. */
export function only(all: readonly Box[], type: string): Box | undefined {
  const found = all.filter(box => box.type === type);
  if (found.length > 1) unusual(`${type} twice`);
  return found[0];
}

/** What some makers hide in empty space, as exiftool knows them: Kodak, Pittasoft, DJI twice. */
const HIDDEN = [
  /^\0\0\0.Seri/s,
  /^\0\0..(cprt|sttm|ptnm|ptrh|thum|gps |3gf )/s,
  /^.{4}mdat\xff\xd8\xff/s,
  /^data.{4}hglg/s,
];

/** @throws Unusual where a box of empty space is none */
export async function checkSpace(source: ByteSource, { at, size }: Box): Promise<void> {
  const start = (await source.read(at, Math.min(size, 32))).toString('latin1');
  expect(!HIDDEN.some(form => form.test(start)), 'space that is not empty');
}

/** The brands of a `ftyp` box: the major one and the compatible ones. */
export interface Brands {
  readonly major: string;
  readonly compatible: readonly string[];
}

export function readBrands(content: Buffer): Brands {
  expect(content.length >= 8 && content.length % 4 === 0 && content.length <= 1024, 'ftyp');
  const compatible: string[] = [];
  for (let at = 8; at < content.length; at += 4) compatible.push(content.toString('latin1', at, at + 4));
  return { major: content.toString('latin1', 0, 4), compatible };
}
