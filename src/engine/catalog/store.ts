/**
 * A backup as it is worked on: the ledger in the backup, which is the truth, and the catalog in the cache
 * folder, which is quick. All that cannot be recomputed goes through `commit`.
 */
import fs from 'node:fs';
import type { Statement } from 'better-sqlite3';
import { ensureIdentity, type Identity, readIdentity } from '../backup/identity.ts';
import { type BackupLayout, layoutOf } from '../backup/layout.ts';
import { refuseOddPlaces } from '../backup/oddPlace.ts';
import { isWritable, seemsWritable } from '../backup/writable.ts';
import { LedgerWriter } from '../ledger/append.ts';
import type { LedgerDisk } from '../ledger/disk.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { LedgerFollower } from './ledgerFollower.ts';
import { cacheFolder, catalogFile, ledgerName } from './location.ts';
import { keepToBackup } from './ofBackup.ts';
import type { Catalog } from './open.ts';
import { Sought } from './search/sought.ts';
import { openWorkingCopy } from './seed.ts';

export interface StoreOptions {
  /** Cache folder; the user's where absent. */
  readonly cache?: string | undefined;
  /** Absolute path of the catalog file, in place of the one in the cache folder. */
  readonly catalog?: string | undefined;
  /** Make the folder a backup where it is none and can be written. */
  readonly create: boolean;
  /** Write nothing into the backup, whether or not it can be written: its folder is not trusted. Default false. */
  readonly lookOnly?: boolean | undefined;
  /** How the ledger's lines reach the disk; the real way where absent. */
  readonly ledgerDisk?: LedgerDisk | undefined;
}

/** Nobody waits longer for a change than this takes; what is left is made by the next one, or by who asks. */
const SOUGHT_AT_ONCE = 20_000;

/** What is asked for is no folder, or no backup. */
export class NoBackup extends Error {
  override readonly name = 'NoBackup';
}

/** A backup that is only looked at was to be written to. */
export class LookOnly extends Error {
  override readonly name = 'LookOnly';
}

interface Place {
  readonly layout: BackupLayout;
  readonly identity: Identity | undefined;
  readonly readOnly: boolean;
  readonly lookOnly: boolean;
}

export class Store {
  readonly layout: BackupLayout;
  readonly identity: Identity | undefined;
  /** Nothing can be written into the backup: what is learnt stays in the catalog. */
  readonly readOnly: boolean;
  readonly file: string;
  readonly db: Catalog;
  readonly #lookOnly: boolean;
  readonly #follower: LedgerFollower;
  readonly #bumpVersion: Statement<[]>;
  readonly #sought: Sought;

  private constructor(
    place: Place,
    catalog: { readonly file: string; readonly named: boolean },
    ledger: string,
    disk: LedgerDisk | undefined,
  ) {
    this.layout = place.layout;
    this.identity = place.identity;
    this.readOnly = place.readOnly;
    this.#lookOnly = place.lookOnly;
    this.file = catalog.file;
    this.db = openWorkingCopy(catalog.file, place.layout.snapshot, catalog.named);
    try {
      keepToBackup(this.db, catalog, place.layout.root, place.identity?.id);
    } catch (error) {
      this.db.close();
      throw error;
    }
    this.#bumpVersion = this.db.prepare(
      "INSERT INTO meta(key, value) VALUES ('version', '1') ON CONFLICT(key) DO UPDATE SET value = CAST(value AS INTEGER) + 1",
    );
    this.#sought = new Sought(this.db);
    const isWritten = !place.readOnly && !place.lookOnly;
    const writer = isWritten ? new LedgerWriter(place.layout.ledger, ledger, disk) : undefined;
    this.#follower = new LedgerFollower(this.db, place, ledger, writer);
  }

  /**
   * @param root absolute path of the backup
   * @throws {NoBackup} where there is no such folder, or no backup in it and none is to be made; {OddPlace};
   * {@link import('./ofBackup.ts').CatalogOfAnother}
   */
  static open(root: string, options: StoreOptions): Store {
    if (!fs.statSync(root, { throwIfNoEntry: false })?.isDirectory())
      throw new NoBackup(
        `There is no folder ${root}. If it is on a drive that is unplugged, plug it in and try again.`,
      );
    const layout = layoutOf(root);
    refuseOddPlaces(layout);
    const lookOnly = options.lookOnly === true;
    const readOnly = lookOnly ? !seemsWritable(layout) : !isWritable(layout);
    const cache = options.cache ?? cacheFolder();
    let identity = readIdentity(layout);
    const unknown = (): boolean => !readOnly || !fs.existsSync(catalogFile(cache, undefined, root, true));
    if (identity == null && !options.create && unknown())
      throw new NoBackup(
        `${root} is not a Keepsake backup yet (it has no .keepsake folder). Run "keepsake index" on it first.`,
      );
    if (identity == null && !readOnly && !lookOnly) identity = ensureIdentity(layout);
    const file = options.catalog ?? catalogFile(cache, identity?.id, root, readOnly);
    const catalog = { file, named: options.catalog != null };
    const place = { layout, identity, readOnly, lookOnly };
    const store = new Store(place, catalog, ledgerName(cache, file), options.ledgerDisk);
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
   * @throws {LookOnly}; {import('../backup/identity.ts').BackupAway} where another backup, or none, lies at the place now; and as {@link refuseFaults}
   */
  commit(records: readonly LedgerRecord[], work: () => void = () => {}): void {
    if (records.length > 0 && this.#lookOnly)
      throw new LookOnly(
        `The folder ${this.layout.root} is not trusted, so nothing is written into it. Nothing was changed. Trust it, then do this again.`,
      );
    this.#transaction(() => {
      if (records.length > 0) this.#follower.append(records);
      work();
    });
  }

  /**
   * Applies what other processes and machines have appended since the catalog last looked. A line that can't be
   * read becomes a finding.
   * @throws {import('../backup/identity.ts').BackupAway} where another backup, or none, lies at the place now
   */
  sync(): void {
    // Most often there is nothing, and a look costs no lock.
    if (this.#follower.isBehind()) this.#transaction(() => this.#follower.catchUp());
  }

  /**
   * To be asked by whoever is going to write into the backup.
   * @throws {import('../ledger/read.ts').LedgerDamaged}, {import('../ledger/read.ts').LedgerNewer}
   */
  refuseFaults(): void {
    if (!this.readOnly) this.#follower.refuseFaults();
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
          this.#sought.catchUp(SOUGHT_AT_ONCE);
          this.#bumpVersion.run();
        })
        .immediate();
    } catch (error) {
      this.#follower.forget();
      throw error;
    }
  }
}
