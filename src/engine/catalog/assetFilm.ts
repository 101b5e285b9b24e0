/** The film of an asset: of a video itself, of a live photo what moves. */
import { joinPath, storedName } from '../backup/name.ts';
import type { Catalog } from './open.ts';

export interface AssetFilm {
  readonly file: string | Buffer;
  /** Relative to the backup, with `/`. */
  readonly path: string;
  readonly onlineOnly: boolean;
  /** Seconds, of a video; 0 where it is not known. */
  readonly duration: number;
}

interface Row {
  readonly dir: string;
  readonly dirRaw: Buffer | null;
  readonly name: string;
  readonly nameRaw: Buffer | null;
  readonly online_only: number;
  readonly duration: number;
}

/** @param root absolute path of the backup @returns undefined where it has none */
export function assetFilm(db: Catalog, root: string, id: number): AssetFilm | undefined {
  const row = db
    .prepare<[number], Row>(
      `SELECT d.path AS dir, d.raw AS dirRaw, f.name, f.raw AS nameRaw, f.online_only,
         CASE WHEN a.kind = 'video' THEN a.duration ELSE 0 END AS duration
       FROM asset a JOIN file f ON f.asset = a.id JOIN dir d ON d.id = f.dir
       WHERE a.id = ? AND f.present = 1 AND (f.role = 'live' OR (a.kind = 'video' AND f.id = a.main))
       ORDER BY f.id = a.main DESC, f.name LIMIT 1`,
    )
    .get(id);
  if (row == null) return undefined;
  return {
    file: joinPath(root, storedName(row.dir, row.dirRaw), storedName(row.name, row.nameRaw)),
    path: row.dir === '' ? row.name : `${row.dir}/${row.name}`,
    onlineOnly: row.online_only === 1,
    duration: row.duration,
  };
}
