/** The files that a verification is to read: those that were proved longest ago first. */
import { type Name, storedName } from '../../backup/name.ts';
import type { Catalog } from '../../catalog/open.ts';

export interface DueFile {
  readonly id: number;
  readonly dirName: Name;
  readonly name: Name;
  readonly size: number;
  readonly onlineOnly: boolean;
  readonly recorded: { readonly sha256: Buffer; readonly size: number; readonly mtime: number } | undefined;
}

interface Row {
  readonly id: number;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly size: number;
  readonly online_only: number;
  readonly rec_sha: Buffer | null;
  readonly rec_size: number;
  readonly rec_mtime: number;
}

/** @param before Unix ms: only what was not proved since then */
export function dueFiles(db: Catalog, before: number): DueFile[] {
  return db
    .prepare<[number], Row>(
      `SELECT f.id, d.path, d.raw AS pathRaw, f.name, f.raw, f.size, f.online_only, f.rec_sha, f.rec_size, f.rec_mtime
       FROM file f JOIN dir d ON d.id = f.dir
       WHERE f.present = 1 AND coalesce(f.proved, -1) < ? ORDER BY coalesce(f.proved, -1), d.path, f.name`,
    )
    .all(before)
    .map(row => ({
      id: row.id,
      dirName: storedName(row.path, row.pathRaw),
      name: storedName(row.name, row.raw),
      size: row.size,
      onlineOnly: row.online_only === 1,
      recorded: row.rec_sha == null ? undefined : { sha256: row.rec_sha, size: row.rec_size, mtime: row.rec_mtime },
    }));
}
