/** Where the bytes of a file come from: memory, a file, or a stream that only goes forward. */
import fs from 'node:fs';
import type { Readable } from 'node:stream';
import { unusual } from './unusual.ts';

export interface ByteSource {
  /** Bytes of the whole file. */
  readonly size: number;
  /** The first bytes, in memory: read again as often as one likes. */
  readonly head: Buffer;
  /**
   * Bytes from anywhere, all of them.
   * @throws Unusual where they are not there, or already gone by
   */
  read(offset: number, length: number): Promise<Buffer>;
}

/** Bytes read at first of a file: metadata of nearly every JPEG and PNG lie within. */
export const HEAD = 64 * 1024;
/** The most that is held of one file. */
const MOST = 32 * 1024 * 1024;

function within(source: ByteSource, offset: number, length: number): void {
  if (!(offset >= 0 && length >= 0 && offset + length <= source.size)) unusual('past the end of the file');
  if (length > MOST) unusual('very much metadata');
}

/** The first bytes of a file, or all of a small one, and nothing more. */
export class HeadBytes implements ByteSource {
  readonly size: number;
  readonly head: Buffer;

  constructor(head: Buffer, size: number) {
    this.head = head.length > size ? head.subarray(0, size) : head;
    this.size = size;
  }

  async read(offset: number, length: number): Promise<Buffer> {
    within(this, offset, length);
    if (offset + length > this.head.length) unusual('past the bytes at hand');
    return this.head.subarray(offset, offset + length);
  }
}

/** An open file. It stays open, and the caller's to close. */
export class FileBytes implements ByteSource {
  readonly size: number;
  readonly head: Buffer;
  readonly #fd: number;

  /** @throws Error of the file system */
  constructor(fd: number, size: number) {
    this.#fd = fd;
    this.size = size;
    this.head = readFully(fd, 0, Math.min(size, HEAD));
  }

  async read(offset: number, length: number): Promise<Buffer> {
    within(this, offset, length);
    if (offset + length <= this.head.length) return this.head.subarray(offset, offset + length);
    const bytes = readFully(this.#fd, offset, length);
    if (bytes.length < length) unusual('the file is shorter than it was');
    return bytes;
  }
}

/** Synchronous, as `thumbKey` reads too: for a few small reads a thread costs more than they do. */
function readFully(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let done = 0;
  while (done < length) {
    const read = fs.readSync(fd, bytes, done, length - done, offset + done);
    if (read === 0) break;
    done += read;
  }
  return bytes.subarray(0, done);
}

/** A stream, as of an entry in an archive: what was passed over is gone, and never held. */
export class StreamBytes implements ByteSource {
  readonly size: number;
  readonly #chunks: AsyncIterator<Buffer>;
  #head: Buffer = Buffer.alloc(0);
  /** What was read of the stream and not yet asked for, from `#at` on. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  #at = 0;

  private constructor(stream: Readable, size: number) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
    this.size = size;
  }

  /**
   * @param size bytes that the stream will give
   * @throws whatever the stream throws
   */
  static async open(stream: Readable, size: number): Promise<StreamBytes> {
    const bytes = new StreamBytes(stream, size);
    await bytes.#fill(Math.min(HEAD, size));
    const all = Buffer.concat(bytes.#held);
    bytes.#held = [all];
    bytes.#head = all.subarray(0, HEAD);
    return bytes;
  }

  get head(): Buffer {
    return this.#head;
  }

  async read(offset: number, length: number): Promise<Buffer> {
    within(this, offset, length);
    if (offset + length <= this.#head.length) return this.#head.subarray(offset, offset + length);
    if (offset < this.#at) {
      if (offset < this.#head.length && this.#at <= this.#head.length) {
        const rest = await this.read(this.#head.length, offset + length - this.#head.length);
        return Buffer.concat([this.#head.subarray(offset), rest]);
      }
      unusual('those bytes of the stream are gone by');
    }
    await this.#pass(offset - this.#at);
    await this.#fill(length);
    if (this.#heldBytes < length) unusual('the stream ended early');
    const all = this.#held.length === 1 ? this.#held[0]! : Buffer.concat(this.#held);
    this.#held = all.length === length ? [] : [all.subarray(length)];
    this.#heldBytes -= length;
    this.#at += length;
    return all.subarray(0, length);
  }

  async #fill(length: number): Promise<void> {
    while (this.#heldBytes < length) {
      const { value, done } = await this.#chunks.next();
      if (done) return;
      this.#held.push(value);
      this.#heldBytes += value.length;
    }
  }

  async #pass(length: number): Promise<void> {
    let left = length;
    while (left > 0) {
      if (this.#held.length === 0) await this.#fill(1);
      const [first] = this.#held;
      if (first == null) unusual('the stream ended early');
      const taken = Math.min(left, first.length);
      if (taken === first.length) this.#held.shift();
      else this.#held[0] = first.subarray(taken);
      this.#heldBytes -= taken;
      this.#at += taken;
      left -= taken;
    }
  }
}
