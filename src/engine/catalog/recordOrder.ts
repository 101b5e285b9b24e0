/**
 * All files that the ledger has recorded, in one order that every catalog of the backup has: by folder, then by name,
 * as the bytes of their UTF-8. What was taken from SHA256SUMS alone is not in it, for others don't know it.
 */
import type { Statement } from 'better-sqlite3';
import type { Catalog } from './open.ts';

/** As arrays: there are as many as there are files, and objects cost several times as much. */
export type OrderedFile = readonly [id: number, path: string, name: string, sha: Buffer];
/** With the bytes of names that are not UTF-8. */
export type NamedFile = readonly [...OrderedFile, pathRaw: Buffer | null, raw: Buffer | null];

export interface Place {
  readonly path: string;
  readonly name: string;
}

const COLUMNS = 'f.id, d.path, f.name, f.rec_sha';
// Folders first: both indexes give the order, and nothing is sorted.
const ROWS = `SELECT ${COLUMNS} FROM dir d CROSS JOIN file f ON f.dir = d.id WHERE f.rec_size IS NOT NULL AND`;
const FIRST = 8;
const MOST = 1024;

export class RecordOrder {
  readonly #here: Statement<[string, string, number], OrderedFile>;
  readonly #rest: Statement<[string, string, number], OrderedFile>;
  readonly #after: Statement<[string, number], OrderedFile>;
  readonly #sorted: Statement<[string], NamedFile>;

  constructor(db: Catalog) {
    const rows = (sql: string): never => db.prepare(sql).raw(true) as never;
    this.#here = rows(`${ROWS} d.path = ? AND f.name >= ? ORDER BY f.name LIMIT ?`);
    this.#rest = rows(`${ROWS} d.path = ? AND f.name > ? ORDER BY f.name LIMIT ?`);
    this.#after = rows(`${ROWS} d.path > ? ORDER BY d.path, f.name LIMIT ?`);
    this.#sorted = rows(
      `SELECT ${COLUMNS}, d.raw, f.raw FROM json_each(?) w JOIN file f ON f.id = w.value JOIN dir d ON d.id = f.dir
       WHERE f.rec_size IS NOT NULL ORDER BY d.path, f.name`,
    );
  }

  /** Those of these files that are recorded, in order. */
  sorted(ids: readonly number[]): readonly NamedFile[] {
    return this.#sorted.all(JSON.stringify(ids));
  }

  /** From a place on, whether there is a file or not. Read in growing strokes, for most who ask soon have enough. */
  *from({ path, name }: Place): Generator<OrderedFile> {
    let size = FIRST;
    let rows = this.#here.all(path, name, size);
    let last = [path, name] as const;
    for (;;) {
      yield* rows;
      const end = rows.at(-1);
      if (end != null) last = [end[1], end[2]];
      const isFull = rows.length === size;
      size = Math.min(MOST, size * 4);
      rows = isFull ? this.#rest.all(...last, size) : [];
      if (rows.length === 0) rows = this.#after.all(last[0], size);
      if (rows.length === 0) return;
    }
  }
}
