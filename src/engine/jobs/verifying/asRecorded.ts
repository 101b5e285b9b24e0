/** Whether a file's size and time are those of its record: the one rule for what is due, what is verified, and --quick. */
import { type Clock, sameTime } from '../../backup/sameTime.ts';

export interface StatAndRecord {
  /** Bytes and microseconds as the survey saw them; null where the file was never seen. */
  readonly size: number | null;
  readonly mtime: number | null;
  /** Of the record; null where there is none. */
  readonly rec_size: number | null;
  readonly rec_mtime: number | null;
}

/** False where there is no record. */
export function isAsRecorded({ size, mtime, rec_size, rec_mtime }: StatAndRecord, clock: Clock): boolean {
  if (size == null || mtime == null || rec_size == null || rec_mtime == null) return false;
  return size === rec_size && sameTime(mtime, rec_mtime, clock);
}
