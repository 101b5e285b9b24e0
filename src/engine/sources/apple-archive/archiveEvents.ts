import { nameKey } from '../../backup/name.ts';
import { appleChecksum } from '../../media/appleChecksum.ts';
import { FACTS_VERSION } from '../../media/factsVersion.ts';
import { groupDirectory } from '../../media/grouping.ts';
import { fileKind, splitName } from '../../media/kinds.ts';
import type { FileFacts, Group } from '../../media/model.ts';
import { plainSidecar, SIDECAR_LIMIT } from '../../media/sidecar.ts';
import type { Entry, Part } from '../archive/entry.ts';
import { wholeEntry } from '../archive/wholeEntry.ts';
import type { SourceFinding, SourceFindingCode } from '../finding.ts';
import type { Given } from '../given.ts';
import type { ItemStates, OpenOptions, SourceEvent, SourceItem } from '../source.ts';
import { PlacedFile } from '../sourceFile.ts';
import { StatedSidecar } from '../statedSidecar.ts';
import type { DetailsRow } from './appleCsv.ts';
import { appleDate } from './appleDate.ts';
import { type ArchiveFolder, isMedia, within } from './archiveFolder.ts';
import type { FolderDetails } from './details.ts';
import { type ReadArchive, readArchive } from './readArchive.ts';

/** All of iCloud Photos in an archive, folder by folder. */
export async function* archiveEvents(given: Given, options: OpenOptions): AsyncGenerator<SourceEvent> {
  const archive = await readArchive(given);
  for (const finding of archive.findings) yield { type: 'finding', finding };
  for (const folder of archive.folders) {
    const details = await archive.details.of(folder);
    yield* new Folder(folder, archive, details, options).events();
  }
  for (const finding of archive.details.missing()) yield { type: 'finding', finding };
}

class Folder {
  readonly #folder: ArchiveFolder;
  readonly #archive: ReadArchive;
  readonly #details: FolderDetails;
  readonly #options: OpenOptions;
  readonly #facts = new Map<string, FileFacts>();
  readonly #findings: SourceFinding[] = [];

  constructor(folder: ArchiveFolder, archive: ReadArchive, details: FolderDetails, options: OpenOptions) {
    this.#folder = folder;
    this.#archive = archive;
    this.#details = details;
    this.#options = options;
  }

