import { createHash } from 'node:crypto';
import { fileKind } from '../../media/kinds.ts';
import type { Entry } from '../archive/entry.ts';
import type { Given } from '../given.ts';
import type { OpenOptions, OpenSource, Recognition, Source, SourceEvent } from '../source.ts';
import type { EarlierState } from './earlierFile.ts';
import { icloudName } from './icloudName.ts';
import { IncomingPhoto } from './incomingPhoto.ts';

export interface Incoming {
  /** Apple ID: every path begins with it, so that two accounts are told apart. */
  readonly account: string;
  /** What came before, by its path within the folder, where an empty file stands for it. */
  readonly earlier: ReadonlyMap<string, EarlierState>;
  /** Whether all of this photo is there: none is taken without its film. */
  isWhole(directory: string, photo: string): boolean;
  /** A photo is told, with these of its files; paths within the folder. */
  told(paths: readonly string[]): void;
}

/** What icloudpd has fetched into a folder of Keepsake's own, photo by photo. */
export class IncomingSource implements Source {
  readonly kind = 'icloudpd';
  readonly label: string;
  readonly #incoming: Incoming;

  constructor(incoming: Incoming) {
    this.#incoming = incoming;
    this.label = `iCloud, ${incoming.account}`;
  }

  async recognise(): Promise<Recognition> {
    return { confidence: 1, by: 'the account that was named' };
  }

  /** Of what is to be taken; never what the folder would have as a source of another kind. */
  async stamp(given: Given): Promise<string> {
    const hash = createHash('sha256').update(`incoming\n${this.#incoming.account}\n`);
    for await (const [directory, , entries] of this.#photos(given))
      for (const { name, size, mtimeMs } of entries) hash.update(`${directory}/${name}\0${size}\0${mtimeMs}\n`);
    return hash.digest('hex');
  }

  async open(given: Given, options: OpenOptions = {}): Promise<OpenSource> {
    return { kind: this.kind, label: this.label, events: () => this.#events(given, options) };
  }

  async *#events(given: Given, options: OpenOptions): AsyncGenerator<SourceEvent> {
    for (const { findings } of await given.listings())
      for (const finding of findings) yield { type: 'finding', finding };
    const { account, earlier } = this.#incoming;
    for await (const [directory, , entries] of this.#photos(given))
      for (const item of await new IncomingPhoto(account, directory, entries, given.parts).items(earlier, options)) {
        this.#incoming.told(item.files.map(({ path }) => path.slice(account.length + 1)));
        yield { type: 'item', item };
      }
  }

  /** Those of which something has come. */
  async *#photos(given: Given): AsyncGenerator<readonly [directory: string, photo: string, entries: readonly Entry[]]> {
    for (const { directories } of await given.listings())
      for (const [directory, entries] of directories) {
        const known = [...entries].filter(({ name }) => fileKind(name) !== 'other');
        for (const [photo, files] of Map.groupBy(known, ({ name }) => icloudName(name).photo))
          if (files.some(isFetched) && this.#incoming.isWhole(directory, photo)) yield [directory, photo, files];
      }
  }
}

/** An empty file stands for one that came before; a `.part` is what a broken download left, and is gone on with. */
function isFetched({ name, size }: Entry): boolean {
  return size > 0 && fileKind(name) !== 'sidecar';
}
