/**
 * What thumbnails each view wants now. The server knows one list a window, which each request replaces, while
 * several grids may be open: the view that asked last comes first, those of the others follow.
 */
export class WantedThumbs {
  readonly #lists = new Map<object, readonly number[]>();

  /** Returns the whole list to ask the server for, each id once. */
  want(view: object, ids: readonly number[]): readonly number[] {
    this.#lists.delete(view);
    if (ids.length > 0) this.#lists.set(view, ids);
    return [...new Set([...this.#lists.values()].reverse().flat())];
  }

  forget(view: object): void {
    this.#lists.delete(view);
  }
}
