/**
 * Whether what is made out of the ledger (the list of checksums, the copy of the catalog, the albums) is as far as
 * the ledger is: a process that was killed between the two leaves it behind, and the next job has to make it.
 */
import fs from 'node:fs';
import { LedgerPositions } from './ledgerPositions.ts';
import type { Store } from './store.ts';

const KEY = 'saved-n';

const greatest = ({ db, layout }: Store): string => String(new LedgerPositions(db, layout.ledger).greatest);

/** All that the catalog has heard up to now was saved. */
export function rememberSaved(store: Store): void {
  store.db.prepare('INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)').run(KEY, greatest(store));
}

export function isOwed(store: Store): boolean {
  if (store.readOnly) return false;
  const saved = store.db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(KEY)?.value;
  return saved !== greatest(store) || !fs.existsSync(store.layout.sums);
}
