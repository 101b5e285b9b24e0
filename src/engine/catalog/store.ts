/**
 * A backup as it is worked on: the ledger in the backup, which is the truth, and the catalog in the cache
 * folder, which is quick. All that cannot be recomputed goes through `commit`.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Statement } from 'better-sqlite3';
import { ensureIdentity, type Identity, readIdentity } from '../backup/identity.ts';
import { type BackupLayout, layoutOf } from '../backup/layout.ts';
import { isWritable } from '../backup/writable.ts';
import { LedgerWriter, ledgerFiles } from '../ledger/append.ts';
import { tailBefore } from '../ledger/read.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { cacheFolder, catalogFile, writerName } from './location.ts';
import { mergeLedgers } from './merge.ts';
import { type Catalog, openCatalog, removeCatalog, UnusableCatalog } from './open.ts';
import { Paths } from './paths.ts';
import { Replay } from './replay.ts';

export interface StoreOptions {
  /** Cache folder; the user's where absent. */
  readonly cache?: string | undefined;
  /** Catalog file, in place of the one in the cache folder. */
  readonly catalog?: string | undefined;
  /** Make the folder a backup where it is none and can be written. */
  readonly create: boolean;
}

/** What is asked for is no folder, or no backup. */
export class NoBackup extends Error {
  override readonly name = 'NoBackup';
}

export class Store {
  readonly layout: BackupLayout;
  readonly identity: Identity | undefined;
  /** Nothing can be written into the backup: what is learnt stays in the catalog. */
  readonly readOnly: boolean;
  readonly file: string;
  readonly db: Catalog;
  readonly #writer: LedgerWriter | undefined;
  /** The file of this machine in the ledger. */
  readonly #ledgerName: string;
  readonly #replay: Replay;
  readonly #bumpVersion: Statement<[]>;

