/** Which file is the main one of which asset, by the ledger's lines. */
import type { Buffer } from 'node:buffer';
import type { Statement } from 'better-sqlite3';
import { fromLedgerName, type LedgerRecord } from '../ledger/record.ts';
import type { LedgerRows } from './ledgerRows.ts';
import type { Catalog } from './open.ts';
import { uuidBytes } from './uuid.ts';

export class IdsReplay {
  readonly #rows: LedgerRows;
  readonly #holder: Statement<[Buffer], { id: number; uid_stamp: number | null }>;
  readonly #uidStamp: Statement<[number], { uid_stamp: number | null }>;
  readonly #clearUid: Statement<unknown[]>;
  readonly #setUid: Statement<unknown[]>;
  readonly #soil: Statement<unknown[]>;

  constructor(db: Catalog, rows: LedgerRows) {
    this.#rows = rows;
    this.#holder = db.prepare('SELECT id, uid_stamp FROM file WHERE uid = ?');
    this.#uidStamp = db.prepare('SELECT uid_stamp FROM file WHERE id = ?');
    this.#clearUid = db.prepare('UPDATE file SET uid = NULL WHERE id = ?');
    this.#setUid = db.prepare('UPDATE file SET uid = ?, uid_stamp = ? WHERE id = ?');
    this.#soil = db.prepare('UPDATE dir SET dirty = 1 WHERE dirty = 0 AND id = (SELECT dir FROM file WHERE id = ?)');
  }

  assets(record: Extract<LedgerRecord, { t: 'assets' }>, stamp: number): void {
    const dir = fromLedgerName(record.dir);
    for (const [name, uid] of record.ids) {
      const bytes = uuidBytes(uid);
      const holder = this.#holder.get(bytes);
      const file = this.#rows.row(dir, fromLedgerName(name), other => {
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
}
