/** What a person says of assets, by the ledger's lines. */
import type { Statement } from 'better-sqlite3';
import type { LedgerRecord } from '../ledger/record.ts';
import type { Catalog } from './open.ts';
import { uuidBytes } from './uuid.ts';

export class MarksReplay {
  readonly #mark: Statement<unknown[]>;
  readonly #show: Statement<unknown[]>;

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
  }

  marks(record: Extract<LedgerRecord, { t: 'marks' }>, stamp: number): void {
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
