/** Files that the manifest holds and that are nowhere. */
import { joinName, storedName } from '../../backup/name.ts';
import { Findings } from '../../catalog/findings.ts';
import type { Store } from '../../catalog/store.ts';

interface Row {
  readonly id: number;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
}

const MISSING =
  'This file was recorded and is no longer there, nor are its bytes under another name. Restore it from another copy; if it was removed on purpose, "keepsake accept" takes it off the record.';

/** Says of each that it is missing, and of those that are back that they are not. */
export function settleMissing(store: Store): void {
  const findings = new Findings(store.db);
  const rows = store.db
    .prepare<[], Row>(
      `SELECT f.id, d.path, d.raw AS pathRaw, f.name, f.raw FROM file f JOIN dir d ON d.id = f.dir
       WHERE f.rec_sha IS NOT NULL AND f.present = 0`,
    )
    .all();
  const setState = store.db.prepare('UPDATE file SET state = ? WHERE id = ?');
  store.commit([], () => {
    store.db.exec(
      "DELETE FROM finding WHERE owner = 'verify' AND code = 'missing'; UPDATE file SET state = NULL WHERE state = 'missing'",
    );
    for (const { id, path, pathRaw, name, raw } of rows) {
      setState.run('missing', id);
      findings.clearFile('verify', id);
      findings.add('verify', 'missing', id, joinName(storedName(path, pathRaw), storedName(name, raw)), MISSING);
    }
  });
}
