/** What the record says of paths. */
import type { Statement } from 'better-sqlite3';
import type { Name } from '../backup/name.ts';
import type { Catalog } from '../catalog/open.ts';
import { uuidText } from '../catalog/uuid.ts';
import type { RecordedState } from '../ledger/record.ts';
import type { OnRecord } from './item.ts';
import { isOurs, unquarantined } from './places.ts';
import { parted } from './step.ts';

interface Row {
  readonly rec_sha: Buffer | null;
  readonly rec_size: number;
  readonly rec_mtime: number;
  readonly rec_stamp: number | null;
  readonly uid: Buffer | null;
}

interface OldRow {
  readonly old_sha: Buffer | null;
  readonly old_size: number;
  readonly old_mtime: number;
}

export class Recorded {
  readonly #find: Statement<[string, string], Row>;
  readonly #old: Statement<[string, string, string], OldRow>;

  constructor(db: Catalog) {
    this.#find = db.prepare(
      'SELECT f.rec_sha, f.rec_size, f.rec_mtime, f.rec_stamp, f.uid FROM dir d JOIN file f ON f.dir = d.id WHERE d.path = ? AND f.name = ?',
    );
    this.#old = db.prepare(
      `SELECT c.old_sha, c.old_size, c.old_mtime FROM dir d JOIN file f ON f.dir = d.id JOIN change_file c ON c.file = f.id
       WHERE c.change = ? AND d.path = ? AND f.name = ?`,
    );
  }

  /** Whether it was on record once, and the record says that it is gone. */
  isTakenOff(path: Name): boolean {
    const { dir, name } = parted(path);
    const row = this.#find.get(dir.text, name.text);
    return row != null && row.rec_sha == null && row.rec_stamp != null;
  }

  /** Of what lies in the quarantine: what the record said before it went there. */
  of(path: Name): OnRecord {
    if (isOurs(path)) return { state: this.#before(path), uid: undefined };
    const { dir, name } = parted(path);
    const row = this.#find.get(dir.text, name.text);
    return {
      state: row?.rec_sha == null ? undefined : [row.rec_size, row.rec_mtime, row.rec_sha.toString('hex')],
      uid: row?.uid == null ? undefined : uuidText(row.uid),
    };
  }

  #before(path: Name): RecordedState | undefined {
    const place = unquarantined(path);
    if (place == null) return undefined;
    const { dir, name } = parted(place.path);
    const row = this.#old.get(place.change, dir.text, name.text);
    return row?.old_sha == null ? undefined : [row.old_size, row.old_mtime, row.old_sha.toString('hex')];
  }
}
