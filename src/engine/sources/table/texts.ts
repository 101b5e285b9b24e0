import { Numbers } from './numbers.ts';

/** Bytes of a block. */
const BLOCK = 1 << 18;
/** Bytes from which a text has a block of its own. */
const OWN = 0xffff;
const LENGTHS = 0x10000;

/** Very many short texts, as bytes outside of what is collected as garbage. What is no well-formed text comes back so. */
export class Texts {
  readonly #blocks: Buffer[] = [];
  #free = 0;
  /** Where each begins, and its bytes, which for a text with a block of its own are all of that. */
  readonly #places = new Numbers(1);

  get length(): number {
    return this.#places.length;
  }

  /** @returns the row */
  add(text: string): number {
    const length = Buffer.byteLength(text);
    const last = this.#blocks.at(-1);
    if (last == null || length >= OWN || length > last.length - this.#free) {
      this.#blocks.push(Buffer.allocUnsafeSlow(length >= OWN ? length : BLOCK));
      this.#free = 0;
    }
    const block = this.#blocks.length - 1;
    this.#blocks[block]!.write(text, this.#free);
    const row = this.#places.add((block * BLOCK + this.#free) * LENGTHS + Math.min(length, OWN));
    this.#free += length;
    return row;
  }

  at(row: number): string {
    const place = this.#places.at(row, 0);
    const [start, length] = [Math.floor(place / LENGTHS), place % LENGTHS];
    const block = this.#blocks[Math.floor(start / BLOCK)]!;
    const within = start % BLOCK;
    return block.toString('utf8', within, length === OWN ? block.length : within + length);
  }
}
