/** How much there is of some assets: before a person decides on them. */
import type { Catalog } from './open.ts';
import { uuidText } from './uuid.ts';

export interface Holdings {
  /** Of those assets that there are. */
  readonly uuids: readonly string[];
  readonly files: number;
  readonly bytes: number;
}

/** @param ids catalog ids */
export function holdings(db: Catalog, ids: readonly number[]): Holdings {
  const wanted = JSON.stringify(ids);
  const uids = db
    .prepare<[string], Buffer>('SELECT a.uid FROM json_each(?) w JOIN asset a ON a.id = w.value ORDER BY w.key')
    .pluck(true)
    .all(wanted) as Buffer[];
  const row = db
    .prepare<[string], { files: number; bytes: number }>(
      `SELECT count(*) AS files, coalesce(sum(f.size), 0) AS bytes FROM json_each(?) w JOIN file f ON f.asset = w.value
       WHERE f.present = 1`,
    )
    .get(wanted);
  return { uuids: uids.map(uuidText), files: row?.files ?? 0, bytes: row?.bytes ?? 0 };
}
