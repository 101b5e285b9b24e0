/** Which asset a file belongs to, by the file's path. */
import { nameKey, splitPath } from '../backup/name.ts';
import type { Catalog } from './open.ts';

/**
 * Names are compared as they are, then in one form of Unicode: an editor may say NFC of what a Mac wrote as NFD.
 *
 * @param path relative to the backup, with `/`
 * @returns the catalog's id of the asset, or undefined where the catalog has none for this file
 */
export function findAsset(db: Catalog, path: string): number | undefined {
  const { folder, name } = splitPath(path);
  const query = db.prepare<[string, string, string], { asset: number }>(
    `SELECT f.asset FROM dir d JOIN file f ON f.dir = d.id
     WHERE d.path IN (SELECT value FROM json_each(?)) AND f.key = ? AND f.asset IS NOT NULL ORDER BY f.name = ? DESC`,
  );
  const folders = [...new Set([folder, folder.normalize('NFC'), folder.normalize('NFD')])];
  return query.get(JSON.stringify(folders), nameKey(name), name)?.asset;
}
