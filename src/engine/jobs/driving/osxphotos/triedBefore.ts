/** What osxphotos was asked for and left out, for whatever reason of its own: it isn't asked again until it changes. */
import type { Catalog } from '../../../catalog/open.ts';

const KEY = 'osxphotos-tried';
/** More are asked for again. */
const MOST = 20_000;

export class TriedBefore {
  readonly #known: ReadonlyMap<string, string>;

  constructor(catalog: Catalog | undefined) {
    const row = catalog?.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(KEY);
    this.#known = new Map(row == null ? [] : (JSON.parse(row.value) as [string, string][]));
  }

  has(uuid: string, fingerprint: string): boolean {
    return this.#known.get(uuid) === fingerprint;
  }

  /** @param tried fingerprints by photo. @param settled photos of which all has come */
  keep(catalog: Catalog, tried: ReadonlyMap<string, string>, settled: Iterable<string>): void {
    const all = new Map([...this.#known, ...tried]);
    for (const uuid of settled) all.delete(uuid);
    if (all.size === 0 && this.#known.size === 0) return;
    catalog
      .prepare('INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)')
      .run(KEY, JSON.stringify([...all].slice(-MOST)));
  }
}
