/** What the record of a file becomes when it is accepted as it is now; or why it can't. */
import fs from 'node:fs';
import { hashFile } from '../../backup/hash.ts';
import { isLocalDisk } from '../../backup/localDisk.ts';
import { joinPath, storedName } from '../../backup/name.ts';
import { OnlineOnly } from '../../backup/onlineOnly.ts';
import type { Clock } from '../../backup/sameTime.ts';
import type { FindingCode } from '../../catalog/findings.ts';
import { pathOfRow } from '../../catalog/recordedRow.ts';
import { type LedgerRecord, type RecordedState, toLedgerName } from '../../ledger/record.ts';
import { refuseAway } from '../away.ts';
import { isGone } from '../gone.ts';
import type { JobRun } from '../job.ts';
import { verdictOf } from '../verifying/verdict.ts';
import type { WantedFile } from './wanted.ts';

export interface Acceptance {
  /** The act, for the ledger. */
  readonly change: string;
  /** Also what looks like rot. */
  readonly corrupt: boolean;
  readonly clock: Clock;
  readonly refuse: (code: FindingCode, file: WantedFile, message: string) => undefined;
}

/** @returns undefined where it was refused, or is as recorded */
export async function recordOf(
  run: JobRun,
  file: WantedFile,
  acceptance: Acceptance,
): Promise<LedgerRecord | undefined> {
  const { root } = run.store.layout;
  const { row, named } = file;
  const { change, clock, corrupt } = acceptance;
  const refuse = (code: FindingCode, message: string): undefined => acceptance.refuse(code, file, message);
  const dir = toLedgerName(storedName(row.path, row.pathRaw));
  const name = toLedgerName(storedName(row.name, row.raw));
  const was = (size: number, mtime: number): RecordedState | null =>
    row.rec_sha == null ? null : [row.rec_size ?? size, row.rec_mtime ?? mtime, row.rec_sha.toString('hex')];
  const place = joinPath(root, pathOfRow(row));
  try {
    const stat = fs.lstatSync(place, { throwIfNoEntry: false });
    if (stat == null) {
      if (!isGone(root, pathOfRow(row))) return refuse('unreadable', 'This file comes and goes; its record was left.');
      if (!named)
        return refuse(
          'missing',
          'This file is no longer there. Its record was left; name it to take it off the record.',
        );
      const gone = was(0, 0);
      if (gone == null) return refuse('missing', 'There is no such file, nor a record of one.');
      return { t: 'gone', at: Date.now(), why: 'accept', change, dir, files: [[name, gone]] };
    }
    const now = await hashFile(place, () => {}, run.pause, row.rec_sha != null && isLocalDisk(root) ? 'disk' : 'cloud');
    if (now.unsteady) return refuse('unreadable', 'This file is being written to; its record was left as it was.');
    if (row.rec_sha != null) {
      const recorded = { sha256: row.rec_sha, size: row.rec_size, mtime: row.rec_mtime };
      const verdict = verdictOf(recorded, now, false, clock);
      if (verdict === 'proved') return undefined;
      if (verdict === 'corrupt' && !corrupt)
        return refuse(
          'corrupt',
          'Its bytes differ while size and time are as recorded (or are not on the record): that is how rot looks, so its record was left. Restore it from another copy; if you know that these bytes are right, accept it with --corrupt.',
        );
      if (!named && now.size === 0 && row.rec_size !== 0)
        return refuse('empty', 'This file is empty now. Its record was left; name it if that was meant.');
    }
    const is: RecordedState = [now.size, now.mtime, now.sha256.toString('hex')];
    return {
      t: 'sums',
      at: Date.now(),
      why: 'accept',
      change,
      dir,
      files: [[name, is]],
      was: [was(now.size, now.mtime)],
    };
  } catch (error) {
    if (error instanceof OnlineOnly)
      return refuse(
        'online-only',
        'Its bytes are with a cloud service, not on this disk: it was not read, and its record was left.',
      );
    const { code } = error as NodeJS.ErrnoException;
    if (code == null) throw error;
    refuseAway(run.store, code);
    return refuse('unreadable', `This file can't be read (${code}); its record was left as it was.`);
  }
}
