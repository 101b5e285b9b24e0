import { BLOCK } from './blockPool.ts';
import { Blocks } from './blocks.ts';
import { Numbers } from './numbers.ts';

/** Very many short texts, as bytes outside of what is collected as garbage. What is no well-formed text comes back so. */
export class Texts {
  readonly #blocks: Blocks;
  /** Where each begins, counted through all blocks, and its bytes. */
  readonly #places: Numbers;
  #end = 0;

  /** @param blocks @param places for this alone */
  constructor(blocks = new Blocks(), places = new Blocks()) {
    this.#blocks = blocks;
    this.#places = new Numbers(2, places);
  }

  get length(): number {
    return this.#places.length;
  }

  /** @returns the row */
  add(text: string): number {
    const length = Buffer.byteLength(text);
    const within = this.#end % BLOCK;
    if (within + length <= BLOCK) {
      if (length > 0) this.#blockOf(this.#end).write(text, within);
    } else {
      this.#write(Buffer.from(text));
    }
    this.#end += length;
    return this.#places.add(this.#end - length, length);
  }

  at(row: number): string {
    const [start, length] = [this.#places.at(row, 0), this.#places.at(row, 1)];
    if (length === 0) return '';
    const within = start % BLOCK;
    if (within + length > BLOCK) return this.#read(start, length).toString();
    return this.#blocks.at(Math.floor(start / BLOCK)).bytes.toString('utf8', within, within + length);
  }

  /** Nothing can be asked for after it. */
  close(): void {
    this.#blocks.close();
    this.#places.close();
  }

  #blockOf(place: number): Buffer {
    const block = Math.floor(place / BLOCK);
    if (block === this.#blocks.length) this.#blocks.add();
    return this.#blocks.at(block, true).bytes;
  }

  /** Over the edges of blocks. */
  #write(bytes: Buffer): void {
    for (let done = 0; done < bytes.length; ) {
      const place = this.#end + done;
      done += bytes.copy(this.#blockOf(place), place % BLOCK, done);
    }
  }

  #read(start: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const place = start + done;
      const block = this.#blocks.at(Math.floor(place / BLOCK)).bytes;
      done += block.copy(bytes, done, place % BLOCK, Math.min(BLOCK, (place % BLOCK) + length - done));
    }
    return bytes;
  }
}
