/** The change that an undo takes back where none is named. */

import { MarkChange } from './markChange.ts';
import type { Catalog } from './open.ts';

export interface LastChange {
  readonly id: string;
  readonly title: string;
  /** Unix ms. */
  readonly at: number;
  /** It is of marks alone: no file is changed by it, nor by its undo. */
  readonly marks: boolean;
}

/** @returns undefined where every change was undone, or none was made */
export function lastChange(db: Catalog): LastChange | undefined {
  const rows = db.prepare<[], Omit<LastChange, 'marks'>>(
    "SELECT uid AS id, title, at FROM change WHERE undone_by IS NULL AND job <> 'undo' ORDER BY at DESC, id DESC",
  );
  for (const row of rows.iterate()) {
    const marks = MarkChange.is(db, row.id);
    // What is left of it was marked again: that must not keep the changes before it.
    if (marks && new MarkChange(db, { ...row, uid: row.id }).isBlocked) continue;
    return { ...row, marks };
  }
  return undefined;
}
