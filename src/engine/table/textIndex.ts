import { hashOf, RowIndex } from './rowIndex.ts';

/** Which row has a text, the texts being elsewhere. */
export class TextIndex {
  readonly #textAt: (row: number) => string;
  readonly #rows = new RowIndex();
  /** Texts with the hash of another: hardly ever any. */
  readonly #others = new Map<string, number>();

  /** @param textAt text of a row that was set */
  constructor(textAt: (row: number) => string) {
    this.#textAt = textAt;
  }

  get(text: string): number | undefined {
    const row = this.#rows.get(hashOf(text));
    return row == null || this.#textAt(row) === text ? row : this.#others.get(text);
  }

  /** @param row that `textAt` has this text for */
  set(text: string, row: number): void {
    const key = hashOf(text);
    const there = this.#rows.get(key);
    if (there == null || this.#textAt(there) === text) this.#rows.set(key, row);
    else this.#others.set(text, row);
  }
}
