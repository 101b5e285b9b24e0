/**
 * Opens the working copy of a catalog; where there is none it starts from the snapshot in the backup. Of a
 * snapshot only what was read from files is believed, and of that only what could have been read: what the ledger says
 * is taken from the ledger.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { forgetLedger } from './forgetLedger.ts';
import { forgetBackup } from './ofBackup.ts';
import { type Catalog, openCatalog, removeCatalog, UnusableCatalog } from './open.ts';
import { forgetSought } from './search/forgetSought.ts';
import { dropUnbelievable } from './snapshotRows.ts';

/**
 * @param file absolute path of the working copy
 * @param snapshot absolute path of the snapshot, which may be absent
 * @param named the person named the file: it is then never replaced
 * @throws {UnusableCatalog} where a named file is no catalog; nothing was changed in it
 */
export function openWorkingCopy(file: string, snapshot: string, named: boolean): Catalog {
  if (!fs.existsSync(file)) seed(file, snapshot);
  try {
    return openCatalog(file);
  } catch (error) {
    if (!(error instanceof UnusableCatalog) || named) throw error;
    // It is only a cache, but somebody may want to know what became of it.
    removeCatalog(`${file}.unusable`);
    fs.renameSync(file, `${file}.unusable`);
    for (const suffix of ['-wal', '-shm']) fs.rmSync(file + suffix, { force: true });
    seed(file, snapshot);
    return openCatalog(file);
  }
}

/** The copy is made ready beside its place and then linked there: who is quicker wins, and nothing is done to his. */
function seed(file: string, snapshot: string): void {
  const temporary = `${file}.${randomUUID()}.seed`;
  try {
    if (!fs.lstatSync(snapshot, { throwIfNoEntry: false })?.isFile()) return;
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    fs.copyFileSync(snapshot, temporary);
    fs.chmodSync(temporary, 0o600);
    const db = openCatalog(temporary);
    try {
      db.transaction(() => {
        forgetLedger(db);
        forgetBackup(db);
        readAgain(db);
        // Listings are gone by without a look at the folder: not by those that somebody else may have written.
        db.exec('DELETE FROM finding; DELETE FROM job; DELETE FROM listing;');
        dropUnbelievable(db);
        forgetSought(db);
      }).immediate();
    } finally {
      // The last to close moves the write-ahead log into the file.
      db.close();
    }
    fs.linkSync(temporary, file);
  } catch {
    // No snapshot that can be used: all is made anew.
  } finally {
    removeCatalog(temporary);
  }
}

/**
 * Findings are not taken from a snapshot, and index makes them where it reads: what reading had something to say of is
 * read once more. 0 is no version of facts; null would be a file that was never looked at, and be counted as new.
 */
function readAgain(db: Catalog): void {
  db.exec(`UPDATE file SET read_v = 0 WHERE read_v IS NOT NULL
    AND (read_v < 0 OR read_size = 0 OR id IN (SELECT file FROM finding WHERE owner = 'reading'))`);
}
