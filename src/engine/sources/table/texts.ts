import { Numbers } from './numbers.ts';

/** Bytes of a block; a longer text has one of its own. */
const BLOCK = 1 << 18;

/** Very many short texts, as bytes outside of what is collected as garbage. What is no well-formed text comes back so. */
export class Texts {
  readonly #blocks: Buffer[] = [];
  #free = 0;
  /** Where each begins, and its bytes. */
  readonly #places = new Numbers(2);

  get length(): number {
    return this.#places.length;
  }

  /** @returns the row */
  add(text: string): number {
    const length = Buffer.byteLength(text);
    const last = this.#blocks.at(-1);
    if (last == null || length > last.length - this.#free) {
      this.#blocks.push(Buffer.allocUnsafeSlow(Math.max(BLOCK, length)));
      this.#free = 0;
    }
    const block = this.#blocks.length - 1;
    this.#blocks[block]!.write(text, this.#free);
    const row = this.#places.add(block * BLOCK + this.#free, length);
    this.#free += length;
    return row;
  }

  at(row: number): string {
    const start = this.#places.at(row, 0);
    const within = start % BLOCK;
    return this.#blocks[Math.floor(start / BLOCK)]!.toString('utf8', within, within + this.#places.at(row, 1));
  }
}
