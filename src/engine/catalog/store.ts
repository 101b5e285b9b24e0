/**
 * A backup as it is worked on: the ledger in the backup, which is the truth, and the catalog in the cache
 * folder, which is quick. All that cannot be recomputed goes through `commit`.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Statement } from 'better-sqlite3';
import { BackupAway, ensureIdentity, type Identity, readIdentity } from '../backup/identity.ts';
import { type BackupLayout, layoutOf } from '../backup/layout.ts';
import type { Name } from '../backup/name.ts';
import { isWritable } from '../backup/writable.ts';
import { LedgerWriter, ledgerFiles } from '../ledger/append.ts';
import { tailBefore } from '../ledger/read.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { forgetLedger } from './forgetLedger.ts';
import { cacheFolder, catalogFile, ledgerName } from './location.ts';
import { mergeLedgers } from './merge.ts';
import type { Catalog } from './open.ts';
import { Paths } from './paths.ts';
import { ledgerPath, Remembered } from './recover.ts';
import { Replay, stampOf } from './replay.ts';
import { openWorkingCopy } from './seed.ts';

export interface StoreOptions {
  /** Cache folder; the user's where absent. */
  readonly cache?: string | undefined;
  /** Absolute path of the catalog file, in place of the one in the cache folder. */
  readonly catalog?: string | undefined;
  /** Make the folder a backup where it is none and can be written. */
  readonly create: boolean;
}

/** What is asked for is no folder, or no backup. */
export class NoBackup extends Error {
  override readonly name = 'NoBackup';
}

/** Something about the ledger itself that the person must hear of. */
export interface LedgerNotice {
  readonly path: Name;
  readonly message: string;
}

const ORDER_KEY = 'ledger-n';

export class Store {
  readonly layout: BackupLayout;
  readonly identity: Identity | undefined;
  /** Nothing can be written into the backup: what is learnt stays in the catalog. */
  readonly readOnly: boolean;
  readonly file: string;
  readonly db: Catalog;
  /** What was found wrong with the ledger since this was opened. */
  readonly notices: LedgerNotice[] = [];
  readonly #writer: LedgerWriter | undefined;
  readonly #ledgerName: string;
  readonly #replay: Replay;
  readonly #bumpVersion: Statement<[]>;
  /** Sizes of the ledgers when they were last read to their end: a torn last line is not read again and again. */
  readonly #seen = new Map<string, number>();

  private constructor(
    place: { readonly layout: BackupLayout; readonly identity: Identity | undefined; readonly readOnly: boolean },
    catalog: { readonly file: string; readonly named: boolean },
    ledger: string,
  ) {
    this.layout = place.layout;
    this.identity = place.identity;
    this.readOnly = place.readOnly;
    this.file = catalog.file;
    this.#ledgerName = ledger;
    this.#writer = place.readOnly ? undefined : new LedgerWriter(place.layout.ledger, ledger);
    this.db = openWorkingCopy(catalog.file, place.layout.snapshot, catalog.named);
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
    const cache = options.cache ?? cacheFolder();
    let identity = readIdentity(layout);
    const unknown = (): boolean => !readOnly || !fs.existsSync(catalogFile(cache, undefined, root, true));
    if (identity == null && !options.create && unknown())
      throw new NoBackup(
        `${root} is not a Keepsake backup yet (it has no .keepsake folder). Run "keepsake index" on it first.`,
      );
    if (identity == null && !readOnly) identity = ensureIdentity(layout);
    const file = options.catalog ?? catalogFile(cache, identity?.id, root, readOnly);
    const catalog = { file, named: options.catalog != null };
    const store = new Store({ layout, identity, readOnly }, catalog, ledgerName(cache, file));
    try {
      store.sync();
      return store;
    } catch (error) {
      store.close();
      throw error;
    }
  }

  close(): void {
    this.db.close();
  }

