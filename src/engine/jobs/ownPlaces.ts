/** What Keepsake keeps for itself may not lie among the photos: it would be taken for them, and be new every time. */
import fs from 'node:fs';
import path from 'node:path';
import { KEEPSAKE } from '../backup/layout.ts';
import { realPath } from '../backup/realPath.ts';
import { NoBackup } from '../catalog/store.ts';

/**
 * @param cache absolute path of the cache folder, @param catalog of a catalog that was named; neither need exist
 * @throws {NoBackup}
 */
export function refuseAmongPhotos(root: string, cache: string, catalog: string | undefined): void {
  if (!fs.existsSync(root)) return;
  const refuse = (what: string, instead: string): never => {
    throw new NoBackup(
      `The ${what} lies within the backup ${root}, where it would be taken for photos. Nothing was changed. ${instead}`,
    );
  };
  if (isAmongPhotos(root, cache))
    refuse(
      `cache folder ${cache}`,
      'Give another with KEEPSAKE_CACHE, in VS Code with the setting keepsake.cacheFolder; what was in this one can be deleted.',
    );
  if (catalog != null && isAmongPhotos(root, catalog)) refuse(`catalog ${catalog}`, 'Give another with --catalog.');
}

function isAmongPhotos(root: string, place: string): boolean {
  const way = path.relative(realPath(root), realPath(place));
  const [first] = way.split(path.sep);
  // On Windows the way to another drive is no relative one.
  return first !== '..' && first !== KEEPSAKE && !path.isAbsolute(way);
}
