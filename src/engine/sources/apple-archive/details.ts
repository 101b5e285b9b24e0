import { nameKey } from '../../backup/name.ts';
import { AppleChecksumHash } from '../../media/appleChecksum.ts';
import { splitName } from '../../media/kinds.ts';
import type { Entry } from '../archive/entry.ts';
import type { SourceFinding } from '../finding.ts';
import { type DetailsRow, readAppleCsv } from './appleCsv.ts';
import { type ArchiveFolder, isMedia, within } from './archiveFolder.ts';

/** A line that fits no file of its folder by name. */
interface Left {
  readonly folder: ArchiveFolder;
  readonly row: DetailsRow;
  isUsed: boolean;
}

/** What the lists of one folder say of its files, by name. */
export type FolderDetails = ReadonlyMap<string, DetailsRow>;

/**
 * What the lists of an archive say of its files. A list speaks of its own folder: the same name in another part is
 * another photo. What fits by name nowhere is looked for by checksum, in all parts. Lists are read folder by folder,
 * and again when the folder is told: hundreds of thousands of lines aren't held.
 */
export class Details {
  readonly #lists = new Map<ArchiveFolder, Entry[]>();
  /** By checksum. */
  readonly #left = new Map<string, Left[]>();
  /** Files that fit no line by name, or several. */
  readonly #files: { readonly folder: ArchiveFolder; readonly entry: Entry }[] = [];
  /** What their bytes told. */
  readonly #byBytes = new Map<ArchiveFolder, Map<string, DetailsRow>>();

  /** Whether any list was found. */
  get isThere(): boolean {
    return this.#lists.size > 0;
  }

  /**
   * Once for each folder, also for one without lists.
   * @param lists `Photo Details*.csv`, with what they say
   */
  async add(folder: ArchiveFolder, lists: ReadonlyMap<Entry, readonly DetailsRow[]>): Promise<void> {
    if (lists.size > 0) this.#lists.set(folder, [...lists.keys()]);
    const rows = byName([...lists.values()].flat());
    for (const entry of folder.entries) {
      if (!isMedia(entry)) continue;
      const key = nameKey(entry.name);
      const named = rows.get(key) ?? [];
      const row = named.length < 2 ? named[0] : await byChecksum(named, entry);
      if (row == null) this.#files.push({ folder, entry });
      else if (named.length > 1) this.#take(folder, entry, row);
      const others = named.filter(each => each !== row);
      if (others.length === 0) rows.delete(key);
      else rows.set(key, others);
    }
    for (const row of [...rows.values()].flat()) {
      const left: Left = { folder, row, isUsed: false };
      const same = this.#left.get(row.checksum);
      if (same == null) this.#left.set(row.checksum, [left]);
      else same.push(left);
    }
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
  async of(folder: ArchiveFolder): Promise<FolderDetails> {
    const read: DetailsRow[] = [];
    for (const list of this.#lists.get(folder) ?? []) {
      const csv = await readAppleCsv(list);
      if (csv.form === 'details') read.push(...csv.rows);
    }
    const found = new Map<string, DetailsRow>();
    for (const [key, [row, second]] of byName(read)) if (row != null && second == null) found.set(key, row);
    for (const [key, row] of this.#byBytes.get(folder) ?? []) found.set(key, row);
    return found;
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

/** Without lines that are there twice. */
function byName(rows: readonly DetailsRow[]): Map<string, readonly DetailsRow[]> {
  const found = new Map<string, readonly DetailsRow[]>();
  for (const row of rows) {
    const key = nameKey(row.name);
    const same = found.get(key);
    if (same == null) found.set(key, [row]);
    else if (!same.some(known => JSON.stringify(known) === JSON.stringify(row))) found.set(key, [...same, row]);
  }
  return found;
}

async function byChecksum(rows: readonly DetailsRow[], entry: Entry): Promise<DetailsRow | undefined> {
  const checksum = await checksumOf(entry);
  return rows.find(row => row.checksum === checksum);
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
