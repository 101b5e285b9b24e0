/**
 * SHA-256 of a whole file: one thread, one reused buffer. Node's OpenSSL uses the processor's SHA
 * instructions, so this is quicker than two sha256sum at once.
 */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { isOnlineOnly, OnlineOnly } from './onlineOnly.ts';
import { microseconds } from './walk.ts';

const buffer = Buffer.allocUnsafeSlow(1 << 20);

export interface HashedFile {
  readonly sha256: Buffer;
  /** As fstat gave them when the last byte had been read. */
  readonly size: number;
  readonly mtime: number;
  /** Size or time differed before and after: somebody writes to it. */
  readonly unsteady: boolean;
}

/**
 * @param file absolute path; opened for reading only, never through a link, never waiting on a pipe
 * @param onBytes called after each chunk with its length
 * @param pause awaited between chunks, so that a stop is heard within a long file
 * @param place `cloud` where a service may have taken the bytes away, perhaps since the file was looked at: it is then not read
 * @throws {OnlineOnly}; the system's error where it can't be opened or read; whatever `pause` throws
 */
export async function hashFile(
  file: string | Buffer,
  onBytes: (bytes: number) => void,
  pause: () => Promise<void> | undefined,
  place: 'cloud' | 'disk' = 'disk',
): Promise<HashedFile> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  const fd = fs.openSync(file, O_RDONLY | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
  try {
    const before = fs.fstatSync(fd);
    if (place === 'cloud' && isOnlineOnly(before)) throw new OnlineOnly();
    const hash = createHash('sha256');
    for (;;) {
      const read = fs.readSync(fd, buffer, 0, buffer.length, null);
      if (read === 0) break;
      hash.update(read === buffer.length ? buffer : buffer.subarray(0, read));
      onBytes(read);
      // The buffer is shared, but its content is already in the hash when we let others run.
      const waiting = pause();
      if (waiting != null) await waiting;
    }
    const after = fs.fstatSync(fd);
    return {
      sha256: hash.digest(),
      size: after.size,
      mtime: microseconds(after.mtimeMs),
      unsteady: before.size !== after.size || before.mtimeMs !== after.mtimeMs,
    };
  } finally {
    fs.closeSync(fd);
  }
}
