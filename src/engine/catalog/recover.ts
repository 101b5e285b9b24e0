/**
 * A ledger that this machine has read and that is gone, shorter or another now: an older copy was put back, or
 * the file was deleted. What the catalog still knows of it is then the only record, and is written down again.
 */

import { storedName } from '../backup/name.ts';
import { type LedgerRecord, type RecordedState, toLedgerName } from '../ledger/record.ts';
import type { Catalog } from './open.ts';
import { RECORDED_ROWS, type RecordedRow } from './recordedRow.ts';
import { uuidText } from './uuid.ts';

interface Row extends RecordedRow {
  /** See {@link import('./replay.ts').stampOf}. */
  readonly rec_stamp: number | null;
  readonly uid: Buffer | null;
  readonly uid_stamp: number | null;
}

interface MarkRow {
  readonly uid: Buffer;
  readonly rating: number | null;
  readonly flag: 'pick' | 'reject' | 'none' | null;
  readonly favorite: number | null;
  readonly stamp: number;
}

const FILES = `${RECORDED_ROWS} f.rec_stamp IS NOT NULL OR f.uid_stamp IS NOT NULL ORDER BY d.path, f.name`;
const MARKS = `SELECT uid, rating, flag, favorite,
  max(coalesce(rating_stamp, 0), coalesce(flag_stamp, 0), coalesce(favorite_stamp, 0)) AS stamp FROM mark`;

/** What the catalog knows of the ledger, before it forgets it. */
export class Remembered {
  readonly #files: readonly Row[];
  readonly #marks: readonly MarkRow[];

  constructor(db: Catalog) {
    this.#files = db.prepare<[], Row>(FILES).all();
    this.#marks = db.prepare<[], MarkRow>(MARKS).all();
  }

  /** What the ledgers that are there now don't say, or say of an earlier time. @param db after they were read */
  lost(db: Catalog): readonly LedgerRecord[] {
    const now = new Map(
      db
        .prepare<[], Row>(FILES)
        .all()
        .map(row => [`${row.path}/${row.name}`, row]),
    );
    const at = Date.now();
    const records: LedgerRecord[] = [];
    for (const row of this.#files) {
      const known = now.get(`${row.path}/${row.name}`);
      const dir = toLedgerName(storedName(row.path, row.pathRaw));
      const name = toLedgerName(storedName(row.name, row.raw));
      if (row.rec_sha != null && (known?.rec_stamp ?? -1) < (row.rec_stamp ?? -1)) {
        const state: RecordedState = [row.rec_size ?? 0, row.rec_mtime ?? 0, row.rec_sha.toString('hex')];
        records.push({ t: 'sums', at, why: 'recovered', dir, files: [[name, state]] });
      }
      if (row.uid != null && (known?.uid_stamp ?? -1) < (row.uid_stamp ?? -1))
        records.push({ t: 'assets', at, dir, ids: [[name, uuidText(row.uid)]] });
    }
    const marks = new Map(
      db
        .prepare<[], MarkRow>(MARKS)
        .all()
        .map(row => [row.uid.toString('hex'), row.stamp]),
    );
    for (const { uid, rating, flag, favorite, stamp } of this.#marks) {
      if ((marks.get(uid.toString('hex')) ?? -1) >= stamp) continue;
      const said = {
        ...(rating == null ? {} : { rating }),
        ...(flag == null ? {} : { flag }),
        ...(favorite == null ? {} : { favorite: favorite === 1 }),
      };
      records.push({ t: 'marks', at, assets: [uuidText(uid)], ...said });
    }
    return records;
  }
}
