/** The files that a verification is to read: those that were proved longest ago first. */
import { type Name, storedName } from '../../backup/name.ts';
import type { Catalog } from '../../catalog/open.ts';

export interface DueFile {
  readonly id: number;
  readonly dirName: Name;
  readonly name: Name;
  readonly size: number;
  readonly onlineOnly: boolean;
  readonly recorded: { readonly sha256: Buffer; readonly size: number; readonly mtime: number } | undefined;
}

interface Row {
  readonly id: number;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly size: number;
  readonly online_only: number;
  readonly rec_sha: Buffer | null;
  readonly rec_size: number;
  readonly rec_mtime: number;
}

const CHUNK = 1000;

/** A list of 400,000 files with their checksums is too much to hold: ids are held, the rest is fetched as it is wanted. */
export class DueFiles implements Iterable<DueFile> {
  readonly #db: Catalog;
  readonly #ids: readonly number[];
  /** Bytes that are to be read. */
  readonly bytes: number;

  /** @param before Unix ms: only what was not proved since then; a proof of the future was dated by a wrong clock */
  constructor(db: Catalog, before: number) {
    this.#db = db;
    const rows = db
      .prepare<[number, number], readonly [id: number, bytes: number]>(
        `SELECT f.id, CASE f.online_only WHEN 1 THEN 0 ELSE f.size END FROM file f JOIN dir d ON d.id = f.dir
         WHERE f.present = 1 AND (coalesce(f.proved, -1) < ? OR f.proved > ?) ORDER BY coalesce(f.proved, -1), d.path, f.name`,
      )
      .raw(true)
      .all(before, Date.now()) as unknown as readonly (readonly [number, number])[];
    this.#ids = rows.map(([id]) => id);
    this.bytes = rows.reduce((sum, [, bytes]) => sum + bytes, 0);
  }

  get length(): number {
    return this.#ids.length;
  }

  *[Symbol.iterator](): Generator<DueFile> {
    const fetch = this.#db.prepare<[string], Row>(
      `SELECT f.id, d.path, d.raw AS pathRaw, f.name, f.raw, f.size, f.online_only, f.rec_sha, f.rec_size, f.rec_mtime
       FROM json_each(?) w JOIN file f ON f.id = w.value JOIN dir d ON d.id = f.dir ORDER BY w.key`,
    );
    for (let from = 0; from < this.#ids.length; from += CHUNK) {
      for (const row of fetch.all(JSON.stringify(this.#ids.slice(from, from + CHUNK)))) yield dueFile(row);
    }
  }
}

function dueFile(row: Row): DueFile {
  return {
    id: row.id,
    dirName: storedName(row.path, row.pathRaw),
    name: storedName(row.name, row.raw),
    size: row.size,
    onlineOnly: row.online_only === 1,
    recorded: row.rec_sha == null ? undefined : { sha256: row.rec_sha, size: row.rec_size, mtime: row.rec_mtime },
  };
}
