import type { FileFacts } from '../media/model.ts';
import { JsonStore } from '../table/jsonStore.ts';
import type { NamedEntries } from './archive/namedEntries.ts';

/** What files of a folder say of themselves: put aside until it is asked for. */
export class EntryFacts {
  readonly #entries: NamedEntries;
  readonly #facts = new JsonStore<FileFacts>();
  /** For each entry 0, or where its facts are, from 1. */
  readonly #rows: Uint32Array;

  constructor(entries: NamedEntries) {
    this.#entries = entries;
    this.#rows = new Uint32Array(entries.length);
  }

  /** @param row of the entry */
  add(row: number, facts: FileFacts): void {
    this.#rows[row] = this.#facts.add(facts) + 1;
  }

  at(row: number): FileFacts | undefined {
    const place = this.#rows[row] ?? 0;
    return place === 0 ? undefined : this.#facts.at(place - 1);
  }

  get(name: string): FileFacts | undefined {
    const row = this.#entries.rowOf(name);
    return row == null ? undefined : this.at(row);
  }

  /** Nothing can be asked for after it. */
  close(): void {
    this.#facts.close();
  }
}
