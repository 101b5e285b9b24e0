/** The files whose facts are not those of the bytes that lie there now. */

import { type Name, storedName } from '../../backup/name.ts';
import type { Catalog } from '../../catalog/open.ts';
import { FACTS_VERSION } from '../../media/factsVersion.ts';

export interface PendingFile {
  readonly id: number;
  readonly dir: number;
  readonly dirName: Name;
  readonly name: Name;
  readonly size: number;
  readonly mtime: number;
  readonly onlineOnly: boolean;
  /** Where it was asked for already, to tell what has moved. */
  readonly contentKey: string | undefined;
}

interface Row {
  readonly id: number;
  readonly dir: number;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly size: number;
  readonly mtime: number;
  readonly online_only: number;
  readonly key: string | null;
}

const CHUNK = 1000;
/** In place of a version of facts: its bytes were with a cloud service, and are to be read when they are here. */
export const NOT_HERE = -1;
const PENDING = `f.present = 1 AND ((f.read_v IS NOT ? AND NOT (f.online_only = 1 AND f.read_v IS ${NOT_HERE}))
  OR f.read_size IS NOT f.size OR f.read_mtime IS NOT f.mtime)`;

/** The first index of 400,000 files has them all: ids are held, the rest is fetched as it is wanted. */
export class PendingFiles implements Iterable<PendingFile> {
  readonly #db: Catalog;
  readonly #ids: Float64Array;
  /** Bytes that these files have. */
  readonly bytes: number;
  /** How many there are in each folder, by its id. */
  readonly perDir: ReadonlyMap<number, number>;
  /** How many of them index has never looked at. */
  readonly fresh: number;
  /** How many have another size or time than when index looked at them. */
  readonly changed: number;

  constructor(db: Catalog) {
    this.#db = db;
    // Content keys of this process alone: a table of the connection's own, never in the catalog's file.
    db.exec('CREATE TEMP TABLE IF NOT EXISTS keyed(file INTEGER PRIMARY KEY, key TEXT NOT NULL)');
    const ids: number[] = [];
    const perDir = new Map<number, number>();
    let bytes = 0;
    let fresh = 0;
    let changed = 0;
    // Folder by folder, so that each can be grouped as soon as its last file is read.
    const rows = db
      .prepare<[number], readonly [id: number, dir: number, size: number, isFresh: number, isChanged: number]>(
        `SELECT f.id, f.dir, f.size, f.read_v IS NULL, f.read_size IS NOT f.size OR f.read_mtime IS NOT f.mtime FROM file f JOIN dir d ON d.id = f.dir WHERE ${PENDING} ORDER BY d.path, f.name`,
      )
      .raw(true)
      .iterate(FACTS_VERSION) as unknown as Iterable<readonly [number, number, number, number, number]>;
    for (const [id, dir, size, isFresh, isChanged] of rows) {
      ids.push(id);
      perDir.set(dir, (perDir.get(dir) ?? 0) + 1);
      bytes += size;
      if (isFresh === 1) fresh++;
      else if (isChanged === 1) changed++;
    }
    this.#ids = Float64Array.from(ids);
    this.perDir = perDir;
    this.bytes = bytes;
    this.fresh = fresh;
    this.changed = changed;
  }

  get length(): number {
    return this.#ids.length;
  }

  *[Symbol.iterator](): Generator<PendingFile> {
    const fetch = this.#db.prepare<[string], Row>(
      `SELECT f.id, f.dir, d.path, d.raw AS pathRaw, f.name, f.raw, f.size, f.mtime, f.online_only, k.key
       FROM json_each(?) w JOIN file f ON f.id = w.value JOIN dir d ON d.id = f.dir LEFT JOIN temp.keyed k ON k.file = f.id
       ORDER BY w.key`,
    );
    for (let from = 0; from < this.#ids.length; from += CHUNK)
      for (const row of fetch.all(JSON.stringify([...this.#ids.subarray(from, from + CHUNK)]))) yield pendingFile(row);
  }
}

function pendingFile(row: Row): PendingFile {
  return {
    id: row.id,
    dir: row.dir,
    dirName: storedName(row.path, row.pathRaw),
    name: storedName(row.name, row.raw),
    size: row.size,
    mtime: row.mtime,
    onlineOnly: row.online_only === 1,
    contentKey: row.key ?? undefined,
  };
}
