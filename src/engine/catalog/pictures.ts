/** The file that is the face of an asset: where it lies, and under which key its thumbnail is kept. */
import { createHash } from 'node:crypto';
import { joinPath, storedName } from '../backup/name.ts';
import { isThumbKey } from '../media/thumbnail/key.ts';
import type { Catalog } from './open.ts';

export interface AssetPicture {
  readonly id: number;
  readonly file: string | Buffer;
  readonly name: string;
  /** Absent where the file could not be read when it was indexed. */
  readonly key: string | undefined;
  readonly onlineOnly: boolean;
  /** Bytes, as they were when it was indexed. */
  readonly size: number;
  readonly width: number;
  readonly height: number;
  readonly fileType: string;
}

interface Row {
  readonly id: number;
  readonly dir: string;
  readonly dirRaw: Buffer | null;
  readonly name: string;
  readonly nameRaw: Buffer | null;
  readonly content_key: string | null;
  readonly state: 'corrupt' | 'missing' | 'modified' | null;
  readonly mtime: number | null;
  readonly proved: number | null;
  readonly found: number | null;
  readonly online_only: number;
  readonly size: number;
  readonly width: number;
  readonly height: number;
  readonly file_type: string;
}

/**
 * A content key sees the ends of a file and its size: a file that was proved to have other bytes than it had may
 * still have the key of its good days, and their picture would hide the damage.
 */
function keyOf(row: Row, contentKey: string): string {
  if (row.state !== 'corrupt' && row.state !== 'modified') return contentKey;
  const distinct = JSON.stringify([contentKey, row.state, row.mtime, row.proved, row.found]);
  return createHash('sha256').update(distinct).digest('hex').slice(0, 32);
}

/** In the order of `ids`. @param root absolute path of the backup */
export function assetPictures(db: Catalog, root: string, ids: readonly number[]): readonly AssetPicture[] {
  return db
    .prepare<[string], Row>(
      `SELECT a.id, d.path AS dir, d.raw AS dirRaw, f.name, f.raw AS nameRaw, f.content_key, f.state, f.mtime, f.proved,
         (SELECT max(n.at) FROM finding n WHERE n.file = f.id AND n.owner = 'verify') AS found,
         f.online_only, f.size, a.width, a.height, a.file_type
       FROM json_each(?) w JOIN asset a ON a.id = w.value JOIN file f ON f.id = a.main JOIN dir d ON d.id = f.dir ORDER BY w.key`,
    )
    .all(JSON.stringify(ids))
    .map(row => ({
      id: row.id,
      file: joinPath(root, storedName(row.dir, row.dirRaw), storedName(row.name, row.nameRaw)),
      name: row.name,
      key: row.content_key == null || !isThumbKey(row.content_key) ? undefined : keyOf(row, row.content_key),
      onlineOnly: row.online_only === 1,
      size: row.size,
      width: row.width,
      height: row.height,
      fileType: row.file_type,
    }));
}
