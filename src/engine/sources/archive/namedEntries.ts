import { nameKey } from '../../backup/name.ts';
import { Numbers } from '../../table/numbers.ts';
import { TextIndex } from '../../table/textIndex.ts';
import type { Entry } from './entry.ts';

/** An `EntryList`, or an array. */
export interface Entries extends Iterable<Entry> {
  readonly length: number;
  at(index: number): Entry | undefined;
}

/** Entries of one folder, each name once: numbers only, for there may be very many. */
export class NamedEntries {
  readonly #pieces: readonly Entries[];
  /** Piece, and place in it. */
  readonly #places = new Numbers(2);
  readonly #keyOf: (name: string) => string;
  readonly #byName = new TextIndex(row => this.#keyOf(this.at(row).name));

  /**
   * @param again told of an entry whose name is there already, and of the one that is
   * @param keyOf by which names are one; by default whatever their Unicode form
   */
  constructor(
    pieces: readonly Entries[],
    again: (entry: Entry, there: Entry) => void = () => {},
    keyOf: (name: string) => string = nameKey,
  ) {
    this.#pieces = pieces;
    this.#keyOf = keyOf;
    pieces.forEach((piece, at) => {
      let index = 0;
      for (const entry of piece) {
        const key = keyOf(entry.name);
        const there = this.#byName.get(key);
        if (there == null) this.#byName.set(key, this.#places.add(at, index));
        else again(entry, this.at(there));
        index++;
      }
    });
  }

  get length(): number {
    return this.#places.length;
  }

  /** Another object each time. @param row from 0 */
  at(row: number): Entry {
    return this.#pieces[this.#places.at(row, 0)]!.at(this.#places.at(row, 1))!;
  }

  rowOf(name: string): number | undefined {
    return this.#byName.get(this.#keyOf(name));
  }

  get(name: string): Entry | undefined {
    const row = this.rowOf(name);
    return row == null ? undefined : this.at(row);
  }

  *[Symbol.iterator](): Generator<Entry> {
    for (let row = 0; row < this.length; row++) yield this.at(row);
  }

  /** Rows in the order in which they lie, so that nothing is read backwards. */
  forward(): readonly number[] {
    const positions = Float64Array.from({ length: this.length }, (_, row) => this.at(row).position);
    return Array.from(positions.keys()).sort((a, b) => positions[a]! - positions[b]!);
  }
}
