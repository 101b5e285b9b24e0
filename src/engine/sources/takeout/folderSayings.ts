import { createHash } from 'node:crypto';
import type { FileFacts } from '../../media/model.ts';
import { JsonStore } from '../../table/jsonStore.ts';
import type { NamedEntries } from '../archive/namedEntries.ts';
import type { Photo } from './photoJson.ts';

/** What the sidecars and the media of a folder say, by name: put aside until it is asked for. */
export class FolderSayings {
  readonly #entries: NamedEntries;
  readonly #photos = new JsonStore<Photo>();
  readonly #facts = new JsonStore<FileFacts>();
  /** For each entry: 0, the row of a photo's sidecar from 1, or that of media facts from -1. */
  readonly #rows: Int32Array;
  /** Unix ms; of all sidecars that state a capture time. */
  readonly instants: number[] = [];

  constructor(entries: NamedEntries) {
    this.#entries = entries;
    this.#rows = new Int32Array(entries.length);
  }

  /** @param row of the sidecar */
  addPhoto(row: number, photo: Photo): void {
    this.#rows[row] = this.#photos.add(photo) + 1;
    const time = photo.facts.times?.[0]?.time;
    if (time?.known === 'instant') this.instants.push(time.utcMs);
  }

  /** @param row of the photo or video */
  addFacts(row: number, facts: FileFacts): void {
    this.#rows[row] = -1 - this.#facts.add(facts);
  }

  isPhoto(name: string): boolean {
    return this.#place(name) > 0;
  }

  /** What the photo's sidecar of this name says. */
  photo(name: string): Photo | undefined {
    const place = this.#place(name);
    return place > 0 ? this.#photos.at(place - 1) : undefined;
  }

  /** What the photo or video of this name says of itself, as far as that was read. */
  facts(name: string): FileFacts | undefined {
    const place = this.#place(name);
    return place < 0 ? this.#facts.at(-1 - place) : undefined;
  }

  /** What grouping needs to know. */
  forGrouping(row: number): FileFacts | undefined {
    const place = this.#rows[row] ?? 0;
    if (place < 0) return this.#facts.at(-1 - place);
    if (place === 0) return undefined;
    const { v, sidecarOf, times } = this.#photos.at(place - 1).facts;
    return { v, ...(sidecarOf != null && { sidecarOf }), ...(times != null && { times }) };
  }

  close(): void {
    this.#photos.close();
    this.#facts.close();
  }

  #place(name: string): number {
    const row = this.#entries.rowOf(name);
    return row == null ? 0 : (this.#rows[row] ?? 0);
  }
}

/** 48 bits of a photo's identity: hundreds of thousands are kept. */
export function identityKey({ identity }: Photo): number {
  return createHash('sha1').update(identity).digest().readUIntBE(0, 6);
}