  /**
   * Appends the records to the ledger, makes them last, and brings them and `work` into the catalog in one
   * transaction. A crash in between leaves the ledger ahead, and the next `sync` catches up.
   * @throws {BackupAway} where another backup, or none, lies at the place now
   */
  commit(records: readonly LedgerRecord[], work: () => void = () => {}): void {
    this.#transaction(() => {
      if (records.length > 0) this.#append(records);
      work();
    });
  }

  /**
   * Applies what other processes and machines have appended since the catalog last looked.
   * @throws {import('../ledger/read.ts').LedgerDamaged}, {import('../ledger/read.ts').LedgerNewer}, {BackupAway}
   */
  sync(): void {
    // Most often there is nothing, and a look costs no lock.
    if (this.#behind()) this.#transaction(() => this.#catchUp());
  }

  /** Grows with every change that a view may show; not with the progress of a job. */
  get version(): number {
    return Number(
      this.db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'version'").get()?.value ?? 0,
    );
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
      this.#seen.clear();
      throw error;
    }
  }

  #append(records: readonly LedgerRecord[]): void {
    // A process that died between its append and its commit may have left lines that nobody applied.
    if (this.#writer != null) this.#catchUp();
    const n = this.#greatest() + 1;
    if (this.#writer != null) this.#remember(this.#ledgerName, this.#writer.append(records, n));
    const stamp = stampOf(n, this.#ledgerName);
    for (const record of records) this.#replay.apply(record, stamp, false);
    this.#setGreatest(n);
  }

  /** The greatest place that any line seen here has. */
  #greatest(): number {
    return Number(
      this.db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(ORDER_KEY)?.value ?? 0,
    );
  }

  #setGreatest(n: number): void {
    this.db.prepare('INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)').run(ORDER_KEY, String(n));
  }

  #ledger(name: string): string {
    return path.join(this.layout.ledger, name);
  }

  #positions(): Map<string, { off: number; tail: Buffer }> {
    const rows = this.db
      .prepare<[], { writer: string; off: number; tail: Buffer }>('SELECT writer, off, tail FROM ledger_pos')
      .all();
    return new Map(rows.map(row => [row.writer, row]));
  }

  #behind(): boolean {
    this.#checkPlace();
    const known = this.#positions();
    const files = ledgerFiles(this.layout.ledger);
    if (files.some(name => !known.has(name)) || files.length !== known.size) return true;
    return files.some(name => {
      const { size } = fs.statSync(this.#ledger(name));
      return size !== known.get(name)?.off && size !== this.#seen.get(name);
    });
  }

  /** That the drive which was opened is still the one that lies here: an empty mount point is a folder too. */
  #checkPlace(): void {
    if (this.identity == null) return;
    if (readIdentity(this.layout)?.id === this.identity.id) return;
    throw new BackupAway(
      `The backup is no longer at ${this.layout.root}: the drive is unplugged, or another one is in its place. What was done until now is kept; plug it in again and run this once more.`,
    );
  }

  #catchUp(): void {
    this.#checkPlace();
    let known = this.#positions();
    const changed = [...known].find(
      ([name, { off, tail }]) => tailBefore(this.#ledger(name), off)?.equals(tail) !== true,
    )?.[0];
    // Of a backup that can't be written the catalog is all there is: it keeps what it knows.
    if (changed != null && this.readOnly) return;
    const remembered = changed == null ? undefined : new Remembered(this.db);
    if (changed != null) {
      forgetLedger(this.db);
      known = new Map();
    }
    const ends = new Map<string, number>();
    let greatest = this.#greatest();
    const sources = ledgerFiles(this.layout.ledger).map(name => ({
      name,
      file: this.#ledger(name),
      from: known.get(name)?.off ?? 0,
    }));
    for (const { name, record, n, end } of mergeLedgers(sources)) {
      this.#replay.apply(record, stampOf(n, name), true);
      ends.set(name, end);
      greatest = Math.max(greatest, n);
    }
    this.#setGreatest(greatest);
    for (const { name, from } of sources) if (!known.has(name) && !ends.has(name)) ends.set(name, from);
    for (const [name, end] of ends) this.#remember(name, end);
    for (const { name, file } of sources) this.#seen.set(name, fs.statSync(file).size);
    if (changed != null && remembered != null) this.#recover(changed, remembered);
  }

  #recover(name: string, remembered: Remembered): void {
    const lost = remembered.lost(this.db);
    // No line before this one may count more than what is written again.
    if (lost.length > 0 && this.#writer != null) {
      const n = this.#greatest() + 1;
      this.#remember(this.#ledgerName, this.#writer.append(lost, n));
      for (const record of lost) this.#replay.apply(record, stampOf(n, this.#ledgerName), true);
      this.#setGreatest(n);
      this.#seen.delete(this.#ledgerName);
    }
    this.notices.push({
      path: ledgerPath(name),
      message: `This part of the record is gone, shorter, or not the one that was here: was an older copy put back? What this machine still knew of it was written down again (${lost.length} entries); what only other machines knew may be lost. Compare with another copy of the backup.`,
    });
  }

  #remember(name: string, end: number): void {
    const tail = tailBefore(this.#ledger(name), end) ?? Buffer.alloc(0);
    this.db
      .prepare(
        'INSERT INTO ledger_pos(writer, off, tail) VALUES (?, ?, ?) ON CONFLICT(writer) DO UPDATE SET off = excluded.off, tail = excluded.tail',
      )
      .run(name, end, tail);
  }
}
