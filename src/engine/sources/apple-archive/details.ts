import { nameKey } from '../../backup/name.ts';
import { AppleChecksumHash } from '../../media/appleChecksum.ts';
import { splitName } from '../../media/kinds.ts';
import type { Entry } from '../archive/entry.ts';
import type { SourceFinding } from '../finding.ts';
import type { DetailsRow } from './appleCsv.ts';
import { type ArchiveFolder, isMedia, within } from './archiveFolder.ts';

/** Where nothing else tells them apart, only the bytes do. */
const checksumOf = async (entry: Entry): Promise<string | undefined> => {
  const hash = new AppleChecksumHash();
  try {
    for await (const chunk of await entry.open()) hash.update(chunk as Buffer);
  } catch {
    // That it can't be read is said when it is taken.
    return undefined;
  }
  return hash.digest();
};

interface Left {
  readonly folder: ArchiveFolder;
  readonly row: DetailsRow;
}

/**
 * What the lists of an archive say of its files. A list speaks of its own folder: the same name in another part is
 * another photo. What fits by name nowhere is looked for by checksum, in all parts.
 */
export class Details {
  readonly #rows = new Map<ArchiveFolder, Map<string, DetailsRow[]>>();
  readonly #matched = new Map<ArchiveFolder, Map<string, DetailsRow>>();

  #isThere = false;

  /** Whether any list was found. */
  get isThere(): boolean {
    return this.#isThere;
  }

  add(folder: ArchiveFolder, rows: readonly DetailsRow[]): void {
    const there = this.#rows.get(folder) ?? new Map<string, DetailsRow[]>();
    this.#rows.set(folder, there);
    this.#isThere = true;
    for (const row of rows) {
      const same = there.get(nameKey(row.name));
      if (same == null) there.set(nameKey(row.name), [row]);
      else if (!same.some(known => JSON.stringify(known) === JSON.stringify(row))) same.push(row);
    }
  }

  /** After `match`. */
  of(folder: ArchiveFolder, name: string): DetailsRow | undefined {
    return this.#matched.get(folder)?.get(nameKey(name));
  }

  /** When all lists are added. @returns what fits nowhere */
  async match(folders: readonly ArchiveFolder[]): Promise<readonly SourceFinding[]> {
    const findings: SourceFinding[] = [];
    const left: Left[] = [];
    const files: { readonly folder: ArchiveFolder; readonly entry: Entry }[] = [];
    for (const folder of folders) {
      const rows = this.#rows.get(folder) ?? new Map<string, DetailsRow[]>();
      const used = new Set<DetailsRow>();
      for (const entry of folder.entries) {
        if (!isMedia(entry)) continue;
        const named = rows.get(nameKey(entry.name)) ?? [];
        const row = named.length < 2 ? named[0] : await byChecksum(named, entry);
        if (row == null) files.push({ folder, entry });
        else this.#take(folder, entry, row);
        if (row != null) used.add(row);
      }
      for (const row of [...rows.values()].flat()) if (!used.has(row)) left.push({ folder, row });
      // They aren't asked for again.
      this.#rows.set(folder, new Map());
    }
    const unused = await this.#byBytes(files, left);
    const known = new Set([...this.#matched.values()].flatMap(rows => [...rows.values()].map(checksumText)));
    for (const { folder, row } of unused) {
      if (row.deleted || (row.checksum !== '' && known.has(row.checksum))) continue;
      const where = within(folder, row.name);
      const message = `${where} is in the list of its folder, but not in the parts given. A part may be missing or damaged, or Apple left it out. Look for it at iCloud.`;
      findings.push({ code: 'unmatched-sidecar', path: where, message, missing: true });
    }
    return findings;
  }

  #take(folder: ArchiveFolder, { name }: Entry, row: DetailsRow): void {
    const there = this.#matched.get(folder) ?? new Map<string, DetailsRow>();
    this.#matched.set(folder, there);
    there.set(nameKey(name), row);
  }

  /** Files without a line and lines without a file: of those of one kind the bytes are read. @returns lines that are left */
  async #byBytes(
    files: readonly { readonly folder: ArchiveFolder; readonly entry: Entry }[],
    left: readonly Left[],
  ): Promise<readonly Left[]> {
    const wanted = Map.groupBy(
      left.filter(({ row }) => row.checksum !== ''),
      ({ row }) => row.checksum,
    );
    const kinds = new Set(left.map(({ row }) => splitName(row.name).extension));
    const used = new Set<Left>();
    for (const { folder, entry } of files) {
      if (wanted.size === 0) break;
      if (!kinds.has(splitName(entry.name).extension)) continue;
      const checksum = await checksumOf(entry);
      const same = checksum == null ? [] : (wanted.get(checksum) ?? []);
      const found = same.find(each => !used.has(each) && each.folder === folder) ?? same.find(each => !used.has(each));
      if (found == null) continue;
      used.add(found);
      this.#take(folder, entry, found.row);
    }
    return left.filter(each => !used.has(each));
  }
}

const checksumText = ({ checksum }: DetailsRow): string => checksum;

async function byChecksum(rows: readonly DetailsRow[], entry: Entry): Promise<DetailsRow | undefined> {
  const checksum = await checksumOf(entry);
  return rows.find(row => row.checksum === checksum);
}
