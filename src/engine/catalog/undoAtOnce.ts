/** Takes a change of marks or albums back at once, as these are made: also while a job runs. */
import { AlbumChange } from './albumChange.ts';
import { MarkChange } from './markChange.ts';
import type { Catalog } from './open.ts';
import type { Store } from './store.ts';
import { IS_UNDONE } from './undone.ts';

export interface UndoneAtOnce {
  readonly title: string;
  readonly of: 'marks' | 'albums';
  /** Photos and albums that are as they were. */
  readonly applied: number;
  /** What was changed again since, and is left as it is. */
  readonly skipped: number;
  /** Of one change that stands on it, where one is known. */
  readonly newer?: string;
  /** Why one of these is left, where that is known in other words. */
  readonly why?: string;
}

/** Whether it touches no file: what such a change is of. */
export function ofRecordAlone(db: Catalog, change: string): 'marks' | 'albums' | undefined {
  if (MarkChange.is(db, change)) return 'marks';
  return AlbumChange.is(db, change) ? 'albums' : undefined;
}

/** @throws where there is no such change, it was undone, or the backup can't be written; nothing was changed then */
export function undoAtOnce(store: Store, change: string): UndoneAtOnce {
  const row = store.db
    .prepare<[string], { uid: string; title: string; isUndone: 0 | 1 }>(
      `SELECT uid, title, ${IS_UNDONE('change')} AS isUndone FROM change WHERE uid = ?`,
    )
    .get(change);
  const of = ofRecordAlone(store.db, change);
  if (row == null || of == null) throw new Error('There is no such change of marks or albums.');
  const { title } = row;
  if (row.isUndone === 1) throw new Error(`“${title}” was undone before.`);
  if (of === 'marks') {
    const { applied, skipped, covered } = new MarkChange(store.db, row).apply(store);
    const newer = covered.find(one => one.newer != null)?.newer;
    return { title, of, applied, skipped, ...(newer == null ? {} : { newer }) };
  }
  const { applied, skipped, kept } = new AlbumChange(store.db, row).apply(store);
  const [first] = kept;
  const rest = first == null ? {} : { why: first.why, ...(first.newer == null ? {} : { newer: first.newer }) };
  return { title, of, applied, skipped, ...rest };
}
