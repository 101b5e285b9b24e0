import type { Role } from '../media/model.ts';
import { Numbers } from '../table/numbers.ts';
import { Texts } from '../table/texts.ts';
import type { Part } from './archive/entry.ts';
import { EntryTable } from './archive/entryList.ts';
import type { SourceFile } from './source.ts';
import { PlacedFile } from './sourceFile.ts';

const ROLES: readonly Role[] = ['original', 'edited', 'live', 'raw', 'sidecar', 'other'];

/** Roles, with and without an edit. */
const KINDS = 16;
/** More folders than there can be. */
const FOLDERS = 2 ** 26;
/** What most files don't have, in the column of texts. */
const NONE = -1;
/** In the first column: the file is kept as it is. */
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
  /** Name and checksum where they are not the entry's own. */
  readonly #texts = new Texts();
  /** Table with role and whether the checksum is of an edit, row in the table, both folders, and text. */
  readonly #rows = new Numbers(4);
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
    const own = name === entry.name ? '' : name;
    return this.#rows.add(
      table * KINDS + ROLES.indexOf(role) * 2 + Number(checksum?.isEdited === true),
      this.#tables[table]!.add(entry, detail),
      this.#folder(directory) * FOLDERS + this.#folder(entry.folder ?? ''),
      own === '' && checksum == null ? NONE : this.#texts.add(`${own}\0${checksum?.value ?? ''}`),
    );
  }

  /** Another object at each call, but equal. @param row one that there is */
  at(row: number): SourceFile {
    const first = this.#rows.at(row, 0);
    if (first === WHOLE) return this.#whole.get(row)!;
    const table = Math.floor(first / KINDS);
    const folders = this.#rows.at(row, 2);
    const entry = this.#tables[table]!.at(this.#rows.at(row, 1), this.#folders[folders % FOLDERS]!);
    const text = this.#rows.at(row, 3);
    const own = text === NONE ? '\0' : this.#texts.at(text);
    // No checksum has a NUL in it.
    const end = own.lastIndexOf('\0');
    const [name, checksum] = [own.slice(0, end), own.slice(end + 1)];
    return new PlacedFile(
      entry,
      this.#folders[Math.floor(folders / FOLDERS)]!,
      ROLES[Math.floor((first % KINDS) / 2)]!,
      this.#partsOf[table]!,
      {
        ...(name !== '' && { name }),
        ...(checksum !== '' && { appleChecksum: { value: checksum, isEdited: first % 2 === 1 } }),
      },
    );
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
