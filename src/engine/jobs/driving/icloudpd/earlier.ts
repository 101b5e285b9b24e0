/** What came from an iCloud account before, and where it is now. */

import { earlierFiles } from '../../../catalog/earlierFiles.ts';
import type { Store } from '../../../catalog/store.ts';
import type { EarlierState } from '../../../sources/icloudpd/earlierFile.ts';
import { EarlierFile } from '../../../sources/icloudpd/earlierFile.ts';
import type { Mapped } from '../../exporting/backupState.ts';
import { CatalogState } from '../../exporting/catalogState.ts';
import { FormerFiles } from '../../exporting/formerFiles.ts';

export class Earlier {
  readonly #account: string;
  readonly #store: Store;
  readonly #pause: () => Promise<void> | undefined;
  #state: CatalogState | undefined;
  #states: Map<string, EarlierState> | undefined;

  constructor(store: Store, account: string, pause: () => Promise<void> | undefined) {
    this.#account = account;
    this.#store = store;
    this.#pause = pause;
  }

  /** To be told when something has come: the state of a backup holds for one export. */
  renew(): void {
    this.#state = undefined;
  }

  /** By path within the folder that icloudpd downloads into. */
  get states(): ReadonlyMap<string, EarlierState> {
    this.#states ??= new Map(
      earlierFiles(this.#store.db, 'icloudpd', `${this.#account}/`).map(({ path, size, mtime }) => [
        path.slice(this.#account.length + 1),
        { size, mtime },
      ]),
    );
    return this.#states;
  }

  /** Where it went; undefined where nothing of it is on record, or an undo took it back. */
  of(path: string, state = this.states.get(path)): Mapped | undefined {
    if (state == null) return undefined;
    this.#state ??= new CatalogState(this.#store, 'icloudpd', this.#pause);
    const mapped = this.#state.mapped(new EarlierFile(`${this.#account}/${path}`, path, 'original', state));
    return mapped?.isUndone === true ? undefined : mapped;
  }

  /** What is not to be fetched: what came before and was not taken back. @param again what was deleted is wanted, too */
  *unwanted(again: boolean): Generator<string> {
    const isEachAsked = again || new FormerFiles(this.#store.db).isAnyUndone;
    for (const [where, state] of this.states) {
      const known = isEachAsked ? this.of(where, state) : undefined;
      if (!isEachAsked || (known != null && (known.isThere || !again))) yield where;
    }
  }

  /** @returns whether the file is on record now, which is then known */
  note(path: string, state: EarlierState): boolean {
    if (this.of(path, state) == null) return false;
    void this.states;
    this.#states?.set(path, state);
    return true;
  }
}
