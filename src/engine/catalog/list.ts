/** All assets of a backup that a query asks for, by capture time; those without one last, by path. */
import { type AssetView, AssetViews } from './assetView.ts';
import type { Catalog } from './open.ts';
import { problemAssets } from './problems.ts';
import { matches, type Query } from './query.ts';

export function* listAssets(db: Catalog, query: Query): Generator<AssetView> {
  const views = new AssetViews(db);
  const problems = problemAssets(db);
  const ids = db
    .prepare<[], { id: number }>(
      `SELECT a.id FROM asset a JOIN file f ON f.id = a.main JOIN dir d ON d.id = f.dir
       ORDER BY a.wall IS NULL, a.wall, d.path, f.name`,
    )
    .all();
  for (const { id } of ids) {
    const view = views.read(id);
    if (view != null && matches(query, { view, problems: problems.get(id) ?? [] })) yield view;
  }
}
