/** Acts that can be undone, and what they did to the record, for a ledger that lost them. */

import { storedName } from '../backup/name.ts';
import { type LedgerRecord, type RecordedState, toLedgerName } from '../ledger/record.ts';
import type { Catalog } from './open.ts';
import { RememberedAlbumActs } from './recoverAlbumActs.ts';
import { uuidText } from './uuid.ts';

interface ChangeRow {
  readonly uid: string;
  readonly job: string;
  readonly at: number;
  readonly title: string;
  readonly undoes: string | null;
  readonly undone_by: string | null;
  readonly plan: Buffer | null;
}

interface FileRow {
  readonly change: string;
  readonly job: string | null;
  readonly at: number | null;
  readonly file: number;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly old_sha: Buffer | null;
  readonly old_size: number | null;
  readonly old_mtime: number | null;
  readonly new_sha: Buffer | null;
  readonly new_size: number | null;
  readonly new_mtime: number | null;
}

const CHANGES = "SELECT uid, job, at, title, undoes, undone_by, plan FROM change WHERE job <> '' ORDER BY id";
const FILES = `SELECT c.change, h.job, h.at, c.file, d.path, d.raw AS pathRaw, f.name, f.raw,
    c.old_sha, c.old_size, c.old_mtime, c.new_sha, c.new_size, c.new_mtime
  FROM change_file c LEFT JOIN change h ON h.uid = c.change JOIN file f ON f.id = c.file JOIN dir d ON d.id = f.dir
  ORDER BY h.id, d.path, f.name`;

interface MarkRow {
  readonly change: string;
  readonly at: number | null;
  readonly uid: Buffer;
  readonly field: 'rating' | 'flag' | 'favorite';
  readonly old: number | string | null;
  readonly new: number | string | null;
}

const MARKS = `SELECT c.change, h.at, c.uid, c.field, c.old, c.new FROM change_mark c LEFT JOIN change h ON h.uid = c.change
  ORDER BY c.stamp, c.change`;

const stateOf = (sha: Buffer | null, size: number | null, mtime: number | null): RecordedState | null =>
  sha == null ? null : [size ?? 0, mtime ?? 0, sha.toString('hex')];

export interface LostActs {
  readonly records: readonly LedgerRecord[];
  /** The files that these lines speak of, each with a state that it had: what holds of them now is to be said after them. */
  readonly files: ReadonlyMap<number, RecordedState>;
  /** The assets of whose marks they speak, in hex. */
  readonly marked: ReadonlySet<string>;
  /** The albums of which they speak. */
  readonly albums: ReadonlySet<string>;
}

export class RememberedActs {
  readonly #changes: readonly ChangeRow[];
  readonly #files: readonly FileRow[];
  readonly #marks: readonly MarkRow[];
  readonly #albums: RememberedAlbumActs;

  constructor(db: Catalog) {
    this.#changes = db.prepare<[], ChangeRow>(CHANGES).all();
    this.#files = db.prepare<[], FileRow>(FILES).all();
    this.#marks = db.prepare<[], MarkRow>(MARKS).all();
    this.#albums = new RememberedAlbumActs(db);
  }

  /** @param db after the ledgers that are there were read */
  lost(db: Catalog): LostActs {
    const known = new Set(
      db
        .prepare<[], ChangeRow>(CHANGES)
        .all()
        .map(({ uid }) => uid),
    );
    const lost = new Set(this.#changes.filter(({ uid }) => !known.has(uid)).map(({ uid }) => uid));
    const undone = new Map(this.#changes.map(({ uid, undone_by }) => [uid, undone_by]));
    // An undo that is known was heard before the act that it undoes.
    for (const { uid, undone_by } of this.#changes) if (lost.has(uid) && undone_by != null) lost.add(undone_by);
    const records: LedgerRecord[] = [];
    for (const { uid, job, at, title, undoes, plan } of this.#changes) {
      if (!lost.has(uid)) continue;
      records.push({
        ...{ t: 'change', at, id: uid, job, title },
        ...(undoes == null ? {} : { undoes }),
        ...(undoes != null && undone.get(undoes) !== uid ? { partly: true } : {}),
        ...(plan == null ? {} : { plan: plan.toString('hex') }),
      });
    }
    const isKnown = db.prepare<[string, number], unknown>('SELECT 1 FROM change_file WHERE change = ? AND file = ?');
    const files = new Map<number, RecordedState>();
    for (const row of this.#files) {
      if (isKnown.get(row.change, row.file) != null) continue;
      const was = stateOf(row.old_sha, row.old_size, row.old_mtime);
      const is = stateOf(row.new_sha, row.new_size, row.new_mtime);
      const some = is ?? was;
      if (some == null) continue;
      files.set(row.file, some);
      const why = row.job === 'accept' || row.job === 'undo' ? row.job : 'applied';
      const about = { at: row.at ?? Date.now(), why, change: row.change, dir: dirOf(row) } as const;
      if (is == null) records.push({ t: 'gone', ...about, files: [[nameOf(row), some]] });
      else records.push({ t: 'sums', ...about, files: [[nameOf(row), is]], was: [was] });
    }
    const marked = this.#lostMarks(db, records);
    return { records, files, marked, albums: this.#albums.lost(db, records) };
  }

  #lostMarks(db: Catalog, records: LedgerRecord[]): ReadonlySet<string> {
    const isKnown = db.prepare<[string, Buffer, string], unknown>(
      'SELECT 1 FROM change_mark WHERE change = ? AND uid = ? AND field = ?',
    );
    const marked = new Set<string>();
    for (const { change, at, uid, field, old, new: is } of this.#marks) {
      if (isKnown.get(change, uid, field) != null) continue;
      const said = (value: number | string | null) => (field === 'favorite' && value != null ? value === 1 : value);
      marked.add(uid.toString('hex'));
      const was = [{ [field]: said(old) }];
      // What a row of the catalog can hold, and a line can't, is sorted out with all others.
      const line = { t: 'marks', at: at ?? Date.now(), change, assets: [uuidText(uid)], [field]: said(is), was };
      records.push(line as unknown as LedgerRecord);
    }
    return marked;
  }
}

const dirOf = ({ path, pathRaw }: FileRow) => toLedgerName(storedName(path, pathRaw));
const nameOf = ({ name, raw }: FileRow) => toLedgerName(storedName(name, raw));
