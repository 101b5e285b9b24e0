/** What a person says of assets, by the ledger's lines. */
import type { Statement } from 'better-sqlite3';
import type { LedgerRecord, MarksBefore } from '../ledger/record.ts';
import type { Catalog } from './open.ts';
import { uuidBytes } from './uuid.ts';

const FIELDS = ['rating', 'flag', 'favorite'] as const;

/** As the catalog keeps it. */
const kept = (value: MarksBefore[keyof MarksBefore]): number | string | null =>
  typeof value === 'boolean' ? Number(value) : (value ?? null);

export class MarksReplay {
  readonly #mark: Statement<unknown[]>;
  readonly #show: Statement<unknown[]>;
  readonly #unsay: Statement<unknown[]>;
  readonly #soil: Statement<unknown[]>;
  readonly #changed: Statement<unknown[]>;

  constructor(db: Catalog) {
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
    // What its files say instead is told when it is composed again.
    this.#unsay = db.prepare(
      `UPDATE asset SET rating = CASE WHEN @rating THEN coalesce(m.rating, 0) ELSE asset.rating END,
         flag = CASE WHEN @flag THEN coalesce(m.flag, 'none') ELSE asset.flag END,
         favorite = CASE WHEN @favorite THEN coalesce(m.favorite, 0) ELSE asset.favorite END
       FROM mark m WHERE m.uid = asset.uid AND asset.uid = @uid`,
    );
    this.#soil = db.prepare(
      'UPDATE dir SET dirty = 1 WHERE id IN (SELECT f.dir FROM asset a JOIN file f ON f.id = a.main WHERE a.uid = ?)',
    );
    this.#changed = db.prepare(
      `INSERT INTO change_mark(change, uid, field, old, new, stamp) VALUES (@change, @uid, @field, @old, @new, @stamp)
       ON CONFLICT(change, uid, field) DO UPDATE SET stamp = max(stamp, @stamp)`,
    );
  }

  marks(record: Extract<LedgerRecord, { t: 'marks' }>, stamp: number): void {
    const when = (value: unknown): number | null => (value === undefined ? null : stamp);
    const isUnsaid = FIELDS.some(field => record[field] === null);
    for (const [i, text] of record.assets.entries()) {
      const uid = uuidBytes(text);
      this.#mark.run({
        uid,
        rating: kept(record.rating),
        ratingStamp: when(record.rating),
        flag: kept(record.flag),
        flagStamp: when(record.flag),
        favorite: kept(record.favorite),
        favoriteStamp: when(record.favorite),
      });
      this.#show.run(uid);
      if (isUnsaid) this.#forget(record, uid);
      if (record.change != null) this.#tellChange(record, record.change, uid, record.was?.[i] ?? {}, stamp);
    }
  }

  #forget(record: Extract<LedgerRecord, { t: 'marks' }>, uid: Buffer): void {
    const is = (field: (typeof FIELDS)[number]): number => Number(record[field] === null);
    this.#unsay.run({ uid, rating: is('rating'), flag: is('flag'), favorite: is('favorite') });
    this.#soil.run(uid);
  }

  #tellChange(
    record: Extract<LedgerRecord, { t: 'marks' }>,
    change: string,
    uid: Buffer,
    was: MarksBefore,
    stamp: number,
  ): void {
    for (const field of FIELDS)
      if (record[field] !== undefined)
        this.#changed.run({ change, uid, field, old: kept(was[field]), new: kept(record[field]), stamp });
  }
}
