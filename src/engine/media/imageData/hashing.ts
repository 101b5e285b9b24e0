/** Hashes chosen ranges of a file, in bounded memory, and never more of it than there is. */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

/** The file is cut, damaged or made to deceive: which of its bytes are the picture can't be told. */
export class NoImageData extends Error {
  override readonly name = 'NoImageData';
}

/** @throws NoImageData */
export function noImageData(why: string): never {
  throw new NoImageData(why);
}

/** @throws NoImageData where it does not hold */
export function must(holds: boolean, why: string): asserts holds {
  if (!holds) noImageData(why);
}

/** What is looked at to find one's way; tables of a long film are the largest. */
const MOST = 64 << 20;
const WINDOW = 1 << 16;

// The content is in the hash before others run, so that one is enough.
const chunk = Buffer.allocUnsafeSlow(1 << 20);

/** Bytes of a file, put into a buffer. @returns how many, 0 behind its end @throws the system's error */
export type ReadAt = (into: Buffer, offset: number, length: number, at: number) => number;

export class Hashing {
  readonly size: number;
  readonly #readAt: ReadAt;
  readonly pause: () => Promise<void> | undefined;
  readonly #hash = createHash('sha256');
  #window: Buffer = Buffer.alloc(0);
  #windowAt = 0;
  /** Ranges of a sound file don't overlap; those of a hostile one could cover it a million times. */
  #left: number;
  #looks: number;

  /** @param pause awaited between chunks of a megabyte */
  constructor(readAt: ReadAt, size: number, pause: () => Promise<void> | undefined) {
    this.#readAt = readAt;
    this.size = size;
    this.pause = pause;
    this.#left = 2 * size + WINDOW;
    this.#looks = 2 * size + WINDOW;
  }

  /** Bytes to look at. @throws NoImageData where they are not there, or too many; the system's error */
  read(at: number, length: number): Buffer {
    must(length >= 0 && length <= MOST && at >= 0 && at + length <= this.size, 'past the end of the file');
    this.#looks -= length;
    must(this.#looks >= 0, 'tables that overlap');
    const from = at - this.#windowAt;
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length);
    if (length > WINDOW / 2) return this.#readFully(at, length);
    this.#window = this.#readFully(at, Math.min(WINDOW, this.size - at));
    this.#windowAt = at;
    return this.#window.subarray(0, length);
  }

  #readFully(at: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const read = this.#readAt(bytes, done, length - done, at + done);
      must(read > 0, 'the file became shorter');
      done += read;
    }
    return bytes;
  }

  /** Says what comes next, so that the same bytes in another place are another picture. */
  mark(label: string, ...numbers: readonly number[]): void {
    this.#hash.update(`${label} ${numbers.join(' ')}\n`);
  }

  /** @throws NoImageData where there are more of them than a sound file has */
  bytes(bytes: Uint8Array): void {
    this.#left -= bytes.length;
    must(this.#left >= 0, 'tables that overlap');
    this.#hash.update(bytes);
  }

  /** A range of the file. @throws NoImageData; the system's error; whatever `pause` throws */
  async range(at: number, length: number): Promise<void> {
    must(length >= 0 && at >= 0 && at + length <= this.size, 'past the end of the file');
    this.#left -= length;
    must(this.#left >= 0, 'ranges that overlap');
    for (let done = 0; done < length; ) {
      const read = this.#readAt(chunk, 0, Math.min(chunk.length, length - done), at + done);
      must(read > 0, 'the file became shorter');
      this.#hash.update(read === chunk.length ? chunk : chunk.subarray(0, read));
      done += read;
      const waiting = this.pause();
      if (waiting != null) await waiting;
    }
  }

  digest(): Buffer {
    return this.#hash.digest();
  }
}
