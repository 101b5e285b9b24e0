/**
 * Files whose bytes, as they were just read, are not those of their record. Where names were numbered anew each of
 * them may hold what another had. They lie in a temporary table of SQLite, for it may be the whole backup.
 */
import type { Statement } from 'better-sqlite3';
import { joinName, type Name, storedName } from '../../backup/name.ts';
import type { Catalog } from '../../catalog/open.ts';
import { type Move, matchContents } from '../indexing/matching.ts';
import type { FileState } from './verdict.ts';

interface Placed {
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
}

type Content = readonly [id: number, sha: Buffer, name: string, mark: number];

/** What was read, and its place: files that differ, and those that this run recorded first (their mark: 1). Empty ones say nothing. */
const HELD = `SELECT x.file AS id, x.sha, f.name, 0 AS mark FROM temp.differing x JOIN file f ON f.id = x.file WHERE x.size > 0
  UNION ALL SELECT f.id, f.rec_sha, f.name, 1 FROM finding n JOIN file f ON f.id = n.file
  WHERE n.owner = 'verify' AND n.code = 'extra' AND f.present = 1 AND f.state IS NULL AND f.rec_size > 0`;
/** What was recorded and is not in its place any more: of files that are gone (1) and of those that hold other bytes. */
const DISPLACED = `SELECT f.id, f.rec_sha AS sha, f.name, 1 AS mark FROM file f WHERE f.present = 0 AND f.rec_sha IS NOT NULL
  UNION ALL SELECT f.id, f.rec_sha, f.name, 0 FROM temp.differing x JOIN file f ON f.id = x.file WHERE f.rec_sha IS NOT NULL`;

const among = (some: string, others: string): string =>
  `SELECT id, sha, name, mark FROM (${some}) WHERE sha IN (SELECT sha FROM (${others}))`;

export interface Matches {
  readonly moves: readonly Move[];
  /** Files of `moves` that were recorded by this run, for nothing was recorded under their name before. */
  readonly fresh: ReadonlySet<number>;
  /** Sources of `moves` that are gone. */
  readonly gone: ReadonlySet<number>;
}

export class DifferingFiles {
  readonly #db: Catalog;
  readonly #note: Statement<unknown[]>;
  readonly #place: Statement<[Buffer], Placed>;
  #isAny = false;

  constructor(db: Catalog) {
    this.#db = db;
    db.exec(
      `CREATE TEMP TABLE IF NOT EXISTS differing(file INTEGER PRIMARY KEY, sha BLOB NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL);
       CREATE INDEX IF NOT EXISTS temp.differing_sha ON differing(sha);
       DELETE FROM temp.differing`,
    );
    this.#note = db.prepare('INSERT OR REPLACE INTO temp.differing(file, sha, size, mtime) VALUES (?, ?, ?, ?)');
    this.#place = db.prepare(
      `SELECT d.path, d.raw AS pathRaw, f.name, f.raw FROM temp.differing x JOIN file f ON f.id = x.file JOIN dir d ON d.id = f.dir
       WHERE x.sha = ? LIMIT 1`,
    );
  }

  get isAny(): boolean {
    return this.#isAny;
  }

  note(file: number, { sha256, size, mtime }: FileState): void {
    this.#isAny = true;
    this.#note.run(file, sha256, size, mtime);
  }

  /** A file that holds these bytes, whatever is recorded of it. */
  placeOf(sha256: Buffer): Name | undefined {
    const row = this.#isAny ? this.#place.get(sha256) : undefined;
    return row && joinName(storedName(row.path, row.pathRaw), storedName(row.name, row.raw));
  }

  /** Which file holds what another was recorded with. */
  matches(): Matches {
    const [fresh, gone] = [new Set<number>(), new Set<number>()];
    const moves = matchContents(
      this.#contents(among(HELD, DISPLACED), fresh),
      this.#contents(among(DISPLACED, HELD), gone),
    );
    return { moves, fresh, gone };
  }

  *#contents(sql: string, marked: Set<number>): Generator<readonly [number, string, string]> {
    const rows = this.#db.prepare(sql).raw(true).iterate() as IterableIterator<Content>;
    for (const [id, sha, name, mark] of rows) {
      if (mark === 1) marked.add(id);
      yield [id, sha.toString('latin1'), name];
    }
  }
}
