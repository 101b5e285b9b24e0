/** Photos that a change brought and that were marked, or came into an album or left one, after it. */
import type { Catalog } from './open.ts';

/**
 * What a source said of albums was recorded with the change itself, and is not counted.
 * @param change its id
 * @param which also marks that are changes themselves, or only what no undo takes back: marks and albums of before
 *   these could be undone
 * @returns how many photos
 */
export function markedSince(db: Catalog, change: string, which: 'all' | 'not undoable'): number {
  return (
    db
      .prepare<[{ readonly change: string; readonly all: number }], { photos: number }>(
        `WITH brought AS (SELECT a.file, a.stamp FROM action a JOIN change c ON c.id = a.change
           WHERE c.uid = @change AND a.do = 'copy' AND a.state IN ('done', 'recovered')),
         last AS (SELECT max(stamp) AS stamp FROM brought)
         SELECT count(*) AS photos FROM brought b JOIN file f ON f.id = b.file JOIN last
         WHERE f.uid IS NOT NULL AND (
           EXISTS (SELECT 1 FROM mark m WHERE m.uid = f.uid AND last.stamp <
             max(coalesce(m.rating_stamp, 0), coalesce(m.flag_stamp, 0), coalesce(m.favorite_stamp, 0))
             AND (@all OR NOT EXISTS (SELECT 1 FROM change_mark c WHERE c.uid = m.uid)))
           OR EXISTS (SELECT 1 FROM member m WHERE m.asset = f.uid AND m.stamp > last.stamp
             AND (@all OR NOT EXISTS (SELECT 1 FROM change_album c WHERE c.album = m.album AND c.field = 'member' AND c.asset = m.asset))))`,
      )
      .get({ change, all: Number(which === 'all') })?.photos ?? 0
  );
}
