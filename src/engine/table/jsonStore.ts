import { Texts } from './texts.ts';

/** Plain values, as JSON: read anew each time. */
export class JsonStore<T> {
  readonly #texts = new Texts();

  get length(): number {
    return this.#texts.length;
  }

  /** @returns the row */
  add(value: T): number {
    return this.#texts.add(JSON.stringify(value));
  }

  at(row: number): T {
    return JSON.parse(this.#texts.at(row)) as T;
  }

  /** Whatever happened: nothing can be read after it. */
  close(): void {
    this.#texts.close();
  }
}
