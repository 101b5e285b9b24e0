/**
 * Brings into the catalog what the ledger says. Every record can be applied twice. Of one writer the later line
 * wins, whatever its clock said; between writers the later `at`.
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
  readonly #findWriter: Statement<[string], { id: number }>;
  readonly #addWriter: Statement<[string]>;
  readonly #writers = new Map<string, number>();
  #by = 0;
  #now = 0;

  constructor(db: Catalog, paths = new Paths(db)) {
    this.#paths = paths;
    // Recording proves: the bytes were read to make the sum. A modified or corrupt file that is recorded is fine again.
    this.#record = db.prepare(
      `UPDATE file SET rec_sha = @sha, rec_size = @size, rec_mtime = @mtime, rec_at = @at, rec_by = @by,
         proved = CASE WHEN @proved = 0 THEN proved ELSE @proved END, state = NULL
       WHERE id = @file AND (rec_by IS @by OR coalesce(rec_at, -1) <= @at)`,
    );
    this.#forget = db.prepare(
      `UPDATE file SET rec_sha = NULL, rec_size = NULL, rec_mtime = NULL, rec_at = @at, rec_by = @by, proved = NULL, state = NULL
       WHERE id = @file AND (rec_by IS @by OR coalesce(rec_at, -1) <= @at)`,
    );
    this.#prove = db.prepare(
      // A proof of the future was dated by a wrong clock.
      'UPDATE file SET proved = @at WHERE id = @file AND (coalesce(proved, 0) < @at OR proved > @now)',
    );
    this.#clearUid = db.prepare('UPDATE file SET uid = NULL WHERE uid = @uid AND id <> @file');
    this.#setUid = db.prepare('UPDATE file SET uid = @uid WHERE id = @file');
    this.#mark = db.prepare(
      `INSERT INTO mark(uid, rating, rating_at, flag, flag_at, favorite, favorite_at)
       VALUES (@uid, @rating, @ratingAt, @flag, @flagAt, @favorite, @favoriteAt)
       ON CONFLICT(uid) DO UPDATE SET
         rating = CASE WHEN @ratingAt >= coalesce(rating_at, -1) THEN @rating ELSE rating END,
         rating_at = max(coalesce(rating_at, @ratingAt), coalesce(@ratingAt, rating_at)),
         flag = CASE WHEN @flagAt >= coalesce(flag_at, -1) THEN @flag ELSE flag END,
         flag_at = max(coalesce(flag_at, @flagAt), coalesce(@flagAt, flag_at)),
         favorite = CASE WHEN @favoriteAt >= coalesce(favorite_at, -1) THEN @favorite ELSE favorite END,
         favorite_at = max(coalesce(favorite_at, @favoriteAt), coalesce(@favoriteAt, favorite_at))`,
    );
    this.#findWriter = db.prepare('SELECT id FROM writer WHERE name = ?');
    this.#addWriter = db.prepare('INSERT INTO writer(name) VALUES (?)');
    this.#addChange = db.prepare(
      'INSERT INTO change(uid, job, at, title) VALUES (?, ?, ?, ?) ON CONFLICT(uid) DO NOTHING',
    );
    this.#undone = db.prepare('UPDATE change SET undone_by = ? WHERE uid = ?');
    this.#changeFile = db.prepare(
      `INSERT INTO change_file(change, file, old_sha, old_size, old_mtime, new_sha, new_size, new_mtime) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT(change, file) DO NOTHING`,
    );
  }

  #writerId(name: string): number {
    const known = this.#writers.get(name);
    if (known != null) return known;
    const id = this.#findWriter.get(name)?.id ?? Number(this.#addWriter.run(name).lastInsertRowid);
    this.#writers.set(name, id);
    return id;
  }

  /** After a rollback. */
  forgetPaths(): void {
    this.#paths.forget();
    this.#writers.clear();
  }

  /** @param writer the ledger file that the record is from, or is going to */
  apply(record: LedgerRecord, writer: string): void {
    this.#by = this.#writerId(writer);
    this.#now = Date.now();

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
    const proved = record.why === 'undo' ? 0 : Math.min(record.at, this.#now);
    record.files.forEach(([name, state], i) => {
      const file = this.#paths.file(dir, fromLedgerName(name));
      const [size, mtime, sha] = state;
      this.#record.run({ file, sha: Buffer.from(sha, 'hex'), size, mtime, at: record.at, by: this.#by, proved });
      if (record.change != null) this.#changed(record.change, file, record.was?.[i] ?? null, state);
    });
  }

  #gone(record: Of<'gone'>): void {
    const dir = this.#paths.dir(fromLedgerName(record.dir));
    for (const [name, was] of record.files) {
      const file = this.#paths.file(dir, fromLedgerName(name));
      this.#forget.run({ file, at: record.at, by: this.#by });
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
    for (const name of record.files)
      this.#prove.run({
        file: this.#paths.file(dir, fromLedgerName(name)),
        at: Math.min(record.at, this.#now),
        now: this.#now,
      });
  }

  #assets(record: Of<'assets'>): void {
    const dir = this.#paths.dir(fromLedgerName(record.dir));
    for (const [name, uid] of record.ids) {
      const file = this.#paths.file(dir, fromLedgerName(name));
      const bytes = uuidBytes(uid);
      this.#clearUid.run({ uid: bytes, file });
      this.#setUid.run({ uid: bytes, file });
    }
  }

  #marks(record: Of<'marks'>): void {
    const when = (value: unknown): number | null => (value === undefined ? null : record.at);
    for (const uid of record.assets) {
      this.#mark.run({
        uid: uuidBytes(uid),
        rating: record.rating ?? null,
        ratingAt: when(record.rating),
        flag: record.flag ?? null,
        flagAt: when(record.flag),
        favorite: record.favorite == null ? null : Number(record.favorite),
        favoriteAt: when(record.favorite),
      });
    }
  }
}
