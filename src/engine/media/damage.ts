/**
 * What shows at little cost that a file holds not the whole of its picture. Whether each of its pixels can be decoded is
 * not looked at.
 */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import type { FileFacts } from './model.ts';

const CUT =
  'This JPEG ends in the middle of the picture: the rest of it is lost, as if it had been cut off while it was copied. It was left as it is; look for it at its source, or in another copy.';

/**
 * @param file absolute path of a regular file with at least a byte
 * @returns a sentence, or undefined where nothing speaks against it
 * @throws Error of the file system
 */
export function damageOf(file: string | Buffer, facts: FileFacts): string | undefined {
  if (facts.fileType !== 'JPEG') return undefined;
  const fd = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
  try {
    const { size } = fs.fstatSync(fd);
    const read = (at: number, length: number): Buffer => {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
      return bytes.subarray(0, fs.readSync(fd, bytes, 0, bytes.length, at));
    };
    return isCut(read, size) ? CUT : undefined;
  } finally {
    fs.closeSync(fd);
  }
}

/** The same of a whole file that is in memory. */
export function damageIn(bytes: Buffer, facts: FileFacts): string | undefined {
  const read = (at: number, length: number): Buffer => bytes.subarray(at, at + length);
  return facts.fileType === 'JPEG' && isCut(read, bytes.length) ? CUT : undefined;
}

/** As many bytes as there are. */
type Read = (at: number, length: number) => Buffer;

const CHUNK = 1 << 18;
const TAIL = 256;
const MOST_SEGMENTS = 10_000;

/** Much may follow a JPEG, a film above all: then its end is looked for where the picture's own bytes begin. */
function isCut(read: Read, size: number): boolean {
  if (/\xff\xd9[\0\r\n]*$/.test(read(Math.max(0, size - TAIL), TAIL).toString('latin1'))) return false;
  let at = scanOf(read);
  // A JPEG whose parts can't be followed is odd; that it is cut is not known.
  if (at == null) return false;
  // Half a mark may be at the end of a chunk.
  for (; at < size; at += CHUNK) if (read(at, CHUNK + 1).includes('\xff\xd9', 0, 'latin1')) return false;
  return true;
}

/** @returns where the picture's own bytes begin, which may be behind the end of a file that is cut; undefined where it can't be told */
function scanOf(read: Read): number | undefined {
  for (let at = 2, count = 0; count < MOST_SEGMENTS; count++) {
    const header = read(at, 4);
    if (header.length < 4) return at;
    const [mark, marker] = header;
    if (mark !== 0xff) return undefined;
    if (marker === 0xff) at++;
    else if (marker === 0xda) return at;
    else at += 2 + Math.max(2, header.readUInt16BE(2));
  }
  return undefined;
}
