/** Assets that are there more than once, to the last byte of every file, by their recorded checksums. */
import type { Catalog } from './open.ts';

/** @returns catalog ids; an asset with a file that is gone, damaged or not recorded equals none */
export function duplicateAssets(db: Catalog): ReadonlySet<number> {
  const rows = db
    .prepare<[], { asset: number; key: string }>(
      `SELECT f.asset, hex(m.rec_sha) || ':' || group_concat(hex(f.rec_sha), ',' ORDER BY f.rec_sha) AS key
       FROM asset a JOIN file m ON m.id = a.main JOIN file f ON f.asset = a.id
       WHERE m.rec_sha IN (SELECT o.rec_sha FROM asset b JOIN file o ON o.id = b.main
                           WHERE o.rec_sha IS NOT NULL GROUP BY o.rec_sha HAVING count(*) > 1)
       GROUP BY f.asset HAVING count(f.rec_sha) = count(*) AND sum(f.present) = count(*) AND count(f.state) = 0`,
    )
    .all();
  const byKey = Map.groupBy(rows, ({ key }) => key);
  return new Set([...byKey.values()].filter(same => same.length > 1).flatMap(same => same.map(({ asset }) => asset)));
}

/** Assets of which a file has no recorded checksum yet: what they equal is not known. */
export function unrecordedAssets(db: Catalog): number {
  return (
    db
      .prepare<[], { n: number }>(
        'SELECT count(DISTINCT asset) AS n FROM file WHERE asset IS NOT NULL AND rec_sha IS NULL',
      )
      .get()?.n ?? 0
  );
}
