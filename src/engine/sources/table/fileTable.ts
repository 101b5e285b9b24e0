import type { AppleChecksum } from '../../media/appleChecksum.ts';
import type { Role } from '../../media/model.ts';
import type { Part } from '../archive/entry.ts';
import { EntryTable } from '../archive/entryList.ts';
import type { SourceFile } from '../source.ts';
import { PlacedFile } from '../sourceFile.ts';
import { Numbers } from './numbers.ts';
import { Texts } from './texts.ts';

const ROLES: readonly Role[] = ['original', 'edited', 'live', 'raw', 'sidecar', 'other'];

/** What most files don't have, in the column of texts. */
const NONE = -1;
/** In the column of entries: the file is kept as it is. */
const WHOLE = -1;

/**
 * Files of a source as numbers and bytes, made into objects only when they are asked for: about 100 bytes for each
 * instead of 500.
 */
export class FileTable {
  readonly #entries = new Map<Part, EntryTable>();
  readonly #tables: EntryTable[] = [];
  readonly #partsOf: (readonly Part[])[] = [];
  /** Names of folders, in the source and in its parts, each once. */
  readonly #folders: string[] = [];
  readonly #folderRows = new Map<string, number>();
  /** Names and checksums that are not the entry's own. */
  readonly #texts = new Texts();
  /** Table, row in it, folder in the source, folder in the part, role, name, checksum, whether that is of an edit. */
  readonly #rows = new Numbers(8);
  readonly #whole = new Map<number, SourceFile>();

  get length(): number {
    return this.#rows.length;
  }

  /** @returns the row */
  add(file: SourceFile): number {
    // One that lies beyond what was given is a part of its own: a table for it alone would be no gain.
    const detail = file instanceof PlacedFile && file.part >= 0 ? file.entry.detail : undefined;
    if (!(file instanceof PlacedFile) || detail == null) {
      const row = this.#rows.add(WHOLE);
      this.#whole.set(row, file);
      return row;
    }
    const { entry, directory, role, parts, name, appleChecksum: checksum } = file;
    const table = this.#table(entry.part, parts);
    return this.#rows.add(
      table,
      this.#tables[table]!.add(entry, detail),
      this.#folder(directory),
      this.#folder(entry.folder ?? ''),
      ROLES.indexOf(role),
      name === entry.name ? NONE : this.#texts.add(name),
      checksum == null ? NONE : this.#texts.add(checksum.value),
      Number(checksum?.isEdited),
    );
  }

  /** Another object at each call, but equal. @param row one that there is */
  at(row: number): SourceFile {
    const table = this.#rows.at(row, 0);
    if (table === WHOLE) return this.#whole.get(row)!;
    const column = (index: number): number => this.#rows.at(row, index);
    const entry = this.#tables[table]!.at(column(1), this.#folders[column(3)]!);
    const [name, checksum] = [column(5), column(6)];
    const appleChecksum: AppleChecksum | undefined =
      checksum === NONE ? undefined : { value: this.#texts.at(checksum), isEdited: column(7) === 1 };
    return new PlacedFile(entry, this.#folders[column(2)]!, ROLES[column(4)]!, this.#partsOf[table]!, {
      ...(name !== NONE && { name: this.#texts.at(name) }),
      ...(appleChecksum != null && { appleChecksum }),
    });
  }

  #table(part: Part, parts: readonly Part[]): number {
    const known = this.#entries.get(part);
    if (known != null) return this.#tables.indexOf(known);
    const table = new EntryTable(part);
    this.#entries.set(part, table);
    this.#partsOf.push(parts);
    return this.#tables.push(table) - 1;
  }

  #folder(path: string): number {
    const known = this.#folderRows.get(path);
    if (known != null) return known;
    const row = this.#folders.push(path) - 1;
    this.#folderRows.set(path, row);
    return row;
  }
}
