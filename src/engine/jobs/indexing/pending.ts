/** The files whose facts are not those of the bytes that lie there now. */

import { type Name, storedName } from '../../backup/name.ts';
import type { Catalog } from '../../catalog/open.ts';
import { FACTS_VERSION } from '../../media/factsVersion.ts';

export interface PendingFile {
  readonly id: number;
  readonly dir: number;
  readonly dirName: Name;
  readonly name: Name;
  readonly size: number;
  readonly mtime: number;
  readonly onlineOnly: boolean;
}

interface Row {
  readonly id: number;
  readonly dir: number;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly size: number;
  readonly mtime: number;
  readonly online_only: number;
}

/** Folder by folder, so that each can be grouped as soon as its last file is read. */
export function pendingFiles(db: Catalog): PendingFile[] {
  return db
    .prepare<[number], Row>(
      `SELECT f.id, f.dir, d.path, d.raw AS pathRaw, f.name, f.raw, f.size, f.mtime, f.online_only
       FROM file f JOIN dir d ON d.id = f.dir
       WHERE f.present = 1 AND (f.read_v IS NOT ? OR f.read_size IS NOT f.size OR f.read_mtime IS NOT f.mtime)
       ORDER BY d.path, f.name`,
    )
    .all(FACTS_VERSION)
    .map(row => ({
      id: row.id,
      dir: row.dir,
      dirName: storedName(row.path, row.pathRaw),
      name: storedName(row.name, row.raw),
      size: row.size,
      mtime: row.mtime,
      onlineOnly: row.online_only === 1,
    }));
}
