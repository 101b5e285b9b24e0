/**
 * Brings into the catalog what the ledger says. Every record can be applied twice, and in another order than
 * it was written by several machines: the later `at` wins, row by row.
 */
import { Buffer } from 'node:buffer';
import type { Statement } from 'better-sqlite3';
import { fromLedgerName, type LedgerRecord, type RecordedState } from '../ledger/record.ts';
import type { Catalog } from './open.ts';
import { Paths } from './paths.ts';
import { uuidBytes } from './uuid.ts';

type Of<T extends LedgerRecord['t']> = Extract<LedgerRecord, { t: T }>;

export class Replay {
  readonly #paths: Paths;
  readonly #record: Statement<unknown[]>;
  readonly #forget: Statement<unknown[]>;
  readonly #prove: Statement<unknown[]>;
  readonly #clearUid: Statement<unknown[]>;
  readonly #setUid: Statement<unknown[]>;
  readonly #mark: Statement<unknown[]>;
  readonly #addChange: Statement<unknown[]>;
  readonly #undone: Statement<unknown[]>;
  readonly #changeFile: Statement<unknown[]>;

  constructor(db: Catalog, paths = new Paths(db)) {
    this.#paths = paths;
    // Recording proves: the bytes were read to make the sum. A modified or corrupt file that is recorded is fine again.
    this.#record = db.prepare(
      `UPDATE file SET rec_sha = ?2, rec_size = ?3, rec_mtime = ?4, rec_at = ?5, proved = max(coalesce(proved, 0), ?6), state = NULL
       WHERE id = ?1 AND coalesce(rec_at, -1) <= ?5`,
    );
    this.#forget = db.prepare(
      'UPDATE file SET rec_sha = NULL, rec_size = NULL, rec_mtime = NULL, rec_at = ?2, proved = NULL, state = NULL WHERE id = ?1 AND coalesce(rec_at, -1) <= ?2',
    );
    this.#prove = db.prepare('UPDATE file SET proved = ?2 WHERE id = ?1 AND coalesce(proved, 0) < ?2');
    this.#clearUid = db.prepare('UPDATE file SET uid = NULL WHERE uid = ?1 AND id <> ?2');
    this.#setUid = db.prepare('UPDATE file SET uid = ?2 WHERE id = ?1');
    this.#mark = db.prepare(
      `INSERT INTO mark(uid, rating, rating_at, flag, flag_at, favorite, favorite_at) VALUES (?1, ?2, ?5, ?3, ?6, ?4, ?7)
       ON CONFLICT(uid) DO UPDATE SET
         rating = CASE WHEN ?5 >= coalesce(rating_at, -1) THEN ?2 ELSE rating END, rating_at = max(coalesce(rating_at, ?5), coalesce(?5, rating_at)),
         flag = CASE WHEN ?6 >= coalesce(flag_at, -1) THEN ?3 ELSE flag END, flag_at = max(coalesce(flag_at, ?6), coalesce(?6, flag_at)),
         favorite = CASE WHEN ?7 >= coalesce(favorite_at, -1) THEN ?4 ELSE favorite END, favorite_at = max(coalesce(favorite_at, ?7), coalesce(?7, favorite_at))`,
    );
    this.#addChange = db.prepare(
      'INSERT INTO change(uid, job, at, title) VALUES (?, ?, ?, ?) ON CONFLICT(uid) DO NOTHING',
    );
    this.#undone = db.prepare('UPDATE change SET undone_by = ? WHERE uid = ?');
    this.#changeFile = db.prepare(
      `INSERT INTO change_file(change, file, old_sha, old_size, old_mtime, new_sha, new_size, new_mtime) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT(change, file) DO NOTHING`,
    );
  }

  /** After a rollback. */
  forgetPaths(): void {
    this.#paths.forget();
  }

  apply(record: LedgerRecord): void {
    switch (record.t) {
      case 'sums':
        return this.#sums(record);
      case 'gone':
        return this.#gone(record);
      case 'proved':
        return this.#proved(record);
      case 'assets':
        return this.#assets(record);
      case 'marks':
        return this.#marks(record);
      case 'change':
        this.#addChange.run(record.id, record.job, record.at, record.title);
        if (record.undoes != null) this.#undone.run(record.id, record.undoes);
        return;
      default:
        record satisfies never;
    }
  }

  #sums(record: Of<'sums'>): void {
    const dir = this.#paths.dir(fromLedgerName(record.dir));
    // An undo puts an old record back, which says nothing of the bytes that are there now.
    const proved = record.why === 'undo' ? 0 : record.at;
    record.files.forEach(([name, state], i) => {
      const file = this.#paths.file(dir, fromLedgerName(name));
      this.#record.run(file, Buffer.from(state[2], 'hex'), state[0], state[1], record.at, proved);
      if (record.change != null) this.#changed(record.change, file, record.was?.[i] ?? null, state);
    });
  }

  #gone(record: Of<'gone'>): void {
    const dir = this.#paths.dir(fromLedgerName(record.dir));
    for (const [name, was] of record.files) {
      const file = this.#paths.file(dir, fromLedgerName(name));
      this.#forget.run(file, record.at);
      if (record.change != null) this.#changed(record.change, file, was, null);
    }
  }

  #changed(change: string, file: number, was: RecordedState | null, is: RecordedState | null): void {
    const columns = (state: RecordedState | null): unknown[] =>
      state == null ? [null, null, null] : [Buffer.from(state[2], 'hex'), state[0], state[1]];
    this.#changeFile.run(change, file, ...columns(was), ...columns(is));
  }

  #proved(record: Of<'proved'>): void {
    const dir = this.#paths.dir(fromLedgerName(record.dir));
    for (const name of record.files) this.#prove.run(this.#paths.file(dir, fromLedgerName(name)), record.at);
  }

  #assets(record: Of<'assets'>): void {
    const dir = this.#paths.dir(fromLedgerName(record.dir));
    for (const [name, uid] of record.ids) {
      const file = this.#paths.file(dir, fromLedgerName(name));
      const bytes = uuidBytes(uid);
      this.#clearUid.run(bytes, file);
      this.#setUid.run(file, bytes);
    }
  }

  #marks(record: Of<'marks'>): void {
    const when = (value: unknown): number | null => (value === undefined ? null : record.at);
    for (const uid of record.assets) {
      const favorite = record.favorite == null ? null : Number(record.favorite);
      this.#mark.run(
        uuidBytes(uid),
        record.rating ?? null,
        record.flag ?? null,
        favorite,
        when(record.rating),
        when(record.flag),
        when(record.favorite),
      );
    }
  }
}
