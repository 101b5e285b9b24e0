import type { GridItem } from '../../protocol/grid.ts';
import type { Channel } from '../channel.ts';

/** What is known of photos, fetched when wanted; the least recently used are forgotten. */
export class Items {
  readonly #channel: Channel;
  readonly #onArrival: (items: readonly GridItem[]) => void;
  readonly #onTrouble: (error: unknown) => void;
  readonly #known = new Map<number, GridItem>();
  /** Known ones that may be out of date: shown until the new ones come. */
  readonly #stale = new Set<number>();
  readonly #asked = new Set<number>();
  #wanted: readonly number[] = [];
  #requests = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static readonly bound = 4000;
  static readonly batch = 300;

  constructor(channel: Channel, onArrival: (items: readonly GridItem[]) => void, onTrouble: (error: unknown) => void) {
    this.#channel = channel;
    this.#onArrival = onArrival;
    this.#onTrouble = onTrouble;
  }

  get(id: number): GridItem | undefined {
    const item = this.#known.get(id);
    if (item !== undefined) {
      this.#known.delete(id);
      this.#known.set(id, item);
    }
    return item;
  }

  /** What is wanted now, the most urgent first; replaces what was wanted before. */
  want(ids: readonly number[]): void {
    this.#wanted = ids;
    this.#timer ??= setTimeout(() => this.#ask(), 20);
  }

  /** The photos may have changed: fetch them again when they are wanted. */
  outdate(): void {
    for (const id of this.#known.keys()) this.#stale.add(id);
  }

  #ask(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#requests >= 2) return;
    const missing: number[] = [];
    for (const id of this.#wanted) {
      if (missing.length >= Items.batch) break;
      if ((!this.#known.has(id) || this.#stale.has(id)) && !this.#asked.has(id)) missing.push(id);
    }
    if (missing.length === 0) return;
    for (const id of missing) this.#asked.add(id);
    this.#requests++;
    this.#channel
      .request('items', { ids: missing })
      .then(
        items => {
          for (const item of items) {
            this.#known.delete(item.id);
            this.#known.set(item.id, item);
          }
          for (const id of missing) this.#stale.delete(id);
          for (const id of this.#known.keys()) {
            if (this.#known.size <= Items.bound) break;
            this.#known.delete(id);
            this.#stale.delete(id);
          }
          this.#onArrival(items);
        },
        error => {
          this.#wanted = [];
          this.#onTrouble(error);
        },
      )
      .finally(() => {
        for (const id of missing) this.#asked.delete(id);
        this.#requests--;
        this.#ask();
      });
  }
}
