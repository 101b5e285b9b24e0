import { Numbers } from '../../table/numbers.ts';
import { Texts } from '../../table/texts.ts';
import type { Entry, Part } from './entry.ts';
import type { Entries } from './namedEntries.ts';

/**
 * The entries of a part as numbers and bytes, made into objects only when they are looked at: 90 bytes for each
 * instead of 300, outside of what is collected as garbage.
 */
export class EntryTable {
  readonly part: Part;
  /** Size, time, checksum, position, and what the part needs besides. */
  readonly #numbers = new Numbers(6);
  readonly #names = new Texts();

  constructor(part: Part) {
    this.part = part;
  }

  /** @returns the row */
  add({ name, size, mtimeMs, crc32, position }: Entry, [first, second]: readonly [number, number]): number {
    this.#names.add(name);
    return this.#numbers.add(size, mtimeMs ?? Number.NaN, crc32 ?? Number.NaN, position, first, second);
  }

  at(row: number, directory: string): Entry {
    const numbers = this.#numbers;
    const mtimeMs = numbers.at(row, 1);
    const crc32 = numbers.at(row, 2);
    return this.part.revive({
      directory,
      name: this.#names.at(row),
      size: numbers.at(row, 0),
      mtimeMs: Number.isNaN(mtimeMs) ? undefined : mtimeMs,
      crc32: Number.isNaN(crc32) ? undefined : crc32,
      position: numbers.at(row, 3),
      detail: [numbers.at(row, 4), numbers.at(row, 5)],
    });
  }
}

/** The entries of one folder of a part. Each time one is looked at it is another object. */
export class EntryList implements Entries {
  readonly #table: EntryTable;
  readonly #directory: string;
  readonly #rows: number[] = [];
  /** Those that can't be told in numbers. */
  readonly #whole: Entry[] = [];

  constructor(table: EntryTable, directory: string) {
    this.#table = table;
    this.#directory = directory;
  }

  get length(): number {
    return this.#rows.length + this.#whole.length;
  }

  add(entry: Entry): void {
    if (entry.detail == null) this.#whole.push(entry);
    else this.#rows.push(this.#table.add(entry, entry.detail));
  }

  /** @param index in the order in which they come */
  at(index: number): Entry | undefined {
    const row = this.#rows[index];
    return row == null ? this.#whole[index - this.#rows.length] : this.#table.at(row, this.#directory);
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (const row of this.#rows) yield this.#table.at(row, this.#directory);
    yield* this.#whole;
  }
}
