import type { Catalog } from './open.ts';
import { uuidBytes } from './uuid.ts';

/** Catalog ids of assets by their UUIDs, in the order given; those that this machine doesn't know are left out. */
export function assetIds(db: Catalog, uuids: readonly string[]): readonly number[] {
  const idOf = db.prepare<[Buffer], number>('SELECT id FROM asset WHERE uid = ?').pluck(true);
  return uuids.flatMap(uuid => (idOf.get(uuidBytes(uuid)) as number | undefined) ?? []);
}
