/**
 * All files that the ledger has recorded, in one order that every catalog of the backup has: by folder, then by name,
 * as the bytes of their UTF-8. What was taken from SHA256SUMS alone is not in it, for others don't know it.
 */
import type { Statement } from 'better-sqlite3';
import type { Catalog } from './open.ts';

export interface OrderedFile {
  readonly id: number;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly sha: Buffer;
}

export interface Place {
  readonly path: string;
  readonly name: string;
}

const COLUMNS = 'f.id, d.path, d.raw AS pathRaw, f.name, f.raw, f.rec_sha AS sha';
// Folders first: both indexes give the order, and nothing is sorted.
const ROWS = `SELECT ${COLUMNS} FROM dir d CROSS JOIN file f ON f.dir = d.id WHERE f.rec_size IS NOT NULL AND`;
const FIRST = 8;
const MOST = 1024;

export class RecordOrder {
  readonly #here: Statement<[string, string, number], OrderedFile>;
  readonly #rest: Statement<[string, string, number], OrderedFile>;
  readonly #after: Statement<[string, number], OrderedFile>;
  readonly #sorted: Statement<[string], OrderedFile>;

  constructor(db: Catalog) {
    this.#here = db.prepare(`${ROWS} d.path = ? AND f.name >= ? ORDER BY f.name LIMIT ?`);
    this.#rest = db.prepare(`${ROWS} d.path = ? AND f.name > ? ORDER BY f.name LIMIT ?`);
    this.#after = db.prepare(`${ROWS} d.path > ? ORDER BY d.path, f.name LIMIT ?`);
    this.#sorted = db.prepare(
      `SELECT ${COLUMNS} FROM json_each(?) w JOIN file f ON f.id = w.value JOIN dir d ON d.id = f.dir
       WHERE f.rec_size IS NOT NULL ORDER BY d.path, f.name`,
    );
  }

  /** Those of these files that are recorded, in order. */
  sorted(ids: readonly number[]): readonly OrderedFile[] {
    return this.#sorted.all(JSON.stringify(ids));
  }

  /** From a place on, whether there is a file or not. Read in growing strokes, for most who ask soon have enough. */
  *from({ path, name }: Place): Generator<OrderedFile> {
    let size = FIRST;
    let rows = this.#here.all(path, name, size);
    let last: Place = { path, name };
    for (;;) {
      for (const row of rows) {
        last = row;
        yield row;
      }
      const isFull = rows.length === size;
      size = Math.min(MOST, size * 4);
      rows = isFull ? this.#rest.all(last.path, last.name, size) : [];
      if (rows.length === 0) rows = this.#after.all(last.path, size);
      if (rows.length === 0) return;
    }
  }
}
