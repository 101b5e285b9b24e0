import { Spool } from '../archive/spool.ts';
import { Numbers } from './numbers.ts';

/** Bytes of a block; a longer value has one of its own. */
const BLOCK = 1 << 18;
/** Blocks that stay in memory. */
const HELD = 32;

/** Plain values, as JSON in memory and, when they become many, in a temporary file: read anew each time. */
export class JsonStore<T> {
  /** Block, place in it, length. */
  readonly #places = new Numbers(3);
  readonly #blocks: Buffer[] = [];
  /** Where blocks lie in the file, instead of in memory. */
  readonly #spooled = new Map<number, number>();
  readonly #spool = new Spool();
  #free = 0;

  get length(): number {
    return this.#places.length;
  }

  /** @returns the row */
  add(value: T): number {
    const json = JSON.stringify(value);
    const length = Buffer.byteLength(json);
    const last = this.#blocks.at(-1);
    if (last == null || length > last.length - this.#free) {
      this.#putAside();
      this.#blocks.push(Buffer.allocUnsafeSlow(Math.max(BLOCK, length)));
      this.#free = 0;
    }
    const block = this.#blocks.length - 1;
    this.#blocks[block]!.write(json, this.#free);
    const row = this.#places.add(block, this.#free, length);
    this.#free += length;
    return row;
  }

  at(row: number): T {
    const [block, start, length] = [this.#places.at(row, 0), this.#places.at(row, 1), this.#places.at(row, 2)];
    const spooled = this.#spooled.get(block);
    const bytes =
      spooled == null
        ? this.#blocks[block]!.subarray(start, start + length)
        : this.#spool.read({ at: spooled + start, length });
    return JSON.parse(bytes.toString('utf8')) as T;
  }

  /** Whatever happened: nothing can be read after it. */
  close(): void {
    this.#spool.close();
    this.#blocks.length = 0;
  }

  /** What is full goes into the file, but for the first ones: most folders have no more. */
  #putAside(): void {
    const block = this.#blocks.length - 1;
    if (block < HELD) return;
    const spooled = this.#spool.add(this.#blocks[block]!);
    // No room left for it there: it stays.
    if (spooled == null) return;
    this.#spooled.set(block, spooled.at);
    this.#blocks[block] = NOTHING;
  }
}

const NOTHING = Buffer.alloc(0);
