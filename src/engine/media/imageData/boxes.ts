/** Boxes of the ISO base media format (ISO/IEC 14496-12), in a file and in bytes. */
import { Buffer } from 'node:buffer';
import { type Hashing, must } from './hashing.ts';

export interface Box {
  readonly type: string;
  /** Of its content. */
  readonly at: number;
  /** Of what follows it. */
  readonly end: number;
}

const MOST_TOP = 100_000;
const MOST_WITHIN = 100_000;
const XMP = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');

/** All boxes of the file, which have to fill it. @throws NoImageData */
export function topBoxes(hashing: Hashing): readonly Box[] {
  const found: Box[] = [];
  for (let at = 0; at < hashing.size; ) {
    must(found.length < MOST_TOP && at + 8 <= hashing.size, 'bytes behind the last box');
    const header = hashing.read(at, 8);
    const short = header.readUInt32BE(0);
    const type = header.toString('latin1', 4, 8);
    let from = at + 8;
    let end = short === 0 ? hashing.size : at + short;
    if (short === 1) {
      from = at + 16;
      end = at + Number(hashing.read(at + 8, 8).readBigUInt64BE(0));
    }
    must(end >= from && end <= hashing.size, `box cut: ${type}`);
    found.push({ type, at: from, end });
    at = end;
  }
  return found;
}

/** The boxes within bytes. QuickTime ends some lists with four zeros. @throws NoImageData */
export function boxesIn(bytes: Buffer, from: number, to: number): readonly Box[] {
  const found: Box[] = [];
  for (let at = from; at + 8 <= to; ) {
    const length = bytes.readUInt32BE(at);
    must(length >= 8 && at + length <= to && found.length < MOST_WITHIN, 'box cut');
    found.push({ type: bytes.toString('latin1', at + 4, at + 8), at: at + 8, end: at + length });
    at += length;
  }
  return found;
}

/** Whether a `uuid` box holds XMP. */
export function isXmp(hashing: Hashing, { at, end }: Box): boolean {
  return end - at >= 16 && hashing.read(at, 16).equals(XMP);
}
