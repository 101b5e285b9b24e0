/**
 * Brings into the catalog what the ledger says. Every line can be applied twice, and in any order: of two that
 * speak of the same thing the one with the greater stamp counts, so that a catalog that grew with the ledger and
 * one that was made from it anew are the same.
 */
import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { Statement } from 'better-sqlite3';
import { joinName, type Name } from '../backup/name.ts';
import { fromLedgerName, type LedgerRecord, type RecordedState } from '../ledger/record.ts';
import { AlbumsReplay } from './albumsReplay.ts';
import { Findings } from './findings.ts';
import { ImportedReplay } from './importedReplay.ts';
import { JournalReplay } from './journalReplay.ts';
import type { Catalog } from './open.ts';
import { type OtherForm, Paths } from './paths.ts';
import { filesOfRun } from './provedRun.ts';
import { RecordOrder } from './recordOrder.ts';
import { uuidBytes } from './uuid.ts';

type Of<T extends LedgerRecord['t']> = Extract<LedgerRecord, { t: T }>;

const UNREAD: ReadonlySet<Of<'sums'>['why']> = new Set(['undo', 'recovered', 'applied']);

/** The place of a line among all lines: its number, and for two of one number the writers', in one integer. */
export function stampOf(n: number, writer: string): number {
  return n * 1024 + (crc32(writer) & 1023);
}

export class Replay {
  readonly #paths: Paths;
  readonly #order: RecordOrder;
  readonly #record: Statement<unknown[]>;
  readonly #forget: Statement<unknown[]>;
  readonly #prove: Statement<unknown[]>;
  readonly #mend: Statement<unknown[]>;
  readonly #find: Statement<unknown[]>;
  readonly #unfind: Statement<unknown[]>;
  readonly #findings: Findings;
  #heard = false;
  readonly #holder: Statement<[Buffer], { id: number; uid_stamp: number | null }>;
  readonly #uidStamp: Statement<[number], { uid_stamp: number | null }>;
  readonly #clearUid: Statement<unknown[]>;
  readonly #setUid: Statement<unknown[]>;
  readonly #soil: Statement<unknown[]>;
  readonly #mark: Statement<unknown[]>;
  readonly #show: Statement<unknown[]>;
  readonly #journal: JournalReplay;
  readonly #albums: AlbumsReplay;
  readonly #imports: ImportedReplay;
  readonly #changeFile: Statement<unknown[]>;

