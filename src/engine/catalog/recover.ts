/**
 * A ledger that this machine has read and that is gone, shorter or another now: an older copy was put back, or
 * the file was deleted. What the catalog still knows of it is then the only record, and is written down again.
 */
import { storedName } from '../backup/name.ts';
import { LedgerRecord, type RecordedState, toLedgerName } from '../ledger/record.ts';
import type { Catalog } from './open.ts';
import { RECORDED_ROWS, type RecordedRow } from './recordedRow.ts';
import { RememberedActs } from './recoverActs.ts';
import { RememberedImports } from './recoverImports.ts';
import { RememberedJournal } from './recoverJournal.ts';
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
  readonly rating_stamp: number | null;
  readonly flag: 'pick' | 'reject' | 'none' | null;
  readonly flag_stamp: number | null;
  readonly favorite: number | null;
  readonly favorite_stamp: number | null;
  readonly stamp: number;
}

const FILES = `${RECORDED_ROWS} f.rec_stamp IS NOT NULL OR f.uid_stamp IS NOT NULL ORDER BY d.path, f.name`;
const MARKS = `SELECT *,
  max(coalesce(rating_stamp, 0), coalesce(flag_stamp, 0), coalesce(favorite_stamp, 0)) AS stamp FROM mark`;

const stateOf = ({ rec_sha, rec_size, rec_mtime }: RecordedRow): RecordedState | undefined =>
  rec_sha == null ? undefined : [rec_size ?? 0, rec_mtime ?? 0, rec_sha.toString('hex')];

/** What the catalog knows of the ledger, before it forgets it. */
export class Remembered {
  readonly #files: readonly Row[];
  readonly #marks: readonly MarkRow[];
  readonly #acts: RememberedActs;
  readonly #journal: RememberedJournal;
  readonly #imports: RememberedImports;

  constructor(db: Catalog) {
    this.#files = db.prepare<[], Row>(FILES).all();
    this.#marks = db.prepare<[], MarkRow>(MARKS).all();
    this.#acts = new RememberedActs(db);
    this.#journal = new RememberedJournal(db);
    this.#imports = new RememberedImports(db);
  }

  /**
   * What the ledgers that are there now don't say, or say of an earlier time. In the order in which it is to be
   * replayed: acts first, for what holds of a file is what was said of it last.
   * @param db after they were read
   */
  lost(db: Catalog): readonly LedgerRecord[] {
    const acts = this.#acts.lost(db);
    const records = [
      ...acts.records,
      ...this.#lostFiles(db, acts.files),
      ...this.#lostMarks(db, acts.marked),
      ...this.#imports.lost(db, acts.albums),
      ...this.#journal.lost(db),
    ];
    // A catalog may have begun as a stranger's snapshot: what no ledger could hold must not stop all that follows.
    return records.filter(record => LedgerRecord.safeParse(record).success);
  }

  /** @param told of by acts that are written again, each with a state that it had */
  *#lostFiles(db: Catalog, told: ReadonlyMap<number, RecordedState>): Generator<LedgerRecord> {
    const now = new Map(
      db
        .prepare<[], Row>(FILES)
        .all()
        .map(row => [row.id, row]),
    );
    const at = Date.now();
    const remembered = new Map(this.#files.map(row => [row.id, row]));
    for (const id of told.keys()) if (!remembered.has(id)) remembered.set(id, now.get(id) as Row);
    for (const [id, row] of remembered) {
      if (row == null) continue;
      const known = now.get(id);
      const dir = toLedgerName(storedName(row.path, row.pathRaw));
      const name = toLedgerName(storedName(row.name, row.raw));
      const isLost = (known?.rec_stamp ?? -1) < (row.rec_stamp ?? -1);
      if (isLost || told.has(id)) {
        const state = stateOf(isLost ? row : (known ?? row));
        // Let go: to be said only where something would bring it back.
        const was = (known && stateOf(known)) ?? told.get(id);
        if (state != null) yield { t: 'sums', at, why: 'recovered', dir, files: [[name, state]] };
        else if (was != null) yield { t: 'gone', at, why: 'recovered', dir, files: [[name, was]] };
      }
      if (row.uid != null && (known?.uid_stamp ?? -1) < (row.uid_stamp ?? -1))
        yield { t: 'assets', at, dir, ids: [[name, uuidText(row.uid)]] };
    }
  }

  /** @param told of by acts that are written again, in hex: what holds of them now is to be said after those */
  *#lostMarks(db: Catalog, told: ReadonlySet<string>): Generator<LedgerRecord> {
    const at = Date.now();
    const now = new Map(
      db
        .prepare<[], MarkRow>(MARKS)
        .all()
        .map(row => [row.uid.toString('hex'), row]),
    );
    const remembered = new Map(this.#marks.map(row => [row.uid.toString('hex'), row]));
    for (const uid of told) {
      const known = now.get(uid);
      if (known != null && !remembered.has(uid)) remembered.set(uid, known);
    }
    for (const [uid, row] of remembered) {
      const known = now.get(uid);
      const isLost = (known?.stamp ?? -1) < row.stamp;
      if (!isLost && !told.has(uid)) continue;
      const { rating, rating_stamp, flag, flag_stamp, favorite, favorite_stamp } = isLost ? row : (known ?? row);
      const said = {
        ...(rating_stamp == null ? {} : { rating }),
        ...(flag_stamp == null ? {} : { flag }),
        ...(favorite_stamp == null ? {} : { favorite: favorite == null ? null : favorite === 1 }),
      };
      yield { t: 'marks', at, assets: [uuidText(row.uid)], ...said };
    }
  }
}
