/** The change that an undo takes back where none is named. */

import { AlbumChange } from './albumChange.ts';
import { MarkChange } from './markChange.ts';
import type { Catalog } from './open.ts';
import { ofRecordAlone } from './undoAtOnce.ts';
import { IS_UNDONE } from './undone.ts';

export interface LastChange {
  readonly id: string;
  readonly title: string;
  /** Unix ms. */
  readonly at: number;
  /** It is of marks or albums alone: no file is changed by it, nor by its undo. */
  readonly atOnce: boolean;
}

/** @returns undefined where every change was undone, or none was made */
export function lastChange(db: Catalog): LastChange | undefined {
  const rows = db.prepare<[], Omit<LastChange, 'atOnce'>>(
    `SELECT c.uid AS id, c.title, c.at FROM change c WHERE NOT ${IS_UNDONE('c')} AND c.job <> 'undo' ORDER BY c.at DESC, c.id DESC`,
  );
  for (const row of rows.iterate()) {
    const of = ofRecordAlone(db, row.id);
    // What is left of it was changed again: that must not keep the changes before it.
    if (of === 'marks' && new MarkChange(db, { ...row, uid: row.id }).isBlocked) continue;
    if (of === 'albums' && new AlbumChange(db, { ...row, uid: row.id }).isBlocked) continue;
    return { ...row, atOnce: of != null };
  }
  return undefined;
}
