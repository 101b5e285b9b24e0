import fs from 'node:fs';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';

const CHUNK = 1 << 18;
const readAt = promisify(fs.read);

/**
 * A range of an open file, fewer bytes where the file ends before. Node's own stream would close the file when it is
 * dropped half-way, whatever `autoClose` says.
 */
export function fileRange(fd: number, start: number, length: number): Readable {
  return Readable.from(chunks(fd, start, length), { objectMode: false });
}

async function* chunks(fd: number, start: number, length: number): AsyncGenerator<Buffer> {
  for (let at = start, left = length; left > 0; ) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, left));
    const { bytesRead } = await readAt(fd, buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    at += bytesRead;
    left -= bytesRead;
  }
}
