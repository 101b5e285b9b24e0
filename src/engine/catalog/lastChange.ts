/** The change that an undo takes back where none is named. */
import type { Catalog } from './open.ts';

export interface LastChange {
  readonly id: string;
  readonly title: string;
  /** Unix ms. */
  readonly at: number;
}

/** @returns undefined where every change was undone, or none was made */
export function lastChange(db: Catalog): LastChange | undefined {
  return db
    .prepare<[], LastChange>(
      "SELECT uid AS id, title, at FROM change WHERE undone_by IS NULL AND job <> 'undo' ORDER BY at DESC, id DESC LIMIT 1",
    )
    .get();
}
