import type { FileFacts, Group, Grouping } from '../../media/model.ts';
import type { Entry, Part } from '../archive/entry.ts';
import type { SourceFinding } from '../finding.ts';
import type { Given } from '../given.ts';
import type { OpenOptions, SourceEvent, SourceItem } from '../source.ts';
import { PlacedFile } from '../sourceFile.ts';
import { placeBeside } from './beside.ts';
import { distantSidecars, type Unused } from './distant.ts';
import { missingParts } from './exportSet.ts';
import { identityKey } from './folderSayings.ts';
import { mergeFolders, TakeoutFolder } from './folders.ts';
import { photoFolders } from './photoFolders.ts';
import type { Photo } from './photoJson.ts';
import { type ReadFolder, readFolder, readJson } from './readFolder.ts';
import { type Alone, twinSidecars } from './twins.ts';
import { isDayTitle, isYearFolder, isYearTitle, yearIn, yearTemplate } from './yearFolder.ts';

/** What an item is made of. */
interface Known {
  readonly folder: TakeoutFolder;
  entry(name: string): Entry | undefined;
  facts(name: string): FileFacts | undefined;
}

/** A photo that waits for a sidecar from elsewhere. */
interface Waiting extends Alone {
  readonly read: Known;
  readonly albums: readonly string[];
}

/** All of Google Photos in an export, folder by folder. */
export async function* takeoutEvents(given: Given, options: OpenOptions): AsyncGenerator<SourceEvent> {
  const listings = await given.listings();
  const merged = mergeFolders(listings);
  const photos = await photoFolders(merged.folders);
  const beside = await placeBeside(merged.beside, photos.folders);
  yield* told([
    ...partFindings(given.parts),
    ...listings.flatMap(({ findings }) => findings),
    ...merged.findings,
    ...photos.findings,
    ...beside.findings,
  ]);
  const folders = [...photos.folders];
  if (beside.left.length > 0) {
    folders.push(new TakeoutFolder({ path: 'beside the archives', product: '', name: '' }, [beside.left]));
  }
  yield* new Export(given.parts, folders, options).events();
}

function partFindings(parts: readonly Part[]): readonly SourceFinding[] {
  return missingParts(parts.map(({ name }) => name)).map(name => ({
    code: 'missing-part',
    path: name,
    message: `${name} is not among the parts: those with lower and higher numbers are. Photos, sidecars or albums in it are missing. Download it again, and export once more.`,
  }));
}

function* told(findings: readonly SourceFinding[]): Generator<SourceEvent> {
  for (const finding of findings) yield { type: 'finding', finding };
}

/** One run through an export. */
class Export {
  readonly #parts: readonly Part[];
  readonly #folders: readonly TakeoutFolder[];
  readonly #options: OpenOptions;
  readonly #templates = new Set<string>();
  readonly #waiting: Waiting[] = [];
  readonly #unused: Unused[] = [];
  /** Photos (by their sidecars) that are here, and where: in one folder, or in several. */
  readonly #here = new Map<number, TakeoutFolder | 'several'>();
  /** Albums that have only the sidecar of a photo. */
  readonly #albumsOf = new Map<number, string[]>();

  constructor(parts: readonly Part[], folders: readonly TakeoutFolder[], options: OpenOptions) {
    this.#parts = parts;
    this.#folders = folders;
    this.#options = options;
  }

  async *events(): AsyncGenerator<SourceEvent> {
    for (const folder of this.#folders) yield* this.#folder(folder);
    yield* this.#rest();
  }

  async *#folder(folder: TakeoutFolder): AsyncGenerator<SourceEvent> {
    const { facts } = this.#options;
    const read = await readFolder(folder, facts && (entry => facts(this.#placed(entry, folder, 'original'))));
    try {
      yield* this.#read(read);
    } finally {
      read.close();
    }
  }

  async *#read(read: ReadFolder): AsyncGenerator<SourceEvent> {
    yield* told(read.findings);
    const isYear = this.#isYear(read);
    const albums = isYear ? [] : read.titles.filter(title => !isDayTitle(title));
    for (const grouping of read.groupings()) yield* this.#grouped(read, grouping, isYear, albums);
  }

  *#grouped(
    read: ReadFolder,
    { findings, groups }: Grouping,
    isYear: boolean,
    albums: readonly string[],
  ): Generator<SourceEvent> {
    const { folder, said, entries } = read;
    const known = { folder, entry: (name: string) => entries.get(name), facts: (name: string) => said.facts(name) };
    for (const { code, name, message } of findings) {
      const [photo, entry] = [said.photo(name), entries.get(name)!];
      if (code === 'unmatched-sidecar' && photo != null) {
        this.#unused.push({ folder, entry, photo });
        const key = identityKey(photo);
        this.#albumsOf.set(key, [...(this.#albumsOf.get(key) ?? []), ...albums]);
      } else {
        yield* told([{ code, path: `${folder.path}/${name}`, message }]);
      }
    }
    for (const group of groups) {
      const photos = new Map(
        group.members.flatMap(({ name }) => {
          const photo = said.photo(name);
          return photo == null ? [] : [[name, photo] as const];
        }),
      );
      if (photos.size === 0) {
        this.#waiting.push({
          folder,
          group,
          isYear,
          main: entries.get(group.main)!,
          mainFacts: said.facts(group.main),
          read: keptOf(known, group),
          albums,
        });
        continue;
      }
      yield { type: 'item', item: this.#item(known, group, albums, photos) };
    }
  }

