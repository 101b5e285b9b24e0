/** What it means that a file was read and gave this hash. Pure, for this is where rot is told from an edit. */
import { type Clock, sameTime } from '../../backup/sameTime.ts';

export interface FileState {
  readonly sha256: Buffer;
  /** Bytes. */
  readonly size: number;
  /** Microseconds. */
  readonly mtime: number;
}

/** What the manifest says; of a record that was taken from SHA256SUMS size and time are not known. */
export interface RecordedFile {
  readonly sha256: Buffer;
  readonly size: number | null;
  readonly mtime: number | null;
}

/**
 * - unrecorded: the manifest doesn't hold it
 * - proved: the bytes are those of the record
 * - touched: the bytes are those of the record, its time is not
 * - corrupt: the bytes differ while size and time are as recorded: no program that edits does that. Where those are
 *   not known, it may be: silence would be worse
 * - modified: the bytes differ, and so does size or time: somebody edited it
 */
export type Verdict = 'unrecorded' | 'proved' | 'touched' | 'corrupt' | 'modified';

/** @param unsteady the file changed while it was read */
export function verdictOf(
  recorded: RecordedFile | undefined,
  now: FileState,
  unsteady: boolean,
  clock: Clock,
): Verdict {
  if (recorded == null) return 'unrecorded';
  const { sha256, size, mtime } = recorded;
  if (size == null || mtime == null) return sha256.equals(now.sha256) ? 'touched' : unsteady ? 'modified' : 'corrupt';
  const sameStat = size === now.size && sameTime(mtime, now.mtime, clock);
  if (sha256.equals(now.sha256)) return sameStat ? 'proved' : 'touched';
  return sameStat && !unsteady ? 'corrupt' : 'modified';
}
