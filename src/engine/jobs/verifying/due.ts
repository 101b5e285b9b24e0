/** The files that a verification is to read: those that were proved longest ago first. */
import { type Name, storedName } from '../../backup/name.ts';
import type { Clock } from '../../backup/sameTime.ts';
import type { Catalog } from '../../catalog/open.ts';
import { isAsRecorded } from './asRecorded.ts';
import type { RecordedFile } from './verdict.ts';

export interface DueFile {
  readonly id: number;
  readonly dirName: Name;
  readonly name: Name;
  readonly size: number;
  readonly onlineOnly: boolean;
  readonly recorded: RecordedFile | undefined;
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
  readonly rec_size: number | null;
  readonly rec_mtime: number | null;
}

type Candidate = readonly [
  id: number,
  bytes: number,
  proved: number,
  size: number,
  mtime: number,
  rec_size: number | null,
  rec_mtime: number | null,
  state: string | null,
];

const CHUNK = 1000;

/** A list of 400,000 files with their checksums is too much to hold: ids are held, the rest is fetched as it is wanted. */
export class DueFiles implements Iterable<DueFile> {
  readonly #db: Catalog;
  readonly #ids: readonly number[];
  /** Bytes that are to be read. */
  readonly bytes: number;

  /**
   * A file that is not as recorded, or that was found wrong, is due however lately it was proved.
   * @param before Unix ms: of the others only what was not proved since then; a proof of the future was dated by a wrong clock
   */
  constructor(db: Catalog, before: number, clock: Clock) {
    this.#db = db;
    const now = Date.now();
    const isDue = ([, , proved, size, mtime, rec_size, rec_mtime, state]: Candidate): boolean =>
      proved < before || proved > now || state != null || !isAsRecorded({ size, mtime, rec_size, rec_mtime }, clock);
    const rows = (
      db
        .prepare<[], Candidate>(
          `SELECT f.id, CASE f.online_only WHEN 1 THEN 0 ELSE f.size END, coalesce(f.proved, -1) AS proved,
             f.size, f.mtime, f.rec_size, f.rec_mtime, f.state
           FROM file f JOIN dir d ON d.id = f.dir WHERE f.present = 1 ORDER BY proved, d.path, f.name`,
        )
        .raw(true)
        .all() as unknown as readonly Candidate[]
    ).filter(isDue);
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

/** Files whose size and time are those of their record, and whose bytes were proved since. @param since Unix ms */
export function countVerified(db: Catalog, since: number, clock: Clock): number {
  const rows = db
    .prepare<[number, number], Pick<Row, 'size' | 'rec_size' | 'rec_mtime'> & { readonly mtime: number }>(
      `SELECT size, mtime, rec_size, rec_mtime FROM file
       WHERE present = 1 AND state IS NULL AND rec_sha IS NOT NULL AND proved >= ? AND proved <= ?`,
    )
    .iterate(since, Date.now());
  let count = 0;
  for (const row of rows) if (isAsRecorded(row, clock)) count++;
  return count;
}
