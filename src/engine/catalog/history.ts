/** What was done to this backup, and what became of it: for a person who looks for what to take back. */
import type { Catalog } from './open.ts';
import { IS_UNDONE } from './undone.ts';

export interface PastChange {
  readonly id: string;
  /** As the command line names it. */
  readonly job: string;
  readonly title: string;
  /** Unix ms. */
  readonly at: number;
  /** What its undo gives back. */
  readonly of: 'files' | 'record' | 'marks' | 'albums';
  /** Files; or photos of which marks were set, or that came into an album or left one. */
  readonly count: number;
  /** `partly`: of some that were changed again since it could not be taken back. */
  readonly state: 'stands' | 'partly' | 'undone';
  /** Of an undo: the title of what it took back. */
  readonly undoes?: string;
}

type Row = Omit<PastChange, 'of' | 'count' | 'undoes'> & {
  readonly actions: number;
  readonly marked: number;
  readonly recorded: number;
  readonly inAlbums: number;
  readonly ofAlbums: number;
  readonly undoes: string | null;
};

/**
 * The newest first.
 * @param before the id of a change: only what came before it
 */
export function history(db: Catalog, limit: number, before?: string): readonly PastChange[] {
  const rows = db
    .prepare<[{ readonly limit: number; readonly before: string | null }], Row>(
      `SELECT c.uid AS id, c.job, c.title, c.at,
         (SELECT count(*) FROM action a WHERE a.change = c.id AND a.state IN ('done', 'recovered') AND a.do IS NOT NULL) AS actions,
         (SELECT count(DISTINCT m.uid) FROM change_mark m WHERE m.change = c.uid) AS marked,
         (SELECT count(DISTINCT b.asset) FROM change_album b WHERE b.change = c.uid AND b.field = 'member') AS inAlbums,
         EXISTS (SELECT 1 FROM change_album b WHERE b.change = c.uid) AS ofAlbums,
         (SELECT count(*) FROM change_file f WHERE f.change = c.uid) AS recorded,
         CASE WHEN ${IS_UNDONE('c')} THEN 'undone'
           WHEN EXISTS (SELECT 1 FROM change h WHERE h.undoes = c.uid AND h.undone_by IS NULL) THEN 'partly'
           ELSE 'stands' END AS state,
         (SELECT u.title FROM change u WHERE u.uid = c.undoes) AS undoes
       FROM change c WHERE c.job <> '' AND (@before IS NULL OR (c.at, c.id) < (SELECT b.at, b.id FROM change b WHERE b.uid = @before))
       ORDER BY c.at DESC, c.id DESC LIMIT @limit`,
    )
    .all({ limit, before: before ?? null });
  return rows.map(({ actions, marked, recorded, inAlbums, ofAlbums, undoes, ...row }) => {
    const [of, count] =
      actions > 0
        ? (['files', actions] as const)
        : marked > 0
          ? (['marks', marked] as const)
          : ofAlbums > 0
            ? (['albums', inAlbums] as const)
            : (['record', recorded] as const);
    return { ...row, of, count, ...(undoes == null ? {} : { undoes }) };
  });
}
