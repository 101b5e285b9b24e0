import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { isOnlineOnly, OnlineOnly } from '../../backup/onlineOnly.ts';

/** Grows when thumbnails or previews are made differently; those in caches are then made anew. */
export const RECIPE = 1;

const PART = 64 * 1024;
const HEADER = 16;
const KEY = /^[0-9a-f]{32}$/;
// One for the life of the process: the index job asks for tens of thousands of keys, one after the other.
const buffer = Buffer.alloc(HEADER + 2 * PART);

/**
 * The name under which a file's thumbnail and preview are kept: 32 lowercase hex digits of SHA-256 over the
 * recipe's version, the size, and the first and last 64 KiB. It follows the content, whatever the path and
 * time. It is no checksum: a change in the middle of a large file that leaves its size alone goes unseen.
 *
 * @param file absolute path; bytes where the name is not UTF-8
 * @param size bytes, as stat gave them
 * @throws Error of the file system (ENOENT, EACCES, …); {@link OnlineOnly}
 */
export function thumbKey(file: string | Buffer, size: number): string {
  const fd = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
  try {
    if (isOnlineOnly(fs.fstatSync(fd))) throw new OnlineOnly();
    return keyOf(size, (into, length, from) => readAt(fd, into, length, from));
  } finally {
    fs.closeSync(fd);
  }
}

/** The same of a whole file that is in memory. */
export function thumbKeyIn(bytes: Buffer): string {
  return keyOf(bytes.length, (into, length, from) => bytes.copy(buffer, into, from, from + length));
}

/** @param read puts bytes into `buffer`, and tells how many */
function keyOf(size: number, read: (into: number, length: number, from: number) => number): string {
  buffer.writeDoubleLE(RECIPE, 0);
  buffer.writeDoubleLE(size, 8);
  let filled = HEADER;
  if (size <= 2 * PART) {
    filled += read(filled, size, 0);
  } else {
    filled += read(filled, PART, 0);
    filled += read(filled, PART, size - PART);
  }
  return createHash('sha256').update(buffer.subarray(0, filled)).digest('hex').slice(0, 32);
}

/** Keys become names of files: one out of a catalog that others have written is to be asked of first. */
export function isThumbKey(text: string): boolean {
  return KEY.test(text);
}

/** @returns bytes read into `buffer` at `into`: fewer than `length` only at the end of the file */
function readAt(fd: number, into: number, length: number, from: number): number {
  let done = 0;
  while (done < length) {
    const read = fs.readSync(fd, buffer, into + done, length - done, from + done);
    if (read === 0) break;
    done += read;
  }
  return done;
}
