/** The manifest grows and changes, by the ledger's lines; acts that can be undone say what stood before. */
import { Buffer } from 'node:buffer';
import type { Statement } from 'better-sqlite3';
import { fromLedgerName, type LedgerRecord, type RecordedState } from '../ledger/record.ts';
import type { HeardFindings } from './heardFindings.ts';
import { isOf, type LedgerRows } from './ledgerRows.ts';
import type { Catalog } from './open.ts';

type Of<T extends LedgerRecord['t']> = Extract<LedgerRecord, { t: T }>;

const UNREAD: ReadonlySet<Of<'sums'>['why']> = new Set(['undo', 'recovered', 'applied']);

export class SumsReplay {
  readonly #rows: LedgerRows;
  readonly #findings: HeardFindings;
  readonly #record: Statement<unknown[]>;
  readonly #forget: Statement<unknown[]>;
  readonly #changeFile: Statement<unknown[]>;
  readonly #see: Statement<unknown[]>;
  readonly #soil: Statement<unknown[]>;

  constructor(db: Catalog, rows: LedgerRows, findings: HeardFindings) {
    this.#rows = rows;
    this.#findings = findings;
    // Recording proves: the bytes were read to make the sum. An undo puts an old record back, which proves nothing;
    // nor does a copy, whose bytes nobody has read from the disk yet.
    this.#record = db.prepare(
      `UPDATE file SET rec_sha = @sha, rec_size = @size, rec_mtime = @mtime, rec_stamp = @stamp, proved = @proved, state = NULL
       WHERE id = @file AND coalesce(rec_stamp, -1) <= @stamp`,
    );
    this.#forget = db.prepare(
      `UPDATE file SET rec_sha = NULL, rec_size = NULL, rec_mtime = NULL, rec_stamp = @stamp, proved = NULL, state = NULL
       WHERE id = @file AND coalesce(rec_stamp, -1) <= @stamp`,
    );
    // Whoever wrote it was ended before the catalog had it, or was another machine: index has to look again.
    this.#see = db.prepare(
      `UPDATE file SET size = @size, mtime = @mtime
       WHERE id = @file AND present = 1 AND rec_stamp = @stamp AND (size IS NOT @size OR mtime IS NOT @mtime)`,
    );
    this.#soil = db.prepare(
      'UPDATE dir SET dirty = 1, signature = NULL WHERE id = (SELECT dir FROM file WHERE id = ?)',
    );
    this.#changeFile = db.prepare(
      `INSERT INTO change_file(change, file, old_sha, old_size, old_mtime, new_sha, new_size, new_mtime) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT(change, file) DO NOTHING`,
    );
  }

  sums(record: Of<'sums'>, stamp: number, heard: boolean): void {
    const dir = fromLedgerName(record.dir);
    const proved = UNREAD.has(record.why) ? null : Math.min(record.at, Date.now());
    record.files.forEach(([name, state], i) => {
      const [size, mtime, sha] = state;
      const was = record.was?.[i] ?? null;
      const file = this.#rows.row(dir, fromLedgerName(name), other => {
        // Nothing was recorded under this name before: it may be the row of a file that was only seen.
        if (record.why === 'first' || record.why === 'moved') return other.rec_sha == null && other.rec_stamp == null;
        // Two that were written down together are two.
        if (record.why === 'recovered') return (other.rec_stamp ?? stamp) < stamp;
        return isOf(other, record.why === 'touched' ? state : was);
      });
      this.#record.run({ file, sha: Buffer.from(sha, 'hex'), size, mtime, stamp, proved });
      if (heard) this.#findings.clear(file);
      const isUnseen = heard && record.why === 'applied' && this.#see.run({ file, size, mtime, stamp }).changes > 0;
      if (isUnseen) this.#soil.run(file);
      if (record.change != null) this.#changed(record.change, file, was, state);
    });
  }

  gone(record: Of<'gone'>, stamp: number, heard: boolean): void {
    const dir = fromLedgerName(record.dir);
    for (const [name, was] of record.files) {
      const file = this.#rows.row(dir, fromLedgerName(name), other => isOf(other, was));
      this.#forget.run({ file, stamp });
      if (heard) this.#findings.clear(file);
      if (record.change != null) this.#changed(record.change, file, was, null);
    }
  }

  #changed(change: string, file: number, was: RecordedState | null, is: RecordedState | null): void {
    const columns = (state: RecordedState | null): unknown[] =>
      state == null ? [null, null, null] : [Buffer.from(state[2], 'hex'), state[0], state[1]];
    this.#changeFile.run(change, file, ...columns(was), ...columns(is));
  }
}
