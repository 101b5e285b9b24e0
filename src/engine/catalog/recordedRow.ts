/** A file's row with its place and its record, as several queries give it. */
import { joinName, type Name, storedName } from '../backup/name.ts';

export interface RecordedRow {
  readonly id: number;
  readonly asset: number | null;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  /** Null where there is no record. */
  readonly rec_sha: Buffer | null;
  /** Bytes and microseconds; null also of a record that was taken from SHA256SUMS. */
  readonly rec_size: number | null;
  readonly rec_mtime: number | null;
}

/** To be followed by a condition on `f`, the file, and `d`, its folder. */
export const RECORDED_ROWS = `SELECT f.id, f.asset, d.path, d.raw AS pathRaw, f.name, f.raw, f.rec_sha, f.rec_size, f.rec_mtime,
    f.rec_stamp, f.uid, f.uid_stamp
  FROM file f JOIN dir d ON d.id = f.dir WHERE `;

/** Its path from the backup's root. */
export const pathOfRow = (row: RecordedRow): Name =>
  joinName(storedName(row.path, row.pathRaw), storedName(row.name, row.raw));
