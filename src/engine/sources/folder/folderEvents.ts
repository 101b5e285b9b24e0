import { groupDirectory } from '../../media/grouping.ts';
import { fileKind, photoOfJson, splitName } from '../../media/kinds.ts';
import type { FileFacts, Group } from '../../media/model.ts';
import { plainSidecar, SIDECAR_LIMIT } from '../../media/sidecar.ts';
import type { Entry } from '../archive/entry.ts';
import { wholeEntry } from '../archive/wholeEntry.ts';
import type { SourceFinding, SourceFindingCode } from '../finding.ts';
import type { Given } from '../given.ts';
import type { OpenOptions, SourceEvent, SourceItem } from '../source.ts';
import { PlacedFile } from '../sourceFile.ts';

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
  readonly #entries: Iterable<Entry>;
  readonly #given: Given;
  readonly #options: OpenOptions;
  readonly #facts = new Map<string, FileFacts>();
  readonly #findings: SourceFinding[] = [];

  constructor(path: string, entries: Iterable<Entry>, given: Given, options: OpenOptions) {
    this.#path = path;
    this.#entries = entries;
    this.#given = given;
    this.#options = options;
  }

  async *events(): AsyncGenerator<SourceEvent> {
    const byName = new Map<string, Entry>();
    for (const entry of this.#entries) {
      if (byName.has(entry.name)) this.#tell('duplicate-entry', entry.name, 'is there twice. The first was taken.');
      else byName.set(entry.name, entry);
    }
    await this.#read(byName);
    const files = [...byName.values()].map(({ name, size }) => ({ name, size, facts: this.#facts.get(name) }));
    const { groups, findings, loose } = groupDirectory(files);
    const strange = loose.filter(name => photoOfJson(name) != null && this.#facts.get(name)?.sidecarOf == null);
    this.#tellJson(strange, 'no sidecar that is known here. What it says was not used, and it was left out.');
    this.#tellJson(
      readJson(groups),
      'read: what it says of its photo is on the record. The file itself is not copied.',
    );
    this.#skip(loose.filter(name => !strange.includes(name)));
    for (const { code, name, message } of findings) this.#findings.push({ code, path: this.#within(name), message });
    for (const finding of this.#findings) yield { type: 'finding', finding };
    for (const group of groups) yield { type: 'item', item: this.#item(group, byName) };
  }

  async #read(byName: ReadonlyMap<string, Entry>): Promise<void> {
    for (const entry of [...byName.values()].sort((a, b) => a.position - b.position)) {
      const kind = fileKind(entry.name);
      if (kind === 'other') continue;
      if (kind !== 'sidecar' && entry.size === 0) this.#tell('empty', entry.name, 'has no bytes.');
      const facts =
        kind === 'sidecar' ? await this.#sidecar(entry) : await this.#options.facts?.(this.#placed(entry, 'original'));
      if (facts != null) this.#facts.set(entry.name, facts);
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

  #tellJson([first, ...more]: readonly string[], what: string): void {
    if (first == null) return;
    const others = more.length === 0 ? '' : ` So it is with ${more.length} more in this folder.`;
    this.#findings.push({ code: 'skipped', path: this.#within(first), message: `${first} is ${what}${others}` });
  }

  /** One finding for each folder: a folder of documents has thousands. */
  #skip(loose: readonly string[]): void {
    const left = loose.filter(name => fileKind(name) === 'other' || splitName(name).extension === 'json');
    const hidden = left.filter(isHiddenPhoto);
    if (hidden.length > 0) {
      const what = hidden.length === 1 ? `${hidden[0]} is` : `${hidden.length} photos and videos are`;
      this.#findings.push({
        code: 'skipped',
        path: hidden.length === 1 ? this.#within(hidden[0] ?? '') : this.#path,
        message: `${this.#where()} ${what} hidden, by a dot before the name. Hidden files are left out; to have them, rename them.`,
      });
    }
    const skipped = left.filter(name => !hidden.includes(name));
    if (skipped.length === 0) return;
    const kinds = [...new Set(skipped.map(name => splitName(name).extension || 'no extension'))].slice(0, 5).join(', ');
    const files = skipped.length === 1 ? `${skipped[0]} is` : `${skipped.length} files (${kinds}) are`;
    this.#findings.push({
      code: 'skipped',
      path: this.#path,
      message: `${this.#where()} ${files} no photo or video by name. They were left out.`,
    });
  }

  #item(group: Group, entries: ReadonlyMap<string, Entry>): SourceItem {
    const placed = group.members.map(({ name, role }) => this.#placed(entries.get(name)!, role));
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

  #where(): string {
    return this.#path === '' ? 'In the folder that was given' : `In ${this.#path}`;
  }

  #within(name: string): string {
    return this.#path === '' ? name : `${this.#path}/${name}`;
  }

  #tell(code: SourceFindingCode, name: string, message: string): void {
    this.#findings.push({ code, path: this.#within(name), message: `${this.#within(name)} ${message}` });
  }
}

/** `._IMG_1.jpg` is a Mac's note about a file, and no photo. */
const isHiddenPhoto = (name: string): boolean =>
  /^\.[^._]/.test(name) && ['image', 'raw', 'video'].includes(fileKind(name.slice(1)));

/** What JSON says goes on the record; the file itself stays where it is. */
const readJson = (groups: readonly Group[]): readonly string[] =>
  groups.flatMap(({ members }) =>
    members
      .filter(({ role, name }) => role === 'sidecar' && splitName(name).extension === 'json')
      .map(({ name }) => name),
  );
