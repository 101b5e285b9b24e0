import { Transform, type TransformCallback } from 'node:stream';
import { crc32 } from 'node:zlib';
import { SourceDamaged } from '../damaged.ts';

export interface Expected {
  /** To name the file in words. */
  readonly name: string;
  readonly size: number;
  readonly crc32: number | undefined;
}

/** Passes bytes on, never more than are listed; ends well only where length and checksum are as listed. */
export class CheckedBytes extends Transform {
  readonly #expected: Expected;
  #length = 0;
  #crc = 0;

  constructor(expected: Expected) {
    super({ highWaterMark: 1 << 20 });
    this.#expected = expected;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#length += chunk.length;
    if (this.#length > this.#expected.size) return done(differs(this.#expected, this.#length));
    if (this.#expected.crc32 != null) this.#crc = crc32(chunk, this.#crc);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    done(checked(this.#expected, this.#length, this.#crc));
  }

  /** What zlib says of damaged data is said in our words. */
  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    done(error == null ? error : inWords(error, this.#expected.name));
  }
}

/** @throws SourceDamaged */
export function checkBytes(expected: Expected, bytes: Buffer): Buffer {
  const wrong = checked(expected, bytes.length, expected.crc32 == null ? 0 : crc32(bytes));
  if (wrong != null) throw wrong;
  return bytes;
}

/** zlib's errors, as damage of this file; others as they are. */
export function inWords(error: unknown, name: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code?.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE' || code === 'ERR_TRAILING_JUNK_AFTER_STREAM_END') {
    return new SourceDamaged(`${name} can't be unpacked: its packed data are damaged.`);
  }
  return error instanceof Error ? error : new Error(String(error));
}

function checked(expected: Expected, length: number, crc: number): SourceDamaged | null {
  if (length !== expected.size) return differs(expected, length);
  if (expected.crc32 != null && crc !== expected.crc32) {
    return new SourceDamaged(`${expected.name} is damaged: its checksum isn't the one that the archive lists.`);
  }
  return null;
}

function differs({ name, size }: Expected, length: number): SourceDamaged {
  const how = length > size ? 'more' : `${length}`;
  return new SourceDamaged(`${name} is damaged: ${size} bytes are listed, and ${how} came.`);
}
