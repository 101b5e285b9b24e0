/** All assets of a backup that a query asks for, by capture time; those without one last, by path. */
import { type AssetView, AssetViews } from './assetView.ts';
import { duplicateAssets } from './duplicates.ts';
import type { Catalog } from './open.ts';
import { problemAssets } from './problems.ts';
import { matches, type Query } from './query.ts';

/** Composed at a time: what is held of 400,000 assets is their ids and one page. */
const PAGE = 100;

/** @returns undefined for each that the query passes over, so that who asks may be stopped */
export function* listAssets(db: Catalog, query: Query): Generator<AssetView | undefined> {
  const views = new AssetViews(db);
  const problems = problemAssets(db);
  let duplicates: ReadonlySet<number> | undefined;
  const ids = db
    .prepare<[], number>(
      `SELECT a.id FROM asset a JOIN file f ON f.id = a.main JOIN dir d ON d.id = f.dir
       ORDER BY a.wall IS NULL, a.wall, d.path, f.name`,
    )
    .pluck(true)
    .all() as number[];
  for (let from = 0; from < ids.length; from += PAGE)
    for (const view of views.readAll(ids.slice(from, from + PAGE))) {
      const isDuplicate = (): boolean => {
        duplicates ??= duplicateAssets(db);
        return duplicates.has(view.id);
      };
      yield matches(query, { view, problems: problems.get(view.id) ?? [], isDuplicate }) ? view : undefined;
    }
}
