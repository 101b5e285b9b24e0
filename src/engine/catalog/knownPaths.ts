/** Whether the catalog knows a file, by its path: seen now, or on the record. */
import { joinName, type Name, nameKey, splitPath, storedName } from '../backup/name.ts';
import type { Catalog } from './open.ts';

/** @param path relative to the backup, with `/` */
export function isKnownPath(db: Catalog, path: string): boolean {
  const { folder, name } = splitPath(path);
  return (
    db
      .prepare('SELECT 1 FROM dir d JOIN file f ON f.dir = d.id WHERE d.path = ? AND (f.name = ? OR f.key = ?) LIMIT 1')
      .get(folder, name, nameKey(name)) != null
  );
}

/**
 * A shell hands over bytes, Node makes U+FFFD of those that are not UTF-8.
 * @param path relative to the backup, with U+FFFD for what was lost
 * @returns all files that it may mean
 */
export function pathsThatLostBytes(db: Catalog, path: string): readonly Name[] {
  return db
    .prepare<[], { path: string; pathRaw: Buffer | null; name: string; raw: Buffer | null }>(
      'SELECT d.path, d.raw AS pathRaw, f.name, f.raw FROM file f JOIN dir d ON d.id = f.dir WHERE f.raw IS NOT NULL OR d.raw IS NOT NULL',
    )
    .all()
    .map(row => joinName(storedName(row.path, row.pathRaw), storedName(row.name, row.raw)))
    .filter(({ raw }) => raw?.toString('utf8') === path);
}
