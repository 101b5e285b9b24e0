import type { Catalog } from './open.ts';

/** A file of a source that came before, wherever it is now. */
export interface EarlierFileRow {
  /** Within the source. */
  readonly path: string;
  readonly size: number;
  /** Unix ms; null where the source had no such time. */
  readonly mtime: number | null;
}

/** @param kind of the source, @param beginning of the paths that are asked for, ending in `/`: the latest state of each */
export function earlierFiles(db: Catalog, kind: string, beginning: string): readonly EarlierFileRow[] {
  return db
    .prepare<[string, string, string], EarlierFileRow & { stamp: number }>(
      'SELECT path, size, mtime, max(stamp) AS stamp FROM imported WHERE source = ? AND path >= ? AND path < ? GROUP BY path',
    )
    .all(kind, beginning, `${beginning.slice(0, -1)}0`);
}
