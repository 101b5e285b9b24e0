import type { Entry, Part } from './entry.ts';

/** Numbers that are kept of each entry. */
const COLUMNS = 6;

/**
 * The entries of a part as numbers and bytes, made into objects only when they are looked at: 90 bytes for each
 * instead of 300, outside of what is collected as garbage.
 */
export class EntryTable {
  readonly part: Part;
  #numbers = new Float64Array(1024 * COLUMNS);
  #names = Buffer.alloc(1024 * 32);
  #nameEnds = new Float64Array(1024);
  #rows = 0;

  constructor(part: Part) {
    this.part = part;
  }

  add(entry: Entry, [first, second]: readonly [number, number]): number {
    const row = this.#rows++;
    if (row >= this.#nameEnds.length) {
      this.#nameEnds = grown(this.#nameEnds);
      this.#numbers = grown(this.#numbers);
    }
    const start = row === 0 ? 0 : this.#nameEnds[row - 1]!;
    const length = Buffer.byteLength(entry.name);
    while (start + length > this.#names.length) this.#names = Buffer.concat([this.#names], this.#names.length * 2);
    this.#names.write(entry.name, start);
    this.#nameEnds[row] = start + length;
    const numbers = [entry.size, entry.mtimeMs ?? Number.NaN, entry.crc32 ?? Number.NaN, entry.position, first, second];
    this.#numbers.set(numbers, row * COLUMNS);
    return row;
  }

  at(row: number, directory: string): Entry {
    const at = row * COLUMNS;
    const mtimeMs = this.#numbers[at + 1]!;
    const crc32 = this.#numbers[at + 2]!;
    return this.part.revive({
      directory,
      name: this.#names.toString('utf8', row === 0 ? 0 : this.#nameEnds[row - 1], this.#nameEnds[row]),
      size: this.#numbers[at]!,
      mtimeMs: Number.isNaN(mtimeMs) ? undefined : mtimeMs,
      crc32: Number.isNaN(crc32) ? undefined : crc32,
      position: this.#numbers[at + 3]!,
      detail: [this.#numbers[at + 4]!, this.#numbers[at + 5]!],
    });
  }
}

function grown(array: Float64Array): Float64Array<ArrayBuffer> {
  const twice = new Float64Array(array.length * 2);
  twice.set(array);
  return twice;
}

/** The entries of one folder of a part. Each time one is looked at it is another object. */
export class EntryList implements Iterable<Entry> {
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

  *[Symbol.iterator](): Generator<Entry> {
    for (const row of this.#rows) yield this.#table.at(row, this.#directory);
    yield* this.#whole;
  }
}
