import { Numbers } from './numbers.ts';
import { TextIndex } from './textIndex.ts';
import { Texts } from './texts.ts';

/** A text for each of very many others. What was said before of a key takes its room until this is closed. */
export class TextMap {
  readonly #keys = new Texts();
  readonly #values = new Texts();
  /** Of each key, the row of its value. */
  readonly #valueOf = new Numbers(1);
  readonly #rows = new TextIndex(row => this.#keys.at(row));

  get(key: string): string | undefined {
    const row = this.#rows.get(key);
    return row == null ? undefined : this.#values.at(this.#valueOf.at(row, 0));
  }

  set(key: string, value: string): void {
    const row = this.#rows.get(key);
    const said = this.#values.add(value);
    if (row != null) return this.#valueOf.set(row, 0, said);
    this.#valueOf.add(said);
    this.#rows.set(key, this.#keys.add(key));
  }

  /** In the order in which the keys were first set. */
  *entries(): Generator<readonly [key: string, value: string]> {
    for (let row = 0; row < this.#keys.length; row++)
      yield [this.#keys.at(row), this.#values.at(this.#valueOf.at(row, 0))];
  }

  /** Nothing can be asked for after it. */
  close(): void {
    for (const table of [this.#keys, this.#values, this.#valueOf]) table.close();
  }
}
