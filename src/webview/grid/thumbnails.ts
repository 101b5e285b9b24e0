import type { ThumbState } from '../../protocol/picture.ts';
import type { Channel } from '../channel.ts';

/** Fates of thumbnails; asks for those that are wanted, and forgets the least recently used. */
export class Thumbnails {
  readonly #channel: Channel;
  readonly #known = new Map<number, ThumbState>();
  readonly #broken = new Set<number>();
  /** Known ones that may be of another picture by now: shown until the new ones come. */
  readonly #stale = new Set<number>();
  #base = '';
  #wanted: readonly number[] = [];
  #sent = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;
  #again: ReturnType<typeof setTimeout> | undefined;

  static readonly bound = 20_000;
  static readonly limit = 400;
  /** Rest of the view before asking, and the longest wait while it moves on; ms. */
  static readonly rest = 60;
  static readonly longest = 200;
  /** What has not come after so long is asked for again, ms. */
  static readonly patience = 5000;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  set base(base: string) {
    this.#base = base;
  }

  get(id: number): ThumbState | undefined {
    return this.#known.get(id);
  }

  /** Address of the picture, or null where there is none (yet). */
  address(id: number): string | null {
    const state = this.#known.get(id);
    if (state?.state !== 'ready') return null;
    return `${this.#base}/${state.file.split('/').map(encodeURIComponent).join('/')}`;
  }

  receive(thumb: ThumbState): void {
    this.#stale.delete(thumb.id);
    this.#known.delete(thumb.id);
    this.#known.set(thumb.id, thumb);
    if (this.#known.size <= Thumbnails.bound) return;
    for (const id of this.#known.keys()) {
      this.#known.delete(id);
      this.#stale.delete(id);
      return;
    }
  }

  /** The picture could not be loaded: the cache may have dropped it. Asked for again, but only once. */
  lost(id: number): void {
    this.#known.delete(id);
    this.#sent = '';
    if (this.#broken.has(id)) this.receive({ id, state: 'none', why: '' });
    this.#broken.add(id);
  }

  /** Files may have been edited: those that have no picture may have got one, and others another. */
  outdate(): void {
    for (const [id, state] of this.#known)
      if (state.state === 'none') this.#known.delete(id);
      else this.#stale.add(id);
    this.#broken.clear();
    this.#sent = '';
  }

  /** What is wanted now, nearest to the viewport first. */
  want(ids: readonly number[]): void {
    this.#wanted = ids;
    const now = performance.now();
    if (this.#timer === undefined) this.#due = now + Thumbnails.longest;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), Math.max(0, Math.min(Thumbnails.rest, this.#due - now)));
  }

  #ask(): void {
    this.#timer = undefined;
    const ids = this.#wanted.filter(id => !this.#known.has(id) || this.#stale.has(id)).slice(0, Thumbnails.limit);
    const key = ids.join();
    // An empty list is sent too, once: it takes back what is no longer wanted.
    if (key === this.#sent) return;
    this.#sent = key;
    this.#channel.request('thumbs', { ids }).catch(() => {
      if (this.#sent === key) this.#sent = '';
    });
    clearTimeout(this.#again);
    if (ids.length === 0) return;
    // A server that was restarted has forgotten what was wanted of it.
    this.#again = setTimeout(() => {
      this.#sent = '';
      this.#ask();
    }, Thumbnails.patience);
  }
}