  /** Photos without sidecar, and sidecars without photo, when all folders are known. */
  async *#rest(): AsyncGenerator<SourceEvent> {
    const left: Waiting[] = [];
    const twins = await twinSidecars(this.#waiting, this.#folders);
    for (const waiting of this.#waiting) {
      const twin = twins.get(waiting);
      if (twin == null) left.push(waiting);
      else yield { type: 'item', item: await this.#borrowed(waiting, twin, false) };
    }
    const distant = distantSidecars(left, this.#unused, this.#folders);
    const used = new Set(distant.values());
    for (const waiting of left) {
      const path = `${waiting.folder.path}/${waiting.group.main}`;
      const found = distant.get(waiting);
      if (found != null) {
        const from = `${found.folder.path}/${found.entry.name}`;
        yield* told([
          {
            code: 'distant-sidecar',
            path,
            message: `${path} has no sidecar in its folder; ${from}, the only one in the export that fits its name, was used. Check its date and place.`,
          },
        ]);
        yield { type: 'item', item: await this.#borrowed(waiting, found.entry, true) };
        continue;
      }
      yield* told([
        {
          code: 'unmatched-media',
          path,
          message: `${path} has no sidecar in the parts given. What it says of itself is all that is known of it.`,
        },
      ]);
      yield { type: 'item', item: this.#item(waiting.read, waiting.group, waiting.albums, new Map()) };
    }
    yield* told(this.#missing(this.#unused.filter(unused => !used.has(unused))));
  }

  /** A photo that only sidecars know is missing once, however many albums it is in. */
  #missing(unused: readonly Unused[]): readonly SourceFinding[] {
    const findings: SourceFinding[] = [];
    for (const { folder, entry, photo } of unused) {
      const key = identityKey(photo);
      // It is there in another folder: this is an album's mark of it, and was taken as one. In this folder it would
      // be another photo, uploaded twice.
      const here = this.#here.get(key);
      if (here != null && here !== folder) continue;
      this.#mark(key, folder);
      const name = photo.facts.sidecarOf?.name ?? 'a photo or video';
      findings.push({
        code: 'unmatched-sidecar',
        path: `${folder.path}/${entry.name}`,
        message: `${folder.path}/${entry.name} tells of ${name}, which isn't in the parts given. A part may be missing, or Google left it out. Look for it at Google.`,
        missing: true,
      });
    }
    return findings;
  }

  async #borrowed(waiting: Waiting, sidecar: Entry, distant: boolean): Promise<SourceItem> {
    const { read, group, albums } = waiting;
    const photo = await readJson(sidecar);
    const said = new Map(photo.form === 'photo' ? [[sidecar.name, photo]] : []);
    const members = [...group.members, { name: sidecar.name, role: 'sidecar' as const }];
    const item = this.#item(read, { ...group, members }, albums, said, sidecar);
    return distant ? { ...item, distant } : item;
  }

  #item(
    { folder, entry, facts }: Known,
    group: Group,
    albums: readonly string[],
    photos: ReadonlyMap<string, Photo>,
    borrowed?: Entry,
  ): SourceItem {
    const [photo] = photos.values();
    const placed = group.members.map(({ name, role }) => this.#placed(entry(name) ?? borrowed!, folder, role));
    const files = placed.filter(({ role }) => role !== 'sidecar');
    const all = new Set(albums);
    if (photo != null) {
      const key = identityKey(photo);
      this.#mark(key, folder);
      for (const album of this.#albumsOf.get(key) ?? []) all.add(album);
    }
    return {
      directory: folder.path,
      main: files.find(({ name }) => name === group.main)!,
      files,
      sidecars: placed.filter(({ role }) => role === 'sidecar'),
      said: new Map(
        group.members.flatMap(({ name }) => {
          const said = photos.get(name)?.facts ?? facts(name);
          return said == null ? [] : [[name, said] as const];
        }),
      ),
      group,
      albums: [...all],
      states: photo?.states ?? {},
      ...(photo != null && { raw: photo.raw }),
    };
  }

  #mark(key: number, folder: TakeoutFolder): void {
    const there = this.#here.get(key);
    this.#here.set(key, there == null || there === folder ? folder : 'several');
  }

  /** A folder of one year, by what is in it. Where it says to be an album it is one, unless other years are called alike and don't. */
  #isYear({ folder, said, titles }: ReadFolder): boolean {
    const { instants } = said;
    const template = yearTemplate(folder.name);
    if (titles.length > 0) {
      return isYearFolder(folder.name, instants) && (this.#templates.has(template) || titles.some(isYearTitle));
    }
    const isYear =
      isYearFolder(folder.name, instants) || (yearIn(folder.name) != null && this.#templates.has(template));
    if (isYear) this.#templates.add(template);
    return isYear;
  }

  #placed(entry: Entry, folder: TakeoutFolder, role: PlacedFile['role']): PlacedFile {
    return new PlacedFile(entry, folder.path, role, this.#parts);
  }
}

/** What stays when its folder is closed. */
function keptOf({ folder, entry, facts }: Known, { members }: Group): Known {
  const entries = new Map(members.map(({ name }) => [name, entry(name)]));
  const said = new Map(members.map(({ name }) => [name, facts(name)]));
  return { folder, entry: name => entries.get(name), facts: name => said.get(name) };
}
