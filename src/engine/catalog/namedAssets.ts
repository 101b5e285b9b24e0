/** Assets by their UUIDs, in the order given; those that the catalog doesn't have (any more) are passed over. */
import { type AssetView, AssetViews } from './assetView.ts';
import type { Catalog } from './open.ts';
import { uuidBytes } from './uuid.ts';

const PAGE = 100;

export function* namedAssets(db: Catalog, uids: readonly string[]): Generator<AssetView> {
  const views = new AssetViews(db);
  const idOf = db.prepare<[Buffer], { id: number }>('SELECT id FROM asset WHERE uid = ?');
  const ids = [...new Set(uids)].flatMap(uid => idOf.get(uuidBytes(uid))?.id ?? []);
  for (let from = 0; from < ids.length; from += PAGE) yield* views.readAll(ids.slice(from, from + PAGE));
}