  get #parts(): readonly Part[] {
    return this.#archive.parts;
  }

  async *events(): AsyncGenerator<SourceEvent> {
    const byName = new Map<string, Entry>();
    for (const entry of this.#folder.entries) {
      const key = nameKey(entry.name);
      if (byName.has(key)) this.#tell('duplicate-entry', entry.name, 'is there twice. The first was taken.');
      else byName.set(key, entry);
    }
    const entries = new Map(Array.from(byName.values(), entry => [entry.name, entry]));
    await this.#read(entries);
    const files = Array.from(entries.values(), ({ name, size }) => ({ name, size, facts: this.#forGrouping(name) }));
    const { groups, findings } = groupDirectory(files);
    for (const { code, name, message } of findings)
      this.#findings.push({ code, path: within(this.#folder, name), message });
    this.#skip(entries);
    for (const group of groups) {
      const item = this.#item(group, entries);
      yield* this.#told();
      yield { type: 'item', item };
    }
    yield* this.#told();
  }

  *#told(): Generator<SourceEvent> {
    for (const finding of this.#findings.splice(0)) yield { type: 'finding', finding };
  }

  async #read(entries: ReadonlyMap<string, Entry>): Promise<void> {
    for (const entry of [...entries.values()].sort((a, b) => a.position - b.position)) {
      if (isMedia(entry)) {
        if (entry.size === 0) this.#tell('empty', entry.name, 'has no bytes. Look for it at iCloud.');
        const facts = await this.#options.facts?.(
          new PlacedFile(entry, this.#folder.path, 'original', this.#parts, this.#placing(entry.name, false)),
        );
        if (facts != null) this.#facts.set(entry.name, facts);
      } else if (isRecipe(entry)) {
        await this.#sidecar(entry);
      }
    }
  }

  async #sidecar(entry: Entry): Promise<void> {
    try {
      if (entry.size > SIDECAR_LIMIT) throw new Error('it is far too large for a sidecar');
      const facts = plainSidecar(await wholeEntry(entry), entry.name);
      if (facts != null) this.#facts.set(entry.name, facts);
    } catch (error) {
      const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
      this.#tell('metadata-unread', entry.name, `can't be read: ${why}. What it says was not used.`);
    }
  }

  /** What a file says itself, else when the list says that it was taken: so that photos of one name stay apart. */
  #forGrouping(name: string): FileFacts | undefined {
    const row = this.#row(name);
    return this.#facts.get(name) ?? (row == null ? undefined : rowFacts(row));
  }

  #row(name: string): DetailsRow | undefined {
    return this.#details.get(nameKey(name));
  }

  #placing(name: string, isEdited: boolean) {
    return { appleChecksum: appleChecksum(this.#row(name)?.checksum, isEdited) };
  }

  #item(group: Group, entries: ReadonlyMap<string, Entry>): SourceItem {
    const isEdited = group.members.some(({ role, name }) => role === 'edited' || /\.aae$/i.test(name));
    const placed = group.members.map(
      ({ name, role }) =>
        new PlacedFile(entries.get(name)!, this.#folder.path, role, this.#parts, this.#placing(name, isEdited)),
    );
    const files = placed.filter(({ role }) => role !== 'sidecar');
    const main = files.find(({ name }) => name === group.main)!;
    const rows = files.flatMap(({ name }) => this.#row(name) ?? []);
    const [row] = rows;
    for (const each of rows) this.#archive.details.seen(each);
    const { shared, isDeleted } = this.#archive.about(this.#folder);
    if (row == null && shared == null && this.#archive.details.isThere)
      this.#tell(
        'unmatched-media',
        main.name,
        'is in no list of the parts given. What it says of itself is all that is known of it.',
      );
    const stated =
      row == null
        ? undefined
        : new StatedSidecar(`${within(this.#folder, main.name)}/details.json`, main.name, main.part, rowFacts(row));
    const said = group.members.flatMap(({ name }) => {
      const facts = this.#facts.get(name);
      return facts == null ? [] : [[name, facts] as const];
    });
    const titles =
      isDeleted || shared != null ? [] : files.flatMap(({ name }) => [...this.#archive.albums.titlesOf(name)]);
    const imported = row && appleDate(row.imported);
    return {
      directory: this.#folder.path,
      main,
      files,
      sidecars: [...placed.filter(({ role }) => role === 'sidecar'), ...(stated == null ? [] : [stated])],
      said: new Map(stated == null || row == null ? said : [...said, [stated.name, rowFacts(row)]]),
      group:
        stated == null
          ? group
          : { ...group, members: [...group.members, { name: stated.name, role: 'sidecar' as const }] },
      albums: [...new Set([...(shared == null ? [] : [shared]), ...titles])],
      states: statesOf(rows, isDeleted),
      ...(imported != null && { raw: { imported: new Date(imported).toISOString() } }),
    };
  }

  /** One finding for each folder. */
  #skip(entries: ReadonlyMap<string, Entry>): void {
    const other = [...entries.values()].filter(
      entry => !isMedia(entry) && !isRecipe(entry) && !/\.(csv|json|zip)$/i.test(entry.name),
    );
    const [first] = other;
    if (first == null) return;
    const what = other.length === 1 ? `${first.name} is` : `${other.length} files, such as ${first.name}, are`;
    const message = `In ${this.#folder.path || 'the archive'} ${what} no photo or video by name. They were left out.`;
    this.#findings.push({ code: 'skipped', path: this.#folder.path, message });
  }

  #tell(code: SourceFindingCode, name: string, message: string): void {
    const path = within(this.#folder, name);
    this.#findings.push({ code, path, message: `${path} ${message}` });
  }
}

function isRecipe({ name }: Entry): boolean {
  return fileKind(name) === 'sidecar' && splitName(name).extension !== 'json';
}

function rowFacts({ name, taken, favorite }: DetailsRow): FileFacts {
  const origin = 'sidecar' as const;
  const utcMs = appleDate(taken);
  return {
    v: FACTS_VERSION,
    sidecarOf: { form: 'apple', name },
    ...(utcMs != null && {
      times: [{ time: { known: 'instant' as const, utcMs }, origin, tag: 'originalCreationDate' }],
    }),
    ...(favorite && { favorite: { value: true, origin } }),
  };
}

function statesOf(rows: readonly DetailsRow[], isDeleted: boolean): ItemStates {
  return {
    ...((isDeleted || rows.some(({ deleted }) => deleted)) && { trashed: true as const }),
    ...(rows.some(({ hidden }) => hidden) && { hidden: true as const }),
  };
}
