/** Where the files of a backup came from. */
import type { Statement } from 'better-sqlite3';
import { SaidFacts } from '../ledger/said.ts';
import type { CaptureTime } from '../media/model.ts';
import type { Catalog } from './open.ts';

/** A file of a source whose bytes came into the backup. */
export interface OriginalFile {
  /** Kind of the source, as the command line names it. */
  readonly source: string;
  readonly label: string;
  /** Within the source. */
  readonly path: string;
  /** What it is called there. */
  readonly name: string;
  readonly size: number;
  /** Unix ms; null where the source has no such time. */
  readonly mtime: number | null;
  /** When the photo was taken, as the source itself says beside it; undefined where it says nothing. */
  readonly taken: CaptureTime | undefined;
  /** Catalog id of the file here. */
  readonly file: number;
}

type Row = Omit<OriginalFile, 'name' | 'taken'> & { readonly name: string | null; readonly times: string | null };

export class Originals {
  readonly #of: Statement<[string], Row>;

  constructor(db: Catalog) {
    this.#of = db.prepare(
      `SELECT i.source, i.label, i.path, i.name, i.size, i.mtime, i.file, s.json ->> '$.facts.times' AS times
       FROM json_each(?) w JOIN imported i ON i.file = w.value JOIN file f ON f.id = i.file
       LEFT JOIN asset a ON a.id = f.asset LEFT JOIN said s ON s.asset = a.uid AND s.source = i.source
       ORDER BY w.key, i.source, i.path`,
    );
  }

  /** @param files catalog ids */
  of(files: readonly number[]): readonly OriginalFile[] {
    return this.#of.all(JSON.stringify(files)).map(({ times, ...row }) => ({
      ...row,
      name: row.name ?? row.path.slice(row.path.lastIndexOf('/') + 1),
      taken: times == null ? undefined : firstOf(times),
    }));
  }
}

/** A catalog may be a stranger's. */
function firstOf(json: string): CaptureTime | undefined {
  const { success, data } = SaidFacts.safeParse({ times: JSON.parse(json) as unknown });
  return success ? data?.times?.[0]?.time : undefined;
}
