/**
 * What the catalog knows of the files of each folder, read in large strokes: the walk asks folder after folder
 * in nearly the order in which their rows were made, and a query for each costs more than the walk itself.
 */
import type { Statement } from 'better-sqlite3';
import { type Name, nameKey } from '../../backup/name.ts';
import type { Catalog } from '../../catalog/open.ts';

export interface KnownFile {
  readonly id: number;
  readonly name: string;
  readonly present: boolean;
  readonly size: number | null;
  /** Microseconds. */
  readonly mtime: number | null;
  readonly onlineOnly: boolean;
  /** Index has looked at it before. */
  readonly indexed: boolean;
}

export interface KnownDir {
  readonly id: number;
  /** See {@link import('./signature.ts').folderSignature}; null where the last look was not clean. */
  readonly signature: string | null;
}

type Raw = readonly [
  dir: number,
  id: number,
  name: string,
  present: number,
  size: number | null,
  mtime: number | null,
  online: number,
  indexed: number,
];

const COLUMNS = 'dir, id, name, present, size, mtime, online_only, read_v IS NOT NULL';
/** Folders read in one stroke. */
const STROKE = 256;
/** Strokes held at a time: the walk comes back to a parent's neighbours now and then. */
const HELD = 4;

const fileOf = ([, id, name, present, size, mtime, online, indexed]: Raw): KnownFile => ({
  id,
  name,
  present: present === 1,
  size,
  mtime,
  onlineOnly: online === 1,
  indexed: indexed === 1,
});

export class KnownFiles {
  readonly #dirs: ReadonlyMap<string, KnownDir>;
  #byKey: Map<string, string[]> | undefined;
  readonly #range: Statement<[number, number], Raw>;
  readonly #one: Statement<[number], Raw>;
  readonly #strokes = new Map<number, ReadonlyMap<number, readonly KnownFile[]>>();
  /** Strokes that may still be read before it is cheaper to ask for each folder: the order is not what was hoped for. */
  #budget: number;

  constructor(db: Catalog) {
    const dirs = db
      .prepare<[], readonly [string, number, string | null]>('SELECT path, id, signature FROM dir')
      .raw(true)
      .all() as unknown as readonly (readonly [string, number, string | null])[];
    this.#dirs = new Map(dirs.map(([path, id, signature]) => [path, { id, signature }]));
    this.#range = db
      .prepare<[number, number], Raw>(`SELECT ${COLUMNS} FROM file WHERE dir >= ? AND dir < ? ORDER BY dir`)
      .raw(true) as never;
    this.#one = db.prepare<[number], Raw>(`SELECT ${COLUMNS} FROM file WHERE dir = ?`).raw(true) as never;
    this.#budget = 8 + (2 * dirs.length) / STROKE;
  }

  /** All folders that were known when this began, by path. */
  get dirs(): ReadonlyMap<string, KnownDir> {
    return this.#dirs;
  }

  /** A known folder whose path is this one in another Unicode form; whether it is the same folder is for the disk to say. */
  inOtherForm(path: string): (KnownDir & { readonly path: string }) | undefined {
    const key = nameKey(path);
    if (key === path && /^[\x20-\x7e]*$/.test(path)) return undefined;
    if (this.#byKey == null) {
      this.#byKey = new Map();
      for (const known of this.#dirs.keys()) {
        const form = nameKey(known);
        const list = this.#byKey.get(form);
        if (list == null) this.#byKey.set(form, [known]);
        else list.push(known);
      }
    }
    for (const known of this.#byKey.get(key) ?? []) {
      const dir = this.#dirs.get(known);
      if (known !== path && dir != null) return { ...dir, path: known };
    }
    return undefined;
  }

  files(dir: number): readonly KnownFile[] {
    const stroke = Math.floor(dir / STROKE);
    const held = this.#strokes.get(stroke);
    if (held != null) return held.get(dir) ?? [];
    if (this.#budget-- <= 0) return this.#one.all(dir).map(fileOf);
    const files = new Map<number, KnownFile[]>();
    for (const raw of this.#range.all(stroke * STROKE, (stroke + 1) * STROKE)) {
      const list = files.get(raw[0]);
      if (list == null) files.set(raw[0], [fileOf(raw)]);
      else list.push(fileOf(raw));
    }
    this.#strokes.set(stroke, files);
    const [oldest] = this.#strokes.keys();
    if (this.#strokes.size > HELD && oldest != null) this.#strokes.delete(oldest);
    return files.get(dir) ?? [];
  }
}

/** The known files of one folder while it is compared: each is taken once. */
export class KnownFolder {
  readonly #byName: Map<string, KnownFile>;
  #byKey: Map<string, KnownFile> | undefined;

  constructor(files: readonly KnownFile[]) {
    this.#byName = new Map(files.map(file => [file.name, file]));
  }

  take(name: string): KnownFile | undefined {
    const file = this.#byName.get(name);
    if (file != null) this.#byName.delete(name);
    return file;
  }

  /** The same name in another Unicode form: what a Mac wrote as NFD and this system lists as NFC. Asked when all names were taken. */
  takeOtherForm(name: Name): KnownFile | undefined {
    if (this.#byName.size === 0) return undefined;
    this.#byKey ??= new Map([...this.#byName.values()].map(file => [nameKey(file.name), file]));
    const file = this.#byKey.get(nameKey(name.text));
    return file == null ? undefined : this.take(file.name);
  }

  /** Those that the folder does not hold any more. */
  rest(): Iterable<KnownFile> {
    return this.#byName.values();
  }
}
