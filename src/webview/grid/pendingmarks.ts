import type { GridItem } from '../../protocol/grid.ts';
import type { Marks } from '../../protocol/marks.ts';

/**
 * Marks that were asked for and are shown before the server has said that they are made. It answers in order: facts that
 * were asked for after a mark know of it, and the mark is no longer laid over them.
 */
export class PendingMarks {
  readonly #of = new Map<number, { readonly number: number; readonly marks: Marks }[]>();
  #last = 0;

  /** Number of the mark that was asked for last. */
  get last(): number {
    return this.#last;
  }

  /** @returns its number */
  add(ids: Iterable<number>, marks: Marks): number {
    const pending = { number: ++this.#last, marks };
    for (const id of ids) {
      const others = this.#of.get(id);
      if (others === undefined) this.#of.set(id, [pending]);
      else others.push(pending);
    }
    return pending.number;
  }

  /** It was not made. @returns the photos that it would have been of */
  drop(number: number): number[] {
    const dropped: number[] = [];
    for (const [id, pending] of this.#of) {
      const left = pending.filter(one => one.number !== number);
      if (left.length === pending.length) continue;
      dropped.push(id);
      this.#keep(id, left);
    }
    return dropped;
  }

  /** Facts of these have come that were asked for when this mark was the last. */
  settle(ids: Iterable<number>, number: number): void {
    for (const id of ids) {
      const pending = this.#of.get(id);
      if (pending !== undefined)
        this.#keep(
          id,
          pending.filter(one => one.number > number),
        );
    }
  }

  /** What is to be shown of a photo: the same object where nothing is pending. */
  over(item: GridItem): GridItem {
    const pending = this.#of.get(item.id);
    return pending === undefined ? item : Object.assign({}, item, ...pending.map(({ marks }) => marks));
  }

  #keep(id: number, pending: { readonly number: number; readonly marks: Marks }[]): void {
    if (pending.length === 0) this.#of.delete(id);
    else this.#of.set(id, pending);
  }
}
