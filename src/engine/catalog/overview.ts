/** The backup in numbers. */
import type { Catalog } from './open.ts';

export interface Overview {
  readonly assets: number;
  readonly photos: number;
  readonly videos: number;
  readonly undated: number;
  readonly albums: number;
  /** Files that are there now, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  readonly recorded: number;
  readonly proved: number;
  /** Unix ms: the file that was proved longest ago, among those ever proved. */
  readonly oldestProof: number | null;
  readonly corrupt: number;
  readonly missing: number;
  readonly modified: number;
}

export function overviewOf(db: Catalog): Overview {
  const assets = db
    .prepare<[], Pick<Overview, 'assets' | 'photos' | 'videos' | 'undated'>>(
      `SELECT count(*) AS assets, count(*) FILTER (WHERE kind = 'photo') AS photos, count(*) FILTER (WHERE kind = 'video') AS videos,
         count(*) FILTER (WHERE day IS NULL) AS undated FROM asset`,
    )
    .get();
  const files = db
    .prepare<[], Omit<Overview, 'assets' | 'photos' | 'videos' | 'undated'>>(
      `SELECT count(*) FILTER (WHERE present = 1) AS files, coalesce(sum(size) FILTER (WHERE present = 1), 0) AS bytes,
         count(*) FILTER (WHERE rec_sha IS NOT NULL) AS recorded, count(*) FILTER (WHERE present = 1 AND proved IS NOT NULL AND state IS NULL) AS proved,
         min(proved) FILTER (WHERE present = 1) AS oldestProof,
         count(*) FILTER (WHERE state = 'corrupt') AS corrupt, count(*) FILTER (WHERE state = 'missing') AS missing,
         count(*) FILTER (WHERE state = 'modified') AS modified FROM file`,
    )
    .get();
  const albums = db
    .prepare<[], { albums: number }>('SELECT count(*) AS albums FROM album WHERE removed = 0 AND name IS NOT NULL')
    .get();
  return {
    ...{
      assets: 0,
      photos: 0,
      videos: 0,
      undated: 0,
      albums: 0,
      files: 0,
      bytes: 0,
      recorded: 0,
      proved: 0,
      oldestProof: null,
      corrupt: 0,
      missing: 0,
      modified: 0,
    },
    ...assets,
    ...albums,
    ...files,
  };
}

/** The three figures that a window keeps up to date while a job runs: from indexes alone, 20 ms at 200,000 assets. */
export function totalsOf(db: Catalog): { readonly assets: number; readonly files: number; readonly bytes: number } {
  const assets = db
    .prepare<[], { assets: number; bytes: number }>(
      'SELECT count(*) AS assets, coalesce(sum(bytes), 0) AS bytes FROM asset',
    )
    .get();
  const files = db
    .prepare<[], { files: number }>(
      'SELECT (SELECT count(*) FROM file) - (SELECT count(*) FROM file WHERE present = 0) AS files',
    )
    .get();
  return { assets: 0, bytes: 0, files: 0, ...assets, ...files };
}
