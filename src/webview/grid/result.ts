import type { GridShape } from '../../protocol/grid.ts';
import type { Scope, Sort } from '../../protocol/scope.ts';
import type { QueryPlace } from '../../protocol/search.ts';
import { type Channel, RequestError } from '../channel.ts';

export interface ResultActions {
  wanted(): { readonly scope: Scope; readonly sort: Sort; readonly query: string };
  loading(loading: boolean): void;
  /** What went wrong, or null when it is well again. */
  trouble(message: string | null): void;
  /** The query can't be understood: what was shown stays. */
  refused(query: string, why: string, place: QueryPlace | undefined): void;
  /** `same`: the result that was shown before, grown or changed. */
  arrived(shape: GridShape, same: boolean): void;
}

/** A result is asked for again at most this often while a job adds photos, ms. */
const pause = 1000;
/** A wait shorter than this is not worth a bar, ms. */
const noticed = 120;

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Asks for the shape of what is to be shown; only the last answer counts. */
export class Result {
  readonly #channel: Channel;
  readonly #actions: ResultActions;
  #asking: AbortController | null = null;
  #askedAt = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The one wanted last has come at least once: before that, nothing can be "the same again". */
  #arrived = false;
  /** There was a change while the answer was on its way. */
  #due = false;

  constructor(channel: Channel, actions: ResultActions) {
    this.#channel = channel;
    this.#actions = actions;
  }

  /** The same again, before long. */
  askLater(): void {
    clearTimeout(this.#timer);
    const wait = Math.max(0, this.#askedAt + pause - performance.now());
    this.#timer = setTimeout(() => {
      // One that takes long is let finish, or changes that come faster than answers would leave nothing to see.
      if (this.#asking === null) this.ask(true);
      else this.#due = true;
    }, wait);
  }

  async ask(same: boolean): Promise<void> {
    this.#asking?.abort();
    const asking = new AbortController();
    this.#asking = asking;
    clearTimeout(this.#timer);
    this.#due = false;
    if (!same) this.#arrived = false;
    this.#askedAt = performance.now();
    const { scope, sort, query } = this.#actions.wanted();
    const params = { scope, sort, ...(query === '' ? {} : { query }) };
    const slow = setTimeout(() => this.#actions.loading(true), noticed);
    try {
      const shape = await this.#channel.request('shape', params, { signal: asking.signal, timeout: 60_000 });
      this.#actions.trouble(null);
      const again = this.#arrived;
      this.#arrived = true;
      this.#actions.arrived(shape, again);
    } catch (error) {
      if (asking.signal.aborted) return;
      if (error instanceof RequestError && error.code === 'bad-query')
        this.#actions.refused(query, error.message, error.place);
      else this.#actions.trouble(messageOf(error));
    } finally {
      clearTimeout(slow);
      if (this.#asking === asking) {
        this.#asking = null;
        this.#actions.loading(false);
        if (this.#due) this.askLater();
      }
    }
  }
}
