/** Opens a catalog, brings its schema up to date, and refuses one that is not what we would have made. */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { loadSqlite } from '../sqlite/native.ts';
import { APPLICATION_ID, MIGRATIONS } from './schema.ts';

export type Catalog = Database;

/** The file is no catalog of ours, is damaged, or was made by a newer Keepsake. It is only a cache: make it anew. */
export class UnusableCatalog extends Error {
  override readonly name = 'UnusableCatalog';
}

/** Tables, indexes, triggers and views by name with their SQL: a hostile snapshot shows here. */
function shapeOf(db: Database): string {
  const rows = db
    .prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name")
    .all();
  return JSON.stringify(rows);
}

let expected: string | undefined;
function expectedShape(): string {
  if (expected == null) {
    const db = new (loadSqlite())(':memory:');
    for (const sql of MIGRATIONS) db.exec(sql);
    expected = shapeOf(db);
    db.close();
  }
  return expected;
}

/**
 * @param file absolute path; made, with its folder, where it is absent
 * @throws {UnusableCatalog} where it can't be trusted; {@link import('../sqlite/native.ts').NativeMissing}
 */
export function openCatalog(file: string): Catalog {
  const Sqlite = loadSqlite();
  if (!isOursOrNew(file))
    throw new UnusableCatalog(`${file} is not a catalog that Keepsake made. Nothing was changed in it.`);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const db = new Sqlite(file);
  try {
    // Functions hidden in a schema or a view of a hostile snapshot don't run.
    db.pragma('trusted_schema = OFF');
    // Set first: two processes may make the catalog at the same moment.
    db.pragma('busy_timeout = 15000');
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.pragma('foreign_keys = OFF');
    db.pragma('cache_size = -32768');
    migrate(db);
    if (shapeOf(db) !== expectedShape()) throw new UnusableCatalog(`${file} is not a catalog that Keepsake made.`);
    return db;
  } catch (error) {
    db.close();
    const code = (error as { code?: string }).code ?? '';
    if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_ERROR')
      throw new UnusableCatalog(`${file} can't be read as a catalog: ${(error as Error).message}.`);
    throw error;
  }
}

/** Looked at as bytes, before SQLite is let near it: opening a stranger's file would already change it. */
function isOursOrNew(file: string): boolean {
  let fd: number;
  try {
    fd = fs.openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
  try {
    const header = Buffer.alloc(100);
    const read = fs.readSync(fd, header, 0, header.length, 0);
    // Empty: another process is making it, or was when it died.
    if (read === 0) return true;
    return (
      read === header.length &&
      header.toString('latin1', 0, 15) === 'SQLite format 3' &&
      isOurs(header, fs.fstatSync(fd).size)
    );
  } finally {
    fs.closeSync(fd);
  }
}

/** The application id stands at byte 68 (sqlite.org/fileformat2.html). A file of one page has no table yet. */
function isOurs(header: Buffer, size: number): boolean {
  return header.readUInt32BE(68) === APPLICATION_ID || size <= header.readUInt16BE(16);
}

const version = (db: Database): number => db.pragma('user_version', { simple: true }) as number;

/** Whether a newer Keepsake has changed the catalog since it was opened: what is asked of it may then go wrong. */
export function isMadeByNewer(db: Catalog): boolean {
  return version(db) > MIGRATIONS.length;
}

function migrate(db: Database): void {
  if (isMadeByNewer(db))
    throw new UnusableCatalog('This catalog was made by a newer Keepsake; it is made anew by this one.');
  if (version(db) === MIGRATIONS.length) return;
  db.transaction(() => {
    // Read again inside: another process may have been quicker.
    const from = version(db);
    for (const sql of MIGRATIONS.slice(from)) db.exec(sql);
    db.pragma(`user_version = ${MIGRATIONS.length}`);
    db.pragma(`application_id = ${APPLICATION_ID}`);
  }).immediate();
}

/** Removes a catalog and what SQLite keeps beside it. Loses nothing: the ledger and the files are the truth. */
export function removeCatalog(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) fs.rmSync(file + suffix, { force: true });
}
