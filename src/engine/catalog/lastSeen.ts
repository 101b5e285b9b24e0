/** Which backups were seen at a place before, as the cache remembers them. */
import fs from 'node:fs';
import path from 'node:path';
import { catalogFile } from './location.ts';

/**
 * @param cache the cache folder
 * @param root absolute path of the place
 * @returns the folder of the catalog of a backup that was there, or undefined where there was none
 */
export function seenBefore(cache: string, root: string): string | undefined {
  // The name of an unknown backup's folder ends in the mark of the place.
  const place = path.basename(path.dirname(catalogFile(cache, undefined, root, false))).slice('unknown'.length);
  const folder = path.join(cache, 'catalogs');
  let names: readonly string[];
  try {
    names = fs.readdirSync(folder);
  } catch {
    return undefined;
  }
  const found = names.find(name => !name.startsWith('unknown') && name.endsWith(place));
  return found == null ? undefined : path.join(folder, found);
}
