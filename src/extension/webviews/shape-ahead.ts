import type { GridShape } from '../../protocol/grid.ts';
import type { Requests } from '../../protocol/requests.ts';
import type { BackupSession } from '../backup/session.ts';

type Params = Requests['shape']['params'];

const keyOf = ({ scope, sort, query = '' }: Params): string => JSON.stringify([scope, sort, query]);

/**
 * The result that a new page will ask for first, asked for while the page is loading: of very many photos it takes as
 * long to tell as the page to come.
 */
export class ShapeAhead {
  readonly #session: BackupSession;
  #asked: { readonly key: string; readonly answer: Promise<GridShape | undefined> } | undefined;

  constructor(session: BackupSession) {
    this.#session = session;
  }

  ask(params: Params): void {
    // Whatever goes wrong goes wrong again when the page asks, and is told there.
    const answer = this.#session.request('shape', params).catch(() => undefined);
    this.#asked = { key: keyOf(params), answer };
  }

  /** Once. @returns undefined where something else was asked for, or the backup has changed since */
  async take(params: Params): Promise<GridShape | undefined> {
    const asked = this.#asked;
    this.#asked = undefined;
    if (asked?.key !== keyOf(params)) return undefined;
    const shape = await asked.answer;
    return shape?.version === this.#session.state?.version ? shape : undefined;
  }
}
