import type { Catalog } from './open.ts';

/** Takes back all that came from the ledger; what was read from files stays, for it is as good as before. */
export function forgetLedger(db: Catalog): void {
  db.exec(`
    UPDATE file SET rec_sha = NULL, rec_size = NULL, rec_mtime = NULL, rec_stamp = NULL, proved = NULL, state = NULL, state_stamp = NULL, uid = NULL, uid_stamp = NULL;
    DELETE FROM mark; DELETE FROM change; DELETE FROM change_file; DELETE FROM change_mark; DELETE FROM change_album; DELETE FROM action; DELETE FROM batch;
    DELETE FROM album; DELETE FROM member; DELETE FROM said; DELETE FROM imported; DELETE FROM ledger_pos;
    DELETE FROM finding WHERE owner = 'verify';
    DELETE FROM meta WHERE key IN ('ledger-n', 'sums');
    UPDATE dir SET dirty = 1;`);
}
