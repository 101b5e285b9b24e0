/** What a person says of assets, at once: ledger, then catalog, also while a job runs. */

import type { Store } from './store.ts';
import { uuidText } from './uuid.ts';

export interface Marks {
  /** 0 to 5. */
  readonly rating?: number;
  readonly flag?: 'pick' | 'reject' | 'none';
  readonly favorite?: boolean;
}

const AT_ONCE = 5000;

/**
 * @param ids catalog ids; unknown ones are passed over
 * @returns how many assets were marked
 * @throws where the backup can't be written: a mark that can't last is not made
 */
export function markAssets(store: Store, ids: readonly number[], marks: Marks): number {
  if (store.readOnly)
    throw new Error('This backup can’t be written, so the mark was not made. Mount it for writing and try again.');
  const uidOf = store.db.prepare<[number], { uid: Buffer }>('SELECT uid FROM asset WHERE id = ?');
  let marked = 0;
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const uids = ids.slice(from, from + AT_ONCE).flatMap(id => {
      const row = uidOf.get(id);
      return row == null ? [] : [uuidText(row.uid)];
    });
    if (uids.length === 0) continue;
    store.commit([{ t: 'marks', at: Date.now(), assets: uids, ...marks }]);
    marked += uids.length;
  }
  return marked;
}
