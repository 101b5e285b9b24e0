/**
 * Buffers for packed bytes that are read and unpacked within one step: used again, for what thousands of photos leave
 * behind keeps the garbage collector at work all the time.
 */
import { Buffer } from 'node:buffer';

/** Kept for later at most; several entries are unpacked at once. */
const KEPT = 8;

export class ReadBuffers {
  readonly #size: number;
  readonly #free: Buffer[] = [];

  /** @param size bytes of each */
  constructor(size: number) {
    this.#size = size;
  }

  /** @param use may be async; the buffer is its own until it is done, and nothing of it may be kept @throws what it throws */
  async lent<T>(length: number, use: (buffer: Buffer) => T | Promise<T>): Promise<T> {
    if (length > this.#size) return use(Buffer.allocUnsafeSlow(length));
    const buffer = this.#free.pop() ?? Buffer.allocUnsafeSlow(this.#size);
    try {
      return await use(buffer.subarray(0, length));
    } finally {
      if (this.#free.length < KEPT) this.#free.push(buffer);
    }
  }
}
