/** Takes a change of marks back at once, as marks are made: also while a job runs. */
import { MarkChange, type MarksTakenBack } from './markChange.ts';
import type { Store } from './store.ts';

/** @throws where there is no such change, it was undone, or the backup can't be written; nothing was changed then */
export function undoMarks(store: Store, change: string): MarksTakenBack & { readonly title: string } {
  const row = store.db
    .prepare<[string], { uid: string; title: string; undone_by: string | null }>(
      'SELECT uid, title, undone_by FROM change WHERE uid = ?',
    )
    .get(change);
  if (row == null || !MarkChange.is(store.db, change)) throw new Error('There is no such change of marks.');
  if (row.undone_by != null) throw new Error(`“${row.title}” was undone before.`);
  return { ...new MarkChange(store.db, row).apply(store), title: row.title };
}
