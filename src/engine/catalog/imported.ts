/** Where the files of a backup came from. */
import type { Statement } from 'better-sqlite3';
import type { Catalog } from './open.ts';

/** A file of a source whose bytes came into the backup. */
export interface OriginalFile {
  /** Kind of the source, as the command line names it. */
  readonly source: string;
  readonly label: string;
  /** Within the source. */
  readonly path: string;
  readonly size: number;
  /** Unix ms; null where the source has no such time. */
  readonly mtime: number | null;
  /** Catalog id of the file here. */
  readonly file: number;
}

export class Originals {
  readonly #of: Statement<[string], OriginalFile>;

  constructor(db: Catalog) {
    this.#of = db.prepare(
      `SELECT i.source, i.label, i.path, i.size, i.mtime, i.file FROM json_each(?) w JOIN imported i ON i.file = w.value
       ORDER BY w.key, i.source, i.path`,
    );
  }

  /** @param files catalog ids */
  of(files: readonly number[]): readonly OriginalFile[] {
    return this.#of.all(JSON.stringify(files));
  }
}
