/** What a person says of assets, at once: ledger, then catalog, also while a job runs. Each time is a change, which can be undone. */

import { uuidv7 } from 'uuidv7';
import type { LedgerRecord, MarksBefore } from '../ledger/record.ts';
import type { Store } from './store.ts';
import { uuidText } from './uuid.ts';

export interface Marks {
  /** 0 to 5. */
  readonly rating?: number;
  readonly flag?: 'pick' | 'reject' | 'none';
  readonly favorite?: boolean;
}

export interface Marked {
  /** How many there are of those that were asked for. */
  readonly assets: number;
  /** The change as which it can be undone; undefined where all of them had these marks. */
  readonly change: string | undefined;
}

interface Row {
  readonly uid: Buffer;
  readonly rating: number | null;
  readonly flag: Marks['flag'] | null;
  readonly favorite: number | null;
}

/** Assets that a line of the ledger names at most. */
const IN_A_LINE = 5000;

/**
 * @param ids catalog ids; unknown ones are passed over
 * @throws where the backup can't be written: a mark that can't last is not made
 */
export function markAssets(store: Store, ids: readonly number[], marks: Marks): Marked {
  if (store.readOnly)
    throw new Error('This backup can’t be written, so the mark was not made. Mount it for writing and try again.');
  const rowOf = store.db.prepare<[number], Row>(
    'SELECT a.uid, m.rating, m.flag, m.favorite FROM asset a LEFT JOIN mark m ON m.uid = a.uid WHERE a.id = ?',
  );
  const assets: { readonly uid: string; readonly was: MarksBefore }[] = [];
  let found = 0;
  for (const id of new Set(ids)) {
    const row = rowOf.get(id);
    if (row == null) continue;
    found++;
    const was = before(row, marks);
    if (was != null) assets.push({ uid: uuidText(row.uid), was });
  }
  if (assets.length === 0) return { assets: found, change: undefined };
  const at = Date.now();
  const change = uuidv7();
  const records: LedgerRecord[] = [{ t: 'change', at, id: change, job: 'mark', title: titleOf(marks, assets.length) }];
  for (let from = 0; from < assets.length; from += IN_A_LINE) {
    const some = assets.slice(from, from + IN_A_LINE);
    const was = some.map(asset => asset.was);
    records.push({ t: 'marks', at, change, assets: some.map(({ uid }) => uid), ...marks, was });
  }
  store.commit(records);
  return { assets: found, change };
}

/** What was said before of what is said now; undefined where that is the same. */
function before({ rating, flag, favorite }: Row, marks: Marks): MarksBefore | undefined {
  const was: MarksBefore = {
    ...(marks.rating === undefined ? {} : { rating }),
    ...(marks.flag === undefined ? {} : { flag: flag ?? null }),
    ...(marks.favorite === undefined ? {} : { favorite: favorite == null ? null : favorite === 1 }),
  };
  const isSame =
    (was.rating ?? undefined) === marks.rating &&
    (was.flag ?? undefined) === marks.flag &&
    (was.favorite ?? undefined) === marks.favorite;
  return isSame ? undefined : was;
}

const FLAGS = { pick: 'Picked', reject: 'Rejected', none: 'No flag' } as const;

function titleOf({ rating, flag, favorite }: Marks, count: number): string {
  const stars = rating === 0 ? 'No stars' : rating === 1 ? '1 star' : `${rating} stars`;
  const parts = [
    ...(rating === undefined ? [] : [stars]),
    ...(flag === undefined ? [] : [FLAGS[flag]]),
    ...(favorite === undefined ? [] : [favorite ? 'Favorite' : 'No favorite']),
  ];
  return `${parts.join(', ')}: ${count === 1 ? '1 photo or video' : `${count.toLocaleString('en')} photos and videos`}`;
}
