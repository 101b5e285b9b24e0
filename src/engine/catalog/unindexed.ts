/** What a verification has seen and no index has taken in yet. */
import type { Catalog } from './open.ts';

/**
 * Files that the last verification found new or at another place, since the last index began: photos are shown where
 * they were until they are indexed.
 */
export function unindexedCount(db: Catalog): number {
  return (
    db
      .prepare<[], { n: number }>(
        `SELECT count(*) AS n FROM finding WHERE owner = 'verify' AND code IN ('moved', 'extra')
           AND at > coalesce((SELECT max(started) FROM job WHERE job = 'index' AND exit IN (0, 1)), 0)`,
      )
      .get()?.n ?? 0
  );
}
