/** What the index knows of contents that are not where they were: a new file may be one of them. */
import { FACTS_VERSION } from '../media/factsVersion.ts';
import type { Catalog } from './open.ts';

/** @returns the sizes of all of them: a file of another size is none, for the size is part of its key */
export function sizesAway(db: Catalog): ReadonlySet<number> {
  const sizes = db
    .prepare<[number], number>(
      `SELECT DISTINCT read_size FROM file WHERE content_key IS NOT NULL AND read_size > 0
       AND (present = 0 OR read_v IS NOT ? OR read_size IS NOT size OR read_mtime IS NOT mtime)`,
    )
    .pluck(true)
    .all(FACTS_VERSION) as number[];
  return new Set(sizes);
}
