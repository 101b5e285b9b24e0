import { FACTS_VERSION } from '../../media/factsVersion.ts';
import { groupDirectory } from '../../media/grouping.ts';
import { fileKind } from '../../media/kinds.ts';
import type { FileFacts, Group } from '../../media/model.ts';
import { SIDECAR_LIMIT } from '../../media/sidecar.ts';
import type { Entry, Part } from '../archive/entry.ts';
import { wholeEntry } from '../archive/wholeEntry.ts';
import type { OpenOptions, SourceFile, SourceItem } from '../source.ts';
import { PlacedFile } from '../sourceFile.ts';
import { StatedSidecar } from '../statedSidecar.ts';
import { EarlierFile, type EarlierState } from './earlierFile.ts';
import { namesOfPhoto } from './icloudName.ts';
import { type IcloudSaid, icloudSidecar } from './icloudSidecar.ts';

type Placing = (role: SourceFile['role']) => SourceFile;

/** The files of one photo in one folder, as icloudpd fetched them. Of names without ids it may be several photos. */
export class IncomingPhoto {
  readonly #account: string;
  readonly #directory: string;
  readonly #entries: readonly Entry[];
  readonly #parts: readonly Part[];
  readonly #names: ReadonlyMap<string, string>;
  readonly #files = new Map<string, Placing>();
  readonly #facts = new Map<string, FileFacts>();
  readonly #said = new Map<string, IcloudSaid>();

  constructor(account: string, directory: string, entries: readonly Entry[], parts: readonly Part[]) {
    this.#account = account;
    this.#directory = directory;
    this.#entries = entries;
    this.#parts = parts;
    this.#names = namesOfPhoto(entries.flatMap(({ name }) => (fileKind(name) === 'sidecar' ? [] : [name])));
  }

  /** @param earlier what came before, by path within the folder */
  async items(earlier: ReadonlyMap<string, EarlierState>, options: OpenOptions): Promise<readonly SourceItem[]> {
    for (const entry of this.#entries)
      if (fileKind(entry.name) === 'sidecar') await this.#sidecar(entry);
      else await this.#media(entry, earlier.get(`${this.#directory}/${entry.name}`), options);
    const { groups } = groupDirectory(
      [...this.#files].map(([name, place]) => ({ name, size: place('original').size, facts: this.#facts.get(name) })),
    );
    return groups.map(group => this.#item(group));
  }

  async #media(entry: Entry, earlier: EarlierState | undefined, options: OpenOptions): Promise<void> {
    if (entry.size === 0 && earlier == null) return;
    const name = this.#names.get(entry.name) ?? entry.name;
    const directory = `${this.#account}/${this.#directory}`;
    const place: Placing = role =>
      entry.size === 0 && earlier != null
        ? new EarlierFile(`${directory}/${entry.name}`, name, role, earlier)
        : new PlacedFile(entry, directory, role, this.#parts, { name });
    this.#files.set(name, place);
    const facts = await options.facts?.(place('original'));
    if (facts != null) this.#facts.set(name, facts);
  }

  async #sidecar(entry: Entry): Promise<void> {
    const of = this.#names.get(entry.name.slice(0, -'.xmp'.length));
    if (of == null || entry.size > SIDECAR_LIMIT) return;
    try {
      const said = icloudSidecar(await wholeEntry(entry), entry.name);
      if (said != null) this.#said.set(of, said);
    } catch (error) {
      // It is being written: the photo comes without.
      if (!(error instanceof Error)) throw error;
    }
  }

  #item(group: Group): SourceItem {
    const placed = group.members.flatMap(({ name, role }) => this.#files.get(name)?.(role) ?? []);
    const main = placed.find(({ name }) => name === group.main)!;
    const said = group.members.flatMap(({ name }) => this.#said.get(name) ?? [])[0];
    const stated = statedFacts(main, this.#directory, said);
    const sidecar = new StatedSidecar(`${main.path}.xmp`, main.name, main.part, stated);
    const facts = group.members.flatMap(({ name }) => {
      const its = this.#facts.get(name);
      return its == null ? [] : [[name, its] as const];
    });
    return {
      directory: this.#directory,
      main,
      files: [main, ...placed.filter(file => file !== main)],
      sidecars: [sidecar],
      said: new Map([...facts, [sidecar.name, stated]]),
      group: { ...group, members: [...group.members, { name: sidecar.name, role: 'sidecar' }] },
      albums: [],
      states: said?.states ?? {},
    };
  }
}

/**
 * What iCloud says of a photo: that of its XMP, and when it was taken, which icloudpd makes the time of the file. A
 * download that was broken off just then has another: it is believed where the folder, which is of that day, agrees.
 */
function statedFacts({ mtimeMs }: SourceFile, directory: string, said: IcloudSaid | undefined): FileFacts {
  const day = mtimeMs == null ? '' : new Date(mtimeMs).toISOString().slice(0, 10).replaceAll('-', '/');
  const times = [
    ...(said?.facts.times ?? []),
    ...(mtimeMs != null && `/${directory}`.endsWith(`/${day}`)
      ? [{ time: { known: 'instant', utcMs: mtimeMs }, origin: 'sidecar', tag: 'iCloud:AssetDate' } as const]
      : []),
  ];
  return { v: FACTS_VERSION, ...said?.facts, sidecarOf: { form: 'apple' }, ...(times.length > 0 && { times }) };
}
