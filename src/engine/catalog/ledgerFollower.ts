/**
 * Keeps a catalog in step with the ledgers of its backup, its own and those of others. All of it runs within the
 * caller's transaction, but for the question whether there is anything to do.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type Identity, requireBackup } from '../backup/identity.ts';
import type { BackupLayout } from '../backup/layout.ts';
import { type LedgerWriter, ledgerFiles } from '../ledger/append.ts';
import { type LedgerFault, readLedger, refuseFault, tailBefore } from '../ledger/read.ts';
import { GREATEST_N, type LedgerRecord } from '../ledger/record.ts';
import { forgetLedger } from './forgetLedger.ts';
import { LedgerFindings } from './ledgerFindings.ts';
import { LedgerPositions } from './ledgerPositions.ts';
import { type LedgerSource, mergeLedgers } from './merge.ts';
import type { Catalog } from './open.ts';
import { Paths } from './paths.ts';
import { Remembered } from './recover.ts';
import { Replay, stampOf } from './replay.ts';

export class LedgerFollower {
  readonly #db: Catalog;
  readonly #layout: BackupLayout;
  readonly #identity: Identity | undefined;
  readonly #name: string;
  readonly #writer: LedgerWriter | undefined;
  readonly #positions: LedgerPositions;
  readonly #findings: LedgerFindings;
  readonly #replay: Replay;
  /** The ledgers as they were when they were last read to their end: a torn last line is not read again and again. */
  readonly #seen = new Map<string, string>();
  #faults: ReadonlyMap<string, LedgerFault> = new Map();

  /**
   * @param name of the catalog's own ledger file
   * @param writer undefined where the backup can't be written
   */
  constructor(
    db: Catalog,
    place: { readonly layout: BackupLayout; readonly identity: Identity | undefined },
    name: string,
    writer: LedgerWriter | undefined,
  ) {
    this.#db = db;
    this.#layout = place.layout;
    this.#identity = place.identity;
    this.#name = name;
    this.#writer = writer;
    this.#positions = new LedgerPositions(db, place.layout.ledger);
    this.#findings = new LedgerFindings(db);
    this.#replay = new Replay(db, new Paths(db));
  }

  /** After a rollback. */
  forget(): void {
    this.#replay.forgetPaths();
    this.#seen.clear();
  }

  /** @throws {BackupAway} */
  isBehind(): boolean {
    this.#checkPlace();
    const known = this.#positions.all();
    const files = ledgerFiles(this.#layout.ledger);
    if (files.length !== known.size) return true;
    return files.some(name => {
      const off = known.get(name)?.off;
      if (off == null) return true;
      const { size, mtimeMs } = fs.statSync(this.#path(name));
      return size !== off && `${size} ${mtimeMs}` !== this.#seen.get(name);
    });
  }

  /** @throws {LedgerDamaged}, {LedgerNewer} where a line could not be read: what is written now might contradict it */
  refuseFaults(): void {
    for (const fault of this.#faults.values()) refuseFault(fault);
  }

  /** @throws as {@link refuseFaults}, {BackupAway}, the system's error; none of the records is then in the ledger */
  append(records: readonly LedgerRecord[]): void {
    // A process that died between its append and its commit may have left lines that nobody applied.
    if (this.#writer != null) this.catchUp();
    const n = this.#next;
    if (this.#writer != null) {
      this.refuseFaults();
      this.#positions.remember(this.#name, this.#writer.append(records, n));
    }
    const stamp = stampOf(n, this.#name);
    for (const record of records) this.#replay.apply(record, stamp, false);
    this.#positions.greatest = n;
  }

  /** @throws {BackupAway} */
  catchUp(): void {
    this.#checkPlace();
    let known = this.#positions.all();
    const changed = [...known].find(
      ([name, { off, tail }]) => tailBefore(this.#path(name), off)?.equals(tail) !== true,
    )?.[0];
    // Of a backup that can't be written the catalog is all there is: it keeps what it knows.
    if (changed != null && this.#writer == null) return;
    const files = ledgerFiles(this.#layout.ledger);
    // The same where nothing may be written because another line can't be read: what it knew is written when that is mended.
    const isMended = changed != null && !this.#hasFault(files);
    const remembered = isMended ? new Remembered(this.#db) : undefined;
    if (isMended) {
      forgetLedger(this.#db);
      known = new Map();
    }
    const sources = files.map(name => ({
      name,
      file: this.#path(name),
      from: changed == null ? (known.get(name)?.off ?? 0) : 0,
    }));
    this.#read(sources, known, changed != null && !isMended);
    if (isMended && remembered != null) this.#recover(changed, remembered);
  }

  /** @param keep leave the positions as they are */
  #read(sources: readonly LedgerSource[], known: ReadonlyMap<string, unknown>, keep: boolean): void {
    const ends = new Map<string, number>();
    const faults = new Map<string, LedgerFault>();
    const onFault = (name: string, fault: LedgerFault): void => {
      if (!faults.has(name)) faults.set(name, fault);
    };
    let { greatest } = this.#positions;
    for (const { name, record, n, end } of mergeLedgers(sources, onFault)) {
      this.#replay.apply(record, stampOf(n, name), true);
      // From a line that can't be read on all is read again, in case it is mended.
      if (!faults.has(name)) ends.set(name, end);
      greatest = Math.max(greatest, n);
    }
    this.#positions.greatest = greatest;
    for (const { name, from } of sources) if (!known.has(name) && !ends.has(name)) ends.set(name, from);
    if (!keep) for (const [name, end] of ends) this.#positions.remember(name, end);
    for (const { name, file } of sources) {
      const { size, mtimeMs } = fs.statSync(file);
      this.#seen.set(name, `${size} ${mtimeMs}`);
    }
    this.#faults = faults;
    this.#findings.faults(faults);
  }

  #recover(name: string, remembered: Remembered): void {
    const lost = remembered.lost(this.#db);
    // No line before this one may count more than what is written again.
    if (lost.length > 0 && this.#writer != null) {
      const n = this.#next;
      this.#positions.remember(this.#name, this.#writer.append(lost, n));
      for (const record of lost) this.#replay.apply(record, stampOf(n, this.#name), true);
      this.#positions.greatest = n;
      this.#seen.delete(this.#name);
    }
    this.#findings.recovered(name, lost.length);
  }

  get #next(): number {
    return Math.min(this.#positions.greatest + 1, GREATEST_N);
  }

  #hasFault(files: readonly string[]): boolean {
    let found = false;
    const onFault = (): void => {
      found = true;
    };
    for (const name of files) for (const _ of readLedger(this.#path(name), 0, onFault)) if (found) return true;
    return found;
  }

  #path(name: string): string {
    return path.join(this.#layout.ledger, name);
  }

  #checkPlace(): void {
    if (this.#identity != null) requireBackup(this.#layout, this.#identity.id);
  }
}
