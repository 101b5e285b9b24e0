/** All assets of a backup that a query asks for, by capture time; those without one last, by path. */
import { type AssetView, AssetViews } from './assetView.ts';
import type { Catalog } from './open.ts';
import type { Query } from './query.ts';
import { whereFound } from './search/found.ts';

/** Composed at a time: what is held of 400,000 assets is their ids and one page. */
const PAGE = 100;

export function* listAssets(db: Catalog, query: Query): Generator<AssetView> {
  const views = new AssetViews(db);
  const { sql, values } = whereFound(db, query);
  const ids = db
    .prepare<unknown[], number>(
      `SELECT a.id FROM asset a JOIN file f ON f.id = a.main JOIN dir d ON d.id = f.dir WHERE ${sql}
       ORDER BY a.wall IS NULL, a.wall, d.path, f.name`,
    )
    .pluck(true)
    .all(...values) as number[];
  for (let from = 0; from < ids.length; from += PAGE) yield* views.readAll(ids.slice(from, from + PAGE));
}