  private constructor(
    layout: BackupLayout,
    identity: Identity | undefined,
    readOnly: boolean,
    file: string,
    writer: string,
  ) {
    this.layout = layout;
    this.identity = identity;
    this.readOnly = readOnly;
    this.file = file;
    this.#ledgerName = `${writer}.jsonl`;
    this.#writer = readOnly ? undefined : new LedgerWriter(layout.ledger, writer);
    this.db = openSeeded(file, layout);
    this.#bumpVersion = this.db.prepare(
      "INSERT INTO meta(key, value) VALUES ('version', '1') ON CONFLICT(key) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
    );
    this.#replay = new Replay(this.db, new Paths(this.db));
  }

  /**
   * @param root absolute path of the backup
   * @throws {NoBackup} where there is no such folder, or no backup in it and none is to be made
   */
  static open(root: string, options: StoreOptions): Store {
    if (!fs.statSync(root, { throwIfNoEntry: false })?.isDirectory())
      throw new NoBackup(
        `There is no folder ${root}. If it is on a drive that is unplugged, plug it in and try again.`,
      );
    const layout = layoutOf(root);
    const readOnly = !isWritable(layout);
    let identity = readIdentity(layout);
    if (identity == null && !options.create)
      throw new NoBackup(
        `${root} is not a Keepsake backup yet (it has no .keepsake folder). Run "keepsake index" on it first.`,
      );
    if (identity == null && !readOnly) identity = ensureIdentity(layout);
    const cache = options.cache ?? cacheFolder();
    const file = options.catalog ?? catalogFile(cache, identity?.id, root);
    const store = new Store(layout, identity, readOnly, file, writerName(cache));
    store.sync();
    return store;
  }

  close(): void {
    this.#writer?.close();
    this.db.close();
  }

  /**
   * Appends the records to the ledger, makes them last, and brings them and `work` into the catalog in one
   * transaction. A crash in between leaves the ledger ahead, and the next `sync` catches up.
   */
  commit(records: readonly LedgerRecord[], work: () => void = () => {}): void {
    this.#transaction(() => {
      if (records.length > 0) {
        if (this.#writer != null) {
          // A process that died between its append and its commit may have left lines that nobody applied.
          this.#catchUp();
          this.#remember(this.#ledgerName, this.#writer.append(records));
        }
        for (const record of records) this.#replay.apply(record, this.#ledgerName);
      }
      work();
    });
  }

  /**
   * Applies what other processes and machines have appended since the catalog last looked.
   * @throws {import('../ledger/read.ts').LedgerDamaged}
   */
  sync(): void {
    // Most often there is nothing, and a look costs no lock.
    if (this.#behind()) this.#transaction(() => this.#catchUp());
  }

  #transaction(work: () => void): void {
    try {
      this.db
        .transaction(() => {
          work();
          this.#bumpVersion.run();
        })
        .immediate();
    } catch (error) {
      this.#replay.forgetPaths();
      throw error;
    }
  }

  #positions(): Map<string, { off: number; tail: Buffer }> {
    const rows = this.db
      .prepare<[], { writer: string; off: number; tail: Buffer }>('SELECT writer, off, tail FROM ledger_pos')
      .all();
    return new Map(rows.map(row => [row.writer, row]));
  }

  #behind(): boolean {
    const known = this.#positions();
    const files = ledgerFiles(this.layout.ledger);
    return (
      files.length !== known.size ||
      files.some(name => fs.statSync(path.join(this.layout.ledger, name)).size !== known.get(name)?.off)
    );
  }

  #catchUp(): void {
    let known = this.#positions();
    for (const [name, { off, tail }] of known) {
      // The ledger that was read is not the one that lies here now: begin anew from its first line.
      if (tailBefore(path.join(this.layout.ledger, name), off)?.equals(tail) === true) continue;
      forgetLedger(this.db);
      known = new Map();
      break;
    }
    const ends = new Map<string, number>();
    const sources = ledgerFiles(this.layout.ledger).map(name => ({
      name,
      file: path.join(this.layout.ledger, name),
      from: known.get(name)?.off ?? 0,
    }));
    for (const { name, record, end } of mergeLedgers(sources)) {
      this.#replay.apply(record, name);
      ends.set(name, end);
    }
    for (const { name, from } of sources) if (!known.has(name) && !ends.has(name)) ends.set(name, from);
    for (const [name, end] of ends) this.#remember(name, end);
  }

  #remember(name: string, end: number): void {
    const tail = tailBefore(path.join(this.layout.ledger, name), end) ?? Buffer.alloc(0);
    this.db
      .prepare(
        'INSERT INTO ledger_pos(writer, off, tail) VALUES (?, ?, ?) ON CONFLICT(writer) DO UPDATE SET off = excluded.off, tail = excluded.tail',
      )
      .run(name, end, tail);
  }

  /** Grows with every change that a view may show; not with the progress of a job. */
  get version(): number {
    return Number(
      this.db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'version'").get()?.value ?? 0,
    );
  }
}

/** Takes back all that came from the ledger; what was read from files stays, for it is as good as before. */
function forgetLedger(db: Catalog): void {
  db.exec(`
    UPDATE file SET rec_sha = NULL, rec_size = NULL, rec_mtime = NULL, rec_at = NULL, rec_by = NULL, proved = NULL, state = NULL, uid = NULL;
    DELETE FROM mark; DELETE FROM change; DELETE FROM change_file; DELETE FROM ledger_pos;
    DELETE FROM finding WHERE owner = 'verify';
    UPDATE dir SET dirty = 1;`);
}

/**
 * Opens the working copy; where there is none it starts from the snapshot in the backup. Of a snapshot only
 * what was read from files is believed: what the ledger says is taken from the ledger.
 */
function openSeeded(file: string, layout: BackupLayout): Catalog {
  const isNew = !fs.existsSync(file);
  if (isNew) seed(file, layout.snapshot);
  let db: Catalog;
  try {
    db = openCatalog(file);
  } catch (error) {
    if (!(error instanceof UnusableCatalog)) throw error;
    removeCatalog(file);
    return openCatalog(file);
  }
  if (isNew) {
    db.transaction(() => {
      forgetLedger(db);
      db.exec('DELETE FROM finding; DELETE FROM job;');
    }).immediate();
  }
  return db;
}

function seed(file: string, snapshot: string): void {
  const temporary = `${file}.${process.pid}.seed`;
  try {
    if (!fs.lstatSync(snapshot, { throwIfNoEntry: false })?.isFile()) return;
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.copyFileSync(snapshot, temporary);
    fs.chmodSync(temporary, 0o600);
    // Fails where another process was quicker, whose catalog is then used.
    fs.linkSync(temporary, file);
  } catch {
    // No snapshot that can be read: all is made anew.
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}
