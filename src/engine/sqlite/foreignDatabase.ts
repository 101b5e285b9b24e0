/** Another program's database, read out of a copy: the program may be writing to it, and nothing of it is trusted. */
import fs from 'node:fs';
import path from 'node:path';
import type { Database, Statement } from 'better-sqlite3';
import { temporaryFolder } from '../backup/temporaryFolder.ts';
import { loadSqlite } from './native.ts';

/** How often it is copied anew where the program wrote to it meanwhile. */
const TRIES = 5;
const { COPYFILE_FICLONE } = fs.constants;

/** It is no SQLite database, is damaged, or was written to all the while. The message says which. */
export class ForeignUnreadable extends Error {
  override readonly name = 'ForeignUnreadable';
}

export class ForeignDatabase {
  readonly #db: Database;
  readonly #folder: string;
  readonly #tables: ReadonlySet<string>;

  /**
   * Copies the database with its write-ahead log into a temporary folder (on APFS, Btrfs and XFS without taking room)
   * and opens the copy. The index of the log isn't copied: SQLite makes it out of the log, so it is never stale.
   * @param file absolute path
   * @throws ForeignUnreadable, {@link import('./native.ts').NativeMissing}, the system's errors
   */
  constructor(file: string) {
    const Sqlite = loadSqlite();
    this.#folder = temporaryFolder('database');
    let db: Database | undefined;
    try {
      const copy = path.join(this.#folder, 'copy.sqlite');
      copyWhole(file, copy);
      db = new Sqlite(copy, { readonly: true, fileMustExist: true });
      // Functions hidden in a schema don't run; damaged pages are noticed.
      db.pragma('trusted_schema = OFF');
      db.pragma('cell_size_check = ON');
      this.#tables = new Set(
        db
          .prepare<[], string>(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 AND name NOT LIKE 'sqlite_%'",
          )
          .pluck()
          .all(),
      );
      this.#db = db;
    } catch (error) {
      db?.close();
      this.#remove();
      throw inWords(error, file);
    }
  }

  /** Real tables only: a view or a virtual table could run anything. */
  has(table: string): boolean {
    return this.#tables.has(table);
  }

  get tables(): Iterable<string> {
    return this.#tables;
  }

  /** Stored columns, none where there is no such table. */
  columns(table: string): ReadonlySet<string> {
    if (!this.has(table)) return new Set();
    const rows = this.#db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)');
    return new Set(rows.pluck().all(table));
  }

  /** @param sql on tables that `has` knows. @throws ForeignUnreadable also when run */
  prepare<P extends unknown[], R>(sql: string): Statement<P, R> {
    return this.#db.prepare<P, R>(sql);
  }

  close(): void {
    this.#db.close();
    this.#remove();
  }

  #remove(): void {
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** As people can be told what SQLite says; others as they are. */
export function inWords(error: unknown, file: string): Error {
  const { code } = error as { code?: string };
  if (!code?.startsWith('SQLITE_')) return error instanceof Error ? error : new Error(String(error));
  return new ForeignUnreadable(
    code === 'SQLITE_NOTADB'
      ? `${file} is no SQLite database.`
      : `${file} can’t be read: SQLite says ${code} (${(error as Error).message}).`,
  );
}

/**
 * Both as they belong together: as long as the database itself isn't written to, whatever is added to its log is whole
 * or ignored.
 */
function copyWhole(file: string, copy: string): void {
  for (let tried = 1; ; tried++) {
    const before = stampOf(file);
    fs.copyFileSync(file, copy, COPYFILE_FICLONE);
    fs.rmSync(`${copy}-wal`, { force: true });
    if (fs.statSync(`${file}-wal`, { throwIfNoEntry: false })?.isFile() === true)
      fs.copyFileSync(`${file}-wal`, `${copy}-wal`, COPYFILE_FICLONE);
    if (stampOf(file) === before) break;
    if (tried === TRIES)
      throw new ForeignUnreadable(
        `${file} was written to while it was copied, ${TRIES} times. Quit the program that it belongs to, and try again.`,
      );
  }
  // A copy keeps the permissions, which may be to read only.
  for (const made of [copy, `${copy}-wal`]) if (fs.existsSync(made)) fs.chmodSync(made, 0o600);
}

function stampOf(file: string): string {
  const stat = fs.statSync(file, { bigint: true });
  // Copying a pipe would wait for ever.
  if (!stat.isFile()) throw new ForeignUnreadable(`${file} is no regular file.`);
  return `${stat.size} ${stat.mtimeNs}`;
}
