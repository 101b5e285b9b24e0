import { nameKey } from '../../backup/name.ts';
import { appleChecksum } from '../../media/appleChecksum.ts';
import { FACTS_VERSION } from '../../media/factsVersion.ts';
import { groupDirectory } from '../../media/grouping.ts';
import { fileKind, splitName } from '../../media/kinds.ts';
import type { FileFacts, Group } from '../../media/model.ts';
import { plainSidecar, SIDECAR_LIMIT } from '../../media/sidecar.ts';
import type { Entry, Part } from '../archive/entry.ts';
import { NamedEntries } from '../archive/namedEntries.ts';
import { wholeEntry } from '../archive/wholeEntry.ts';
import { EntryFacts } from '../entryFacts.ts';
import type { SourceFinding, SourceFindingCode } from '../finding.ts';
import type { Given } from '../given.ts';
import { shares } from '../shares.ts';
import type { ItemStates, OpenOptions, SourceEvent, SourceItem } from '../source.ts';
import { PlacedFile } from '../sourceFile.ts';
import { StatedSidecar } from '../statedSidecar.ts';
import type { DetailsRow } from './appleCsv.ts';
import { appleDate } from './appleDate.ts';
import { type ArchiveFolder, isMedia, within } from './archiveFolder.ts';
import { Details, type FolderDetails } from './details.ts';
import { type ReadArchive, readArchive } from './readArchive.ts';

/** All of iCloud Photos in an archive, folder by folder. */
export async function* archiveEvents(given: Given, options: OpenOptions): AsyncGenerator<SourceEvent> {
  const details = new Details();
  try {
    const archive = await readArchive(given, details);
    for (const finding of archive.findings) yield { type: 'finding', finding };
    for (const folder of archive.folders) yield* new Folder(folder, archive, options).events();
    for (const finding of details.missing()) yield { type: 'finding', finding };
  } finally {
    details.close();
  }
}

class Folder {
  readonly #folder: ArchiveFolder;
  readonly #archive: ReadArchive;
  readonly #details: FolderDetails;
  readonly #options: OpenOptions;
  readonly #entries: NamedEntries;
  readonly #facts: EntryFacts;
  readonly #findings: SourceFinding[] = [];

  constructor(folder: ArchiveFolder, archive: ReadArchive, options: OpenOptions) {
    this.#folder = folder;
    this.#archive = archive;
    this.#details = archive.details.of(folder);
    this.#options = options;
    this.#entries = new NamedEntries([folder.entries], ({ name }) =>
      this.#tell('duplicate-entry', name, 'is there twice. The first was taken.'),
    );
    this.#facts = new EntryFacts(this.#entries);
  }

  get #parts(): readonly Part[] {
    return this.#archive.parts;
  }

  async *events(): AsyncGenerator<SourceEvent> {
    try {
      yield* this.#told();
      await this.#read();
      this.#skip();
      const fileAt = (row: number) => {
        const { name, size } = this.#entries.at(row);
        return { name, size, facts: this.#forGrouping(row, name) };
      };
      for (const share of shares(this.#entries.length, fileAt)) {
        const { groups, findings } = groupDirectory(share.map(fileAt));
        for (const { code, name, message } of findings)
          this.#findings.push({ code, path: within(this.#folder, name), message });
        for (const group of groups) {
          const item = this.#item(group);
          yield* this.#told();
          yield { type: 'item', item };
        }
      }
      yield* this.#told();
    } finally {
      this.#facts.close();
    }
  }

  *#told(): Generator<SourceEvent> {
    for (const finding of this.#findings.splice(0)) yield { type: 'finding', finding };
  }

  async #read(): Promise<void> {
    for (const row of this.#entries.forward()) {
      const entry = this.#entries.at(row);
      if (isMedia(entry)) {
        if (entry.size === 0) this.#tell('empty', entry.name, 'has no bytes. Look for it at iCloud.');
        const facts = await this.#options.facts?.(
          new PlacedFile(entry, this.#folder.path, 'original', this.#parts, this.#placing(entry.name, false)),
        );
        if (facts != null) this.#facts.add(row, facts);
      } else if (isRecipe(entry)) {
        await this.#sidecar(row, entry);
      }
    }
  }

  async #sidecar(row: number, entry: Entry): Promise<void> {
    try {
      if (entry.size > SIDECAR_LIMIT) throw new Error('it is far too large for a sidecar');
      const facts = plainSidecar(await wholeEntry(entry), entry.name);
      if (facts != null) this.#facts.add(row, facts);
    } catch (error) {
      const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
      this.#tell('metadata-unread', entry.name, `can't be read: ${why}. What it says was not used.`);
    }
  }

  /** What a file says itself, else when the list says that it was taken: so that photos of one name stay apart. */
  #forGrouping(at: number, name: string): FileFacts | undefined {
    const facts = this.#facts.at(at);
    const row = facts == null ? this.#row(name) : undefined;
    return facts ?? (row == null ? undefined : rowFacts(row));
  }

  #row(name: string): DetailsRow | undefined {
    return this.#details.get(nameKey(name));
  }

  #placing(name: string, isEdited: boolean) {
    return { appleChecksum: appleChecksum(this.#row(name)?.checksum, isEdited) };
  }

  #item(group: Group): SourceItem {
    const isEdited = group.members.some(({ role, name }) => role === 'edited' || /\.aae$/i.test(name));
    const placed = group.members.map(
      ({ name, role }) =>
        new PlacedFile(this.#entries.get(name)!, this.#folder.path, role, this.#parts, this.#placing(name, isEdited)),
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
  #skip(): void {
    let [count, first] = [0, ''];
    for (const entry of this.#entries) {
      if (isMedia(entry) || isRecipe(entry) || /\.(csv|json|zip)$/i.test(entry.name)) continue;
      if (count++ === 0) first = entry.name;
    }
    if (count === 0) return;
    const what = count === 1 ? `${first} is` : `${count} files, such as ${first}, are`;
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