  constructor(db: Catalog, paths = new Paths(db)) {
    this.#paths = paths;
    this.#order = new RecordOrder(db);
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
    this.#unfind = db.prepare(
      "DELETE FROM finding WHERE file = ? AND owner = 'verify' AND code IN ('corrupt', 'modified', 'missing')",
    );
    this.#findings = new Findings(db);
    this.#holder = db.prepare('SELECT id, uid_stamp FROM file WHERE uid = ?');
    this.#uidStamp = db.prepare('SELECT uid_stamp FROM file WHERE id = ?');
    this.#clearUid = db.prepare('UPDATE file SET uid = NULL WHERE id = ?');
    this.#setUid = db.prepare('UPDATE file SET uid = ?, uid_stamp = ? WHERE id = ?');
    this.#soil = db.prepare('UPDATE dir SET dirty = 1 WHERE dirty = 0 AND id = (SELECT dir FROM file WHERE id = ?)');
    this.#mark = db.prepare(
      `INSERT INTO mark(uid, rating, rating_stamp, flag, flag_stamp, favorite, favorite_stamp)
       VALUES (@uid, @rating, @ratingStamp, @flag, @flagStamp, @favorite, @favoriteStamp)
       ON CONFLICT(uid) DO UPDATE SET
         rating = CASE WHEN @ratingStamp >= coalesce(rating_stamp, -1) THEN @rating ELSE rating END,
         rating_stamp = max(coalesce(rating_stamp, @ratingStamp), coalesce(@ratingStamp, rating_stamp)),
         flag = CASE WHEN @flagStamp >= coalesce(flag_stamp, -1) THEN @flag ELSE flag END,
         flag_stamp = max(coalesce(flag_stamp, @flagStamp), coalesce(@flagStamp, flag_stamp)),
         favorite = CASE WHEN @favoriteStamp >= coalesce(favorite_stamp, -1) THEN @favorite ELSE favorite END,
         favorite_stamp = max(coalesce(favorite_stamp, @favoriteStamp), coalesce(@favoriteStamp, favorite_stamp))`,
    );
    // What views read, at once; a mark of an asset that is not indexed here yet is taken up when it is.
    this.#show = db.prepare(
      `UPDATE asset SET rating = coalesce(m.rating, asset.rating), flag = coalesce(m.flag, asset.flag),
         favorite = coalesce(m.favorite, asset.favorite) FROM mark m WHERE m.uid = asset.uid AND asset.uid = ?`,
    );
    this.#journal = new JournalReplay(db, paths);
    this.#albums = new AlbumsReplay(db);
    this.#imports = new ImportedReplay(db);
    this.#changeFile = db.prepare(
      `INSERT INTO change_file(change, file, old_sha, old_size, old_mtime, new_sha, new_size, new_mtime) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT(change, file) DO NOTHING`,
    );
  }

  /** After a rollback. */
  forgetPaths(): void {
    this.#paths.forget();
  }

  /**
   * @param stamp see {@link stampOf}
   * @param heard the line was read from a ledger, not made here: what it found is then told by nobody else
   */
  apply(record: LedgerRecord, stamp: number, heard: boolean): void {
    this.#heard = heard;
    switch (record.t) {
      case 'sums':
        return this.#sums(record, stamp);
      case 'gone':
        return this.#gone(record, stamp);
      case 'proved':
        return this.#proved(record, stamp);
      case 'proved-run':
        return this.#provedRun(record, stamp);
      case 'found':
        return this.#found(record, stamp);
      case 'assets':
        return this.#assets(record, stamp);
      case 'marks':
        return this.#marks(record, stamp);
      case 'change':
        return this.#journal.change(record);
      case 'build':
        return this.#journal.build(record);
      case 'intent':
        return this.#journal.intent(record, stamp);
      case 'done':
        return this.#journal.done(record, stamp);
      case 'abort':
        return this.#journal.abort(record, stamp);
      case 'album':
        return this.#albums.album(record, stamp);
      case 'members':
        return this.#albums.members(record, stamp);
      case 'said':
        return this.#imports.said(record, stamp);
      case 'imported':
        return this.#imports.imported(record, stamp, (dir, name, sha) =>
          this.#row(dir, name, other => other.rec_sha?.equals(sha) === true),
        );
      default:
        record satisfies never;
    }
  }

  /**
   * The row that a line speaks of, made where there is none. What another system spells in another Unicode form is
   * one file with it only where the line can be of no other.
   */
  #row(dir: Name, name: Name, isSame: (other: OtherForm) => boolean): number {
    const exact = this.#paths.find(dir, name);
    if (exact != null) return exact;
    const other = this.#paths.findOtherForm(dir, name);
    return other != null && isSame(other) ? other.id : this.#paths.file(this.#paths.dir(dir), name);
  }

  #sums(record: Of<'sums'>, stamp: number): void {
    const dir = fromLedgerName(record.dir);
    const proved = UNREAD.has(record.why) ? null : Math.min(record.at, Date.now());
    record.files.forEach(([name, state], i) => {
      const [size, mtime, sha] = state;
      const was = record.was?.[i] ?? null;
      const file = this.#row(dir, fromLedgerName(name), other => {
        // Nothing was recorded under this name before: it may be the row of a file that was only seen.
        if (record.why === 'first' || record.why === 'moved') return other.rec_sha == null && other.rec_stamp == null;
        // Two that were written down together are two.
        if (record.why === 'recovered') return (other.rec_stamp ?? stamp) < stamp;
        return isOf(other, record.why === 'touched' ? state : was);
      });
      this.#record.run({ file, sha: Buffer.from(sha, 'hex'), size, mtime, stamp, proved });
      if (this.#heard) this.#unfind.run(file);
      if (record.change != null) this.#changed(record.change, file, was, state);
    });
  }

  #gone(record: Of<'gone'>, stamp: number): void {
    const dir = fromLedgerName(record.dir);
    for (const [name, was] of record.files) {
      const file = this.#row(dir, fromLedgerName(name), other => isOf(other, was));
      this.#forget.run({ file, stamp });
      if (this.#heard) this.#unfind.run(file);
      if (record.change != null) this.#changed(record.change, file, was, null);
    }
  }

  #changed(change: string, file: number, was: RecordedState | null, is: RecordedState | null): void {
    const columns = (state: RecordedState | null): unknown[] =>
      state == null ? [null, null, null] : [Buffer.from(state[2], 'hex'), state[0], state[1]];
    this.#changeFile.run(change, file, ...columns(was), ...columns(is));
  }

  #proved(record: Of<'proved'>, stamp: number): void {
    const dir = fromLedgerName(record.dir);
    const now = Date.now();
    for (const name of record.files) {
      this.#proveFile(this.#row(dir, fromLedgerName(name), isRecorded), Math.min(record.at, now), now, stamp);
    }
  }

  #provedRun(record: Of<'proved-run'>, stamp: number): void {
    const now = Date.now();
    for (const [id] of filesOfRun(this.#order, record)) this.#proveFile(id, Math.min(record.at, now), now, stamp);
  }

  #proveFile(file: number, at: number, now: number, stamp: number): void {
    this.#prove.run({ file, at, now });
    if (this.#mend.run({ file, stamp }).changes > 0 && this.#heard) this.#unfind.run(file);
  }

  #found(record: Of<'found'>, stamp: number): void {
    const folder = fromLedgerName(record.dir);
    for (const [ledgerName, state] of record.files) {
      const name = fromLedgerName(ledgerName);
      const file = this.#row(folder, name, isRecorded);
      if (this.#find.run({ file, state, stamp }).changes === 0 || !this.#heard) continue;
      this.#unfind.run(file);
      const message =
        'Found by an earlier verification, perhaps on another machine. Verify again to see how it is now.';
      this.#findings.add('verify', state, file, joinName(folder, name), message);
    }
  }

  #assets(record: Of<'assets'>, stamp: number): void {
    const dir = fromLedgerName(record.dir);
    for (const [name, uid] of record.ids) {
      const bytes = uuidBytes(uid);
      const holder = this.#holder.get(bytes);
      const file = this.#row(dir, fromLedgerName(name), other => {
        return other.id === holder?.id || (holder == null && other.uid_stamp == null);
      });
      const isOlder = (known: number | null | undefined): boolean => known != null && known > stamp;
      if (isOlder(holder?.uid_stamp) || isOlder(this.#uidStamp.get(file)?.uid_stamp)) continue;
      if (holder != null && holder.id !== file) {
        this.#clearUid.run(holder.id);
        this.#soil.run(holder.id);
      }
      this.#setUid.run(bytes, stamp, file);
      if (holder?.id !== file) this.#soil.run(file);
    }
  }

  #marks(record: Of<'marks'>, stamp: number): void {
    const when = (value: unknown): number | null => (value === undefined ? null : stamp);
    for (const text of record.assets) {
      const uid = uuidBytes(text);
      this.#mark.run({
        uid,
        rating: record.rating ?? null,
        ratingStamp: when(record.rating),
        flag: record.flag ?? null,
        flagStamp: when(record.flag),
        favorite: record.favorite == null ? null : Number(record.favorite),
        favoriteStamp: when(record.favorite),
      });
      this.#show.run(uid);
    }
  }
}

/** Whether a row is the one that had this state. */
const isOf = (row: OtherForm, state: RecordedState | null): boolean =>
  state != null && row.rec_sha?.equals(Buffer.from(state[2], 'hex')) === true;

const isRecorded = (row: OtherForm): boolean => row.rec_sha != null;
