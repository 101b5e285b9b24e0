import { nameKey } from '../../backup/name.ts';
import { AppleChecksumHash } from '../../media/appleChecksum.ts';
import { splitName } from '../../media/kinds.ts';
import { JsonStore } from '../../table/jsonStore.ts';
import { TextIndex } from '../../table/textIndex.ts';
import type { Entry } from '../archive/entry.ts';
import type { SourceFinding } from '../finding.ts';
import type { DetailsRow } from './appleCsv.ts';
import { type ArchiveFolder, isMedia, within } from './archiveFolder.ts';

/** A line that fits no file of its folder by name. */
interface Left {
  readonly folder: ArchiveFolder;
  readonly row: DetailsRow;
  isUsed: boolean;
}

/** What the lists of one folder say of its files, by name. */
export interface FolderDetails {
  /** @param key of the name */
  get(key: string): DetailsRow | undefined;
}

/** The lines of one folder, by their places among all. */
interface FolderLines {
  readonly first: number;
  readonly byName: TextIndex;
  /** Of names that lines which differ have. */
  readonly several: Map<string, number[]>;
}

/**
 * What the lists of an archive say of its files. A list speaks of its own folder: the same name in another part is
 * another photo. What fits by name nowhere is looked for by checksum, in all parts.
 */
export class Details {
  /** All lines, folder by folder: there may be hundreds of thousands. */
  readonly #rows = new JsonStore<DetailsRow>();
  readonly #folders = new Map<ArchiveFolder, FolderLines>();
  /** By checksum. */
  readonly #left = new Map<string, Left[]>();
  /** Files that fit no line by name, or several. */
  readonly #files: { readonly folder: ArchiveFolder; readonly entry: Entry }[] = [];
  /** What their bytes told. */
  readonly #byBytes = new Map<ArchiveFolder, Map<string, DetailsRow>>();

  /** Whether any list was found. */
  get isThere(): boolean {
    return this.#folders.size > 0;
  }

  /** Takes in a `Photo Details*.csv`. All of one folder come before those of another. */
  list(folder: ArchiveFolder, rows: readonly DetailsRow[]): void {
    const lines: FolderLines = this.#folders.get(folder) ?? {
      first: this.#rows.length,
      byName: new TextIndex(at => nameKey(this.#rows.at(at).name)),
      several: new Map(),
    };
    this.#folders.set(folder, lines);
    for (const row of rows) {
      const key = nameKey(row.name);
      const there = this.#named(lines, key);
      // The same line may be there twice.
      if (there.some(at => JSON.stringify(this.#rows.at(at)) === JSON.stringify(row))) continue;
      const at = this.#rows.add(row);
      if (there.length === 0) lines.byName.set(key, at);
      else lines.several.set(key, [...there, at]);
    }
  }

  /** Once for each folder when its lists are taken in, also for one without lists. */
  async matchNames(folder: ArchiveFolder): Promise<void> {
    const lines = this.#folders.get(folder);
    const first = lines?.first ?? this.#rows.length;
    const isUsed = new Uint8Array(this.#rows.length - first);
    for (const entry of folder.entries) {
      if (!isMedia(entry)) continue;
      const named = lines == null ? [] : this.#named(lines, nameKey(entry.name)).filter(at => isUsed[at - first] === 0);
      const at = named.length < 2 ? named[0] : await this.#byChecksum(named, entry);
      if (at == null) {
        this.#files.push({ folder, entry });
        continue;
      }
      if (named.length > 1) this.#take(folder, entry, this.#rows.at(at));
      isUsed[at - first] = 1;
    }
    isUsed.forEach((used, index) => {
      if (used === 1) return;
      const row = this.#rows.at(first + index);
      const left: Left = { folder, row, isUsed: false };
      const same = this.#left.get(row.checksum);
      if (same == null) this.#left.set(row.checksum, [left]);
      else same.push(left);
    });
  }

  #named({ byName, several }: FolderLines, key: string): readonly number[] {
    const at = byName.get(key);
    return several.get(key) ?? (at == null ? [] : [at]);
  }

  async #byChecksum(named: readonly number[], entry: Entry): Promise<number | undefined> {
    const checksum = await checksumOf(entry);
    return named.find(at => this.#rows.at(at).checksum === checksum);
  }

  /** When all folders are added. Files without a line and lines without a file: of those of one kind the bytes are read. */
  async match(): Promise<void> {
    const left = [...this.#left.values()].flat().filter(({ row }) => row.checksum !== '');
    const kinds = new Set(left.map(({ row }) => splitName(row.name).extension));
    for (const { folder, entry } of this.#files) {
      if (!kinds.has(splitName(entry.name).extension)) continue;
      const checksum = await checksumOf(entry);
      const same = (this.#left.get(checksum ?? '') ?? []).filter(({ isUsed }) => !isUsed);
      const found = same.find(each => each.folder === folder) ?? same[0];
      if (found == null || checksum == null) continue;
      found.isUsed = true;
      this.#take(folder, entry, found.row);
    }
    this.#files.length = 0;
  }

  /** After `match`. */
  of(folder: ArchiveFolder): FolderDetails {
    const lines = this.#folders.get(folder);
    const byBytes = this.#byBytes.get(folder);
    const byName = (key: string): DetailsRow | undefined => {
      const [at, second] = lines == null ? [] : this.#named(lines, key);
      return at == null || second != null ? undefined : this.#rows.at(at);
    };
    return { get: key => byBytes?.get(key) ?? byName(key) };
  }

  /** Nothing can be asked for after it. */
  close(): void {
    this.#rows.close();
  }

  /** Tells that the bytes of a line are here: then it isn't missing where it is listed again. */
  seen({ checksum }: DetailsRow): void {
    if (checksum !== '') for (const left of this.#left.get(checksum) ?? []) left.isUsed = true;
  }

  /** When every line that has a file was `seen`. */
  *missing(): Generator<SourceFinding> {
    for (const { folder, row, isUsed } of [...this.#left.values()].flat()) {
      if (isUsed || row.deleted) continue;
      const where = within(folder, row.name);
      const message = `${where} is in the list of its folder, but not in the parts given. A part may be missing or damaged, or Apple left it out. Look for it at iCloud.`;
      yield { code: 'unmatched-sidecar', path: where, message, missing: true };
    }
  }

  #take(folder: ArchiveFolder, { name }: Entry, row: DetailsRow): void {
    const there = this.#byBytes.get(folder) ?? new Map<string, DetailsRow>();
    this.#byBytes.set(folder, there);
    there.set(nameKey(name), row);
  }
}

/** Where nothing else tells photos apart, their bytes do. */
async function checksumOf(entry: Entry): Promise<string | undefined> {
  const hash = new AppleChecksumHash();
  try {
    for await (const chunk of await entry.open()) hash.update(chunk as Buffer);
  } catch {
    // That it can't be read is said when it is taken.
    return undefined;
  }
  return hash.digest();
}
