/** Whether this machine has looked at the photos itself: what is wrong with them is else not known here. */
import type { Catalog } from './open.ts';

/**
 * An index came to its end here, or what looks at all photos as an index does: an export, a plan that a backup begins
 * with. A catalog that began as another machine's snapshot has photos, and none of what that
 * machine's index found. Runs are forgotten after a while: where the first one is, this machine has been at work long.
 */
export function isExamined(db: Catalog): boolean {
  return (
    db
      .prepare(
        `SELECT 1 FROM job WHERE exit IN (0, 1)
         AND (job IN ('index', 'export') OR (job = 'apply' AND summary LIKE '%"began":true%')) LIMIT 1`,
      )
      .get() != null ||
    (db.prepare<[], { first: number | null }>('SELECT min(id) AS first FROM job').get()?.first ?? 1) > 1
  );
}
