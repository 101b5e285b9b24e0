import { groupDirectory } from '../../media/grouping.ts';
import { fileKind, splitName } from '../../media/kinds.ts';
import type { FileFacts, Group, Grouping } from '../../media/model.ts';
import { plainSidecar, SIDECAR_LIMIT } from '../../media/sidecar.ts';
import type { Entry } from '../archive/entry.ts';
import type { EntryList } from '../archive/entryList.ts';
import { NamedEntries } from '../archive/namedEntries.ts';
import { wholeEntry } from '../archive/wholeEntry.ts';
import { EntryFacts } from '../entryFacts.ts';
import type { SourceFinding, SourceFindingCode } from '../finding.ts';
import type { Given } from '../given.ts';
import { shares } from '../shares.ts';
import type { OpenOptions, SourceEvent, SourceItem } from '../source.ts';
import { PlacedFile } from '../sourceFile.ts';
import { LeftFiles } from './leftFiles.ts';

/** Libraries of other programs: what lies in them is theirs to give out. */
const LIBRARY = /(^|\/)[^/]+\.(photoslibrary|photolibrary|aplibrary|migratedphotolibrary|lrdata|lrlibrary)(?=\/|$)/i;

/** Everything in the folders that were given, grouped folder by folder. */
export async function* folderEvents(given: Given, options: OpenOptions): AsyncGenerator<SourceEvent> {
  const libraries = new Set<string>();
  const labels = labelsOf(given);
  for (const { part, directories, findings } of await given.listings()) {
    for (const finding of findings) yield { type: 'finding', finding };
    for (const [directory, entries] of directories) {
      const label = labels.get(part.path) ?? '';
      const where = [label, directory].filter(each => each !== '').join('/');
      const library = LIBRARY.exec(directory);
      if (library == null) {
        yield* new Directory(where, entries, given, options).events();
        continue;
      }
      const top = directory.slice(0, library.index + library[0].length);
      if (libraries.has(top)) continue;
      libraries.add(top);
      const message = `${top} is a library of another program, not looked into. Export from it by naming it itself.`;
      yield { type: 'finding', finding: { code: 'skipped', path: top, message } };
    }
  }
}

/** With several parts each folder's path begins with its part's name. */
function labelsOf({ parts }: Given): ReadonlyMap<string, string> {
  if (parts.length === 1) return new Map();
  const counts = new Map<string, number>();
  return new Map(
    parts.map(part => {
      const count = (counts.get(part.name) ?? 0) + 1;
      counts.set(part.name, count);
      return [part.path, part.form === 'file' ? '' : count === 1 ? part.name : `${part.name} [${count}]`];
    }),
  );
}

class Directory {
  readonly #path: string;
  readonly #entries: NamedEntries;
  readonly #given: Given;
  readonly #options: OpenOptions;
  readonly #facts: EntryFacts;
  readonly #left: LeftFiles;
  readonly #findings: SourceFinding[] = [];

  constructor(path: string, entries: EntryList, given: Given, options: OpenOptions) {
    this.#path = path;
    this.#given = given;
    this.#options = options;
    this.#left = new LeftFiles(path);
    // On a disk the two forms of a name are two files.
    const exactly = (name: string): string => name;
    this.#entries = new NamedEntries(
      [entries],
      ({ name }) => this.#tell('duplicate-entry', name, 'is there twice. The first was taken.'),
      exactly,
    );
    this.#facts = new EntryFacts(this.#entries);
  }

  async *events(): AsyncGenerator<SourceEvent> {
    try {
      await this.#read();
      yield* this.#told();
      const fileAt = (row: number) => {
        const { name, size } = this.#entries.at(row);
        return { name, size, facts: this.#facts.at(row) };
      };
      for (const share of shares(this.#entries.length, fileAt)) yield* this.#grouped(groupDirectory(share.map(fileAt)));
      this.#findings.push(...this.#left.findings());
      yield* this.#told();
    } finally {
      this.#facts.close();
    }
  }

  *#grouped({ groups, findings, loose }: Grouping): Generator<SourceEvent> {
    for (const name of loose) this.#left.add(name, this.#facts.get(name)?.sidecarOf != null);
    for (const { code, name, message } of findings) this.#findings.push({ code, path: this.#within(name), message });
    yield* this.#told();
    for (const group of groups) {
      this.#left.addRead(group);
      yield { type: 'item', item: this.#item(group) };
    }
  }

  *#told(): Generator<SourceEvent> {
    for (const finding of this.#findings.splice(0)) yield { type: 'finding', finding };
  }

  async #read(): Promise<void> {
    for (const row of this.#entries.forward()) {
      const entry = this.#entries.at(row);
      const kind = fileKind(entry.name);
      if (kind === 'other') continue;
      if (kind !== 'sidecar' && entry.size === 0) this.#tell('empty', entry.name, 'has no bytes.');
      const facts =
        kind === 'sidecar' ? await this.#sidecar(entry) : await this.#options.facts?.(this.#placed(entry, 'original'));
      if (facts != null) this.#facts.add(row, facts);
    }
  }

  async #sidecar(entry: Entry): Promise<FileFacts | undefined> {
    if (entry.size > SIDECAR_LIMIT) {
      this.#tell('metadata-unread', entry.name, 'is far too large for a sidecar. It was not read.');
      return undefined;
    }
    let facts: FileFacts | undefined;
    try {
      facts = plainSidecar(await wholeEntry(entry), entry.name);
    } catch (error) {
      const why = error instanceof Error ? error.message.replace(/\.$/, '') : String(error);
      this.#tell('metadata-unread', entry.name, `can't be read: ${why}. What it says was not used.`);
      return undefined;
    }
    facts ??= await this.#options.facts?.(this.#placed(entry, 'sidecar'));
    // XMP that needs exiftool where there is none is still a sidecar: its name tells of which photo.
    if (facts == null)
      this.#tell('metadata-unread', entry.name, `could not be read as XMP. What it says was not used.`);
    else if (facts.trouble != null && (facts.sidecarOf != null || splitName(entry.name).extension !== 'json')) {
      this.#tell('metadata-unread', entry.name, `was not read in full: ${facts.trouble}.`);
    }
    return facts;
  }

  #item(group: Group): SourceItem {
    const placed = group.members.map(({ name, role }) => this.#placed(this.#entries.get(name)!, role));
    const files = placed.filter(({ role }) => role !== 'sidecar');
    const said = group.members.flatMap(({ name }) => {
      const facts = this.#facts.get(name);
      return facts == null ? [] : [[name, facts] as const];
    });
    return {
      directory: this.#path,
      main: files.find(({ name }) => name === group.main)!,
      files,
      sidecars: placed.filter(({ role }) => role === 'sidecar'),
      said: new Map(said),
      group,
      albums: [],
      states: {},
    };
  }

  #placed(entry: Entry, role: PlacedFile['role']): PlacedFile {
    return new PlacedFile(entry, this.#path, role, this.#given.parts);
  }

  #within(name: string): string {
    return this.#path === '' ? name : `${this.#path}/${name}`;
  }

  #tell(code: SourceFindingCode, name: string, message: string): void {
    this.#findings.push({ code, path: this.#within(name), message: `${this.#within(name)} ${message}` });
  }
}
