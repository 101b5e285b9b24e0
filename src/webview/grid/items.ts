import type { GridItem } from '../../protocol/grid.ts';
import type { Marks } from '../../protocol/marks.ts';
import type { Channel } from '../channel.ts';
import { PendingMarks } from './pendingmarks.ts';

/** What is known of photos, fetched when wanted; the least recently used are forgotten. */
export class Items {
  readonly #channel: Channel;
  readonly #onArrival: (items: readonly GridItem[]) => void;
  readonly #onTrouble: (error: unknown) => void;
  /** As the server told them. */
  readonly #known = new Map<number, GridItem>();
  /** The same with marks that are under way: one object each, for who has shown it sees by that that it is the same. */
  readonly #marked = new Map<number, GridItem>();
  readonly #pending = new PendingMarks();
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
    return this.#marked.get(id) ?? item;
  }

  /**
   * Marks photos, all in one request, and shows it at once.
   * @throws {import('../channel.ts').RequestError} where it was not done; they are shown as they were then
   */
  async mark(ids: readonly number[], marks: Marks): Promise<void> {
    const number = this.#pending.add(ids, marks);
    this.#show(ids);
    try {
      // A large selection is written line by line to a disk that may be slow.
      await this.#channel.request('mark', { ids, ...marks }, { timeout: 300_000 });
    } catch (error) {
      this.#show(this.#pending.drop(number));
      throw error;
    }
    // What holds is what the server says of them now.
    for (const id of ids) if (this.#known.has(id)) this.#stale.add(id);
    this.want(this.#wanted);
  }

  /** @param ids of photos whose marks are others now */
  #show(ids: readonly number[]): void {
    const shown: GridItem[] = [];
    for (const id of ids) {
      const item = this.#known.get(id);
      if (item === undefined) continue;
      const over = this.#pending.over(item);
      if (over === item) this.#marked.delete(id);
      else this.#marked.set(id, over);
      shown.push(over);
    }
    this.#onArrival(shown);
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
    const mark = this.#pending.last;
    this.#channel
      .request('items', { ids: missing })
      .then(
        items => {
          for (const item of items) {
            this.#known.delete(item.id);
            this.#known.set(item.id, item);
          }
          // What was marked while they were under way is asked for again.
          if (mark === this.#pending.last) for (const id of missing) this.#stale.delete(id);
          for (const id of this.#known.keys()) {
            if (this.#known.size <= Items.bound) break;
            this.#known.delete(id);
            this.#marked.delete(id);
            this.#stale.delete(id);
          }
          this.#pending.settle(missing, mark);
          this.#show(items.map(item => item.id));
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
