import { TextIndex } from './textIndex.ts';
import { Texts } from './texts.ts';

/** Very many short texts, each once. */
export class TextSet {
  readonly #texts = new Texts();
  readonly #rows = new TextIndex(row => this.#texts.at(row));

  has(text: string): boolean {
    return this.#rows.get(text) != null;
  }

  add(text: string): void {
    if (!this.has(text)) this.#rows.set(text, this.#texts.add(text));
  }
}
