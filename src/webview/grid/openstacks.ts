import type { GridState } from '../../protocol/webview.ts';

/** Ids that are kept at most; a state is navigation, not data. */
const mostKept = 2000;

/** Which stacks are open: it is kept by their photos, for a stack has no name and may grow. */
export class OpenStacks {
  #all = false;
  /** Photos of stacks that are not as all are. */
  readonly #except = new Set<number>();

  isOpen(ids: Iterable<number>): boolean {
    if (this.#except.size > 0) for (const id of ids) if (this.#except.has(id)) return !this.#all;
    return this.#all;
  }

  set(ids: Iterable<number>, open: boolean): void {
    for (const id of ids)
      if (open === this.#all) this.#except.delete(id);
      else this.#except.add(id);
  }

  setAll(open: boolean): void {
    this.#all = open;
    this.#except.clear();
  }

  get kept(): NonNullable<GridState['stacks']> {
    return { all: this.#all, except: [...this.#except].slice(0, mostKept) };
  }

  restore(kept: GridState['stacks']): void {
    this.setAll(kept?.all === true);
    for (const id of kept?.except ?? []) this.#except.add(id);
  }
}
