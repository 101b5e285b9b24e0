import { Numbers } from '../../table/numbers.ts';
import { RowIndex } from '../../table/rowIndex.ts';

const NONE = 0;

/** Titles of photos, several to each, by the photos' keys in the database: each text once, however many have it. */
export class PhotoTitles {
  readonly #texts: string[] = [];
  readonly #rowOf = new Map<string, number>();
  /** Title, and the next one of the same photo, which are counted from 1 there. */
  readonly #links = new Numbers(2);
  /** The first and the last of each photo. */
  readonly #first = new RowIndex();
  readonly #last = new RowIndex();

  /** @param pk a whole number from 0 */
  add(pk: number, title: string): void {
    const text = this.#textOf(title);
    const [first, last] = [this.#first.get(pk), this.#last.get(pk)];
    if (first != null && this.#has(first, text)) return;
    const link = this.#links.add(text, NONE);
    if (last == null) this.#first.set(pk, link);
    else this.#links.set(last, 1, link + 1);
    this.#last.set(pk, link);
  }

  /** In the order in which they were added. */
  of(pk: number): readonly string[] {
    const titles: string[] = [];
    for (const link of this.#chain(this.#first.get(pk))) titles.push(this.#texts[this.#links.at(link, 0)]!);
    return titles;
  }

  #has(first: number, text: number): boolean {
    for (const link of this.#chain(first)) if (this.#links.at(link, 0) === text) return true;
    return false;
  }

  *#chain(first: number | undefined): Generator<number> {
    for (let link = first == null ? NONE : first + 1; link !== NONE; link = this.#links.at(link - 1, 1)) yield link - 1;
  }

  #textOf(title: string): number {
    const known = this.#rowOf.get(title);
    if (known != null) return known;
    const row = this.#texts.push(title) - 1;
    this.#rowOf.set(title, row);
    return row;
  }
}
