/** Whether this machine's catalog has anything to show yet: a new one, made where there was no snapshot, has not. */
import type { Catalog } from './open.ts';

const KEY = 'indexed';

/** An index has come to its end, here or on the machine that the catalog was copied from. */
export function noteIndexed(db: Catalog): void {
  db.prepare("INSERT OR IGNORE INTO meta(key, value) VALUES (?, '1')").run(KEY);
}

/** No index was ever made, nor begun with any result: that there are no photos is then not known. */
export function isUnread(db: Catalog): boolean {
  return (
    db.prepare('SELECT 1 FROM asset LIMIT 1').get() == null &&
    db.prepare('SELECT 1 FROM meta WHERE key = ?').get(KEY) == null
  );
}
