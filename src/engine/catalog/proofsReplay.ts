/** What was read and found well, and what was found otherwise, by the ledger's lines. */
import type { Statement } from 'better-sqlite3';
import { fromLedgerName, type LedgerRecord } from '../ledger/record.ts';
import type { HeardFindings } from './heardFindings.ts';
import { isRecorded, type LedgerRows } from './ledgerRows.ts';
import type { Catalog } from './open.ts';
import { filesOfRun } from './provedRun.ts';
import { RecordOrder } from './recordOrder.ts';

type Of<T extends LedgerRecord['t']> = Extract<LedgerRecord, { t: T }>;

interface Proof {
  /** Unix ms. */
  readonly at: number;
  readonly now: number;
  readonly stamp: number;
  readonly heard: boolean;
}

export class ProofsReplay {
  readonly #rows: LedgerRows;
  readonly #findings: HeardFindings;
  readonly #order: RecordOrder;
  readonly #prove: Statement<unknown[]>;
  readonly #mend: Statement<unknown[]>;
  readonly #find: Statement<unknown[]>;

  constructor(db: Catalog, rows: LedgerRows, findings: HeardFindings) {
    this.#rows = rows;
    this.#findings = findings;
    this.#order = new RecordOrder(db);
    this.#prove = db.prepare(
      // A proof of the future was dated by a wrong clock.
      'UPDATE file SET proved = @at WHERE id = @file AND rec_sha IS NOT NULL AND (coalesce(proved, 0) < @at OR proved > @now)',
    );
    this.#mend = db.prepare(
      'UPDATE file SET state = NULL WHERE id = @file AND state IS NOT NULL AND coalesce(state_stamp, -1) <= @stamp',
    );
    this.#find = db.prepare(
      `UPDATE file SET state = @state, state_stamp = @stamp WHERE id = @file AND rec_sha IS NOT NULL
       AND coalesce(state_stamp, -1) <= @stamp AND coalesce(rec_stamp, -1) <= @stamp`,
    );
  }

  proved(record: Of<'proved'>, stamp: number, heard: boolean): void {
    const dir = fromLedgerName(record.dir);
    const proof = proofOf(record.at, stamp, heard);
    for (const name of record.files) this.#proveFile(this.#rows.row(dir, fromLedgerName(name), isRecorded), proof);
  }

  provedRun(record: Of<'proved-run'>, stamp: number, heard: boolean): void {
    const proof = proofOf(record.at, stamp, heard);
    for (const [id] of filesOfRun(this.#order, record)) this.#proveFile(id, proof);
  }

  #proveFile(file: number, { at, now, stamp, heard }: Proof): void {
    this.#prove.run({ file, at, now });
    if (this.#mend.run({ file, stamp }).changes > 0 && heard) this.#findings.clear(file);
  }

  found(record: Of<'found'>, stamp: number, heard: boolean): void {
    const folder = fromLedgerName(record.dir);
    for (const [ledgerName, state] of record.files) {
      const name = fromLedgerName(ledgerName);
      const file = this.#rows.row(folder, name, isRecorded);
      const isNews = this.#find.run({ file, state, stamp }).changes > 0;
      if (isNews && heard) this.#findings.set(state, file, folder, name);
    }
  }
}

function proofOf(at: number, stamp: number, heard: boolean): Proof {
  const now = Date.now();
  return { at: Math.min(at, now), now, stamp, heard };
}
