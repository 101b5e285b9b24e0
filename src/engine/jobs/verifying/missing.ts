/** Files that the manifest holds and that are nowhere. */
import { joinName, storedName } from '../../backup/name.ts';
import { Findings } from '../../catalog/findings.ts';
import type { Store } from '../../catalog/store.ts';
import { type LedgerRecord, toLedgerName } from '../../ledger/record.ts';
import type { DifferingFiles } from './differing.ts';

interface Row {
  readonly id: number;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly sha: Buffer;
  readonly state: string | null;
}

/** @param elsewhere where the same bytes are */
function message(elsewhere: string | undefined): string {
  return elsewhere == null
    ? 'This file was recorded and is no longer there, nor are its bytes under another name. Restore it from another copy; if it was removed on purpose, "keepsake accept" takes it off the record.'
    : `This file was recorded and is no longer there. The same bytes are still in ${elsewhere}. If it was removed on purpose, "keepsake accept" takes it off the record; if not, copy it back from there.`;
}

/**
 * Says of each that it is missing, and of those that are back that they are not.
 * @param differing what was just read of files whose record says otherwise
 */
export function settleMissing(store: Store, differing: DifferingFiles): void {
  const findings = new Findings(store.db);
  const rows = store.db
    .prepare<[], Row>(
      `SELECT f.id, d.path, d.raw AS pathRaw, f.name, f.raw, f.rec_sha AS sha, f.state FROM file f JOIN dir d ON d.id = f.dir
       WHERE f.rec_sha IS NOT NULL AND f.present = 0`,
    )
    .all();
  const find = store.db.prepare<[Buffer], Omit<Row, 'id' | 'sha' | 'state'>>(
    `SELECT d.path, d.raw AS pathRaw, f.name, f.raw FROM file f JOIN dir d ON d.id = f.dir
     WHERE f.rec_sha = ? AND f.present = 1 AND f.state IS NULL LIMIT 1`,
  );
  // Ten thousand equal files are looked up once.
  const places = new Map<string, string | undefined>();
  const elsewhere = (sha: Buffer): string | undefined => {
    const key = sha.toString('base64');
    if (!places.has(key)) {
      const found = find.get(sha);
      const recorded = found && joinName(storedName(found.path, found.pathRaw), storedName(found.name, found.raw));
      places.set(key, (recorded ?? differing.placeOf(sha))?.text);
    }
    return places.get(key);
  };
  const setState = store.db.prepare('UPDATE file SET state = ? WHERE id = ?');
  store.commit(newlyMissing(rows), () => {
    store.db.exec(
      "DELETE FROM finding WHERE owner = 'verify' AND code = 'missing'; UPDATE file SET state = NULL WHERE state = 'missing'",
    );
    for (const { id, path, pathRaw, name, raw, sha } of rows) {
      setState.run('missing', id);
      findings.clearFile('verify', id);
      const where = joinName(storedName(path, pathRaw), storedName(name, raw));
      findings.add('verify', 'missing', id, where, message(elsewhere(sha)));
    }
  });
}

/** For the ledger, so that another machine knows it too; what it has heard before it need not hear again. */
function newlyMissing(rows: readonly Row[]): readonly LedgerRecord[] {
  const at = Date.now();
  return rows
    .filter(({ state }) => state !== 'missing')
    .map(({ path, pathRaw, name, raw }) => ({
      t: 'found',
      at,
      dir: toLedgerName(storedName(path, pathRaw)),
      files: [[toLedgerName(storedName(name, raw)), 'missing']],
    }));
}

/** What was found of files that are gone and that the manifest never held concerns nobody any more. */
export function dropStale(store: Store): void {
  store.db.exec(
    "DELETE FROM finding WHERE owner = 'verify' AND file IN (SELECT id FROM file WHERE present = 0 AND rec_sha IS NULL)",
  );
}
