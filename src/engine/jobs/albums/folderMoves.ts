/** The plan by which photos that lie in the folder of an album follow it to the folder of its new name. */
import { joinName, nameOfText, storedName } from '../../backup/name.ts';
import type { Store } from '../../catalog/store.ts';
import { toLedgerName } from '../../ledger/record.ts';
import { PlanWriter } from '../../plan/write.ts';

export interface FolderMoves {
  /** Photos and videos that it moves; 0: there is no plan. */
  readonly photos: number;
  /** Photos and videos that it leaves, for their bytes were never recorded. */
  readonly unrecorded: number;
}

interface Row {
  readonly asset: number;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly sha: Buffer | null;
}

/**
 * @param album its name now @param from @param to folders, relative to the backup
 * @param file absolute path of the plan
 * @throws the system's error
 */
export function planFolderMoves(
  { db, identity }: Pick<Store, 'db' | 'identity'>,
  { album, from, to }: { readonly album: string; readonly from: string; readonly to: string },
  file: string,
): FolderMoves {
  const rows = db
    .prepare<[string, string], Row>(
      `SELECT f.asset, f.name, f.raw, f.rec_sha AS sha FROM dir d JOIN file f ON f.dir = d.id JOIN asset s ON s.id = f.asset
       JOIN member m ON m.asset = s.uid JOIN album a ON a.uid = m.album
       WHERE d.path = ? AND f.present = 1 AND m.present = 1 AND a.removed = 0 AND a.name = ? ORDER BY f.asset, f.name`,
    )
    .all(from, album);
  const photos = [...Map.groupBy(rows, ({ asset }) => asset).values()];
  // The files of a photo stay together, and bytes that nobody recorded can't be told from others.
  const moved = photos.filter(files => files.every(({ sha }) => sha != null));
  const found = { photos: moved.length, unrecorded: photos.length - moved.length };
  if (moved.length === 0 || identity == null) return { ...found, photos: 0 };
  const writer = new PlanWriter(file, {
    type: 'plan',
    version: 1,
    job: 'album',
    backup: identity.id,
    created: new Date().toISOString(),
    title: `Photos of the album ${album.slice(0, 300)} into its folder`,
  });
  let id = 0;
  for (const files of moved)
    for (const { asset, name, raw, sha } of files) {
      const within = (folder: string) => toLedgerName(joinName(nameOfText(folder), storedName(name, raw)));
      writer.write({
        type: 'action',
        id: ++id,
        action: 'move',
        asset,
        from: within(from),
        to: within(to),
        sha256: sha?.toString('hex') ?? '',
        why: `the album is called ${album.slice(0, 1000)} now`,
      });
    }
  writer.finish();
  return found;
}
