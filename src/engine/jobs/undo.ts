/** Takes back a change to the record. The acts that change files come with the plan; accepting is all there is now. */
import { uuidv7 } from 'uuidv7';
import { storedName } from '../backup/name.ts';
import { adoptSums } from '../catalog/adoptSums.ts';
import { publishSnapshot } from '../catalog/publish.ts';
import { renderSums } from '../catalog/sums.ts';
import { type LedgerRecord, type RecordedState, toLedgerName } from '../ledger/record.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';

export interface UndoOptions extends JobOptions {
  /** The change to take back; the last one that stands where absent. */
  readonly change: string | undefined;
}

/** There is no such change, or it was taken back already, or a newer one stands on it. */
export class NothingToUndo extends Error {
  override readonly name = 'NothingToUndo';
}

interface ChangeRow {
  readonly id: number;
  readonly uid: string;
  readonly title: string;
  readonly undone_by: string | null;
}

interface FileRow {
  readonly file: number;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly old_sha: Buffer | null;
  readonly old_size: number;
  readonly old_mtime: number;
  readonly new_sha: Buffer | null;
  readonly new_size: number;
  readonly new_mtime: number;
  readonly rec_sha: Buffer | null;
}

/** @throws {NothingToUndo}, and as {@link runJob} does */
export function undo(options: UndoOptions): Promise<JobResult> {
  return runJob('undo', { ...options, create: false }, async run => undoChange(run, options.change));
}

function choose(run: JobRun, change: string | undefined): ChangeRow {
  const { db } = run.store;
  const row =
    change == null
      ? db
          .prepare<[], ChangeRow>(
            "SELECT id, uid, title, undone_by FROM change WHERE undone_by IS NULL AND job <> 'undo' ORDER BY at DESC, id DESC LIMIT 1",
          )
          .get()
      : db.prepare<[string], ChangeRow>('SELECT id, uid, title, undone_by FROM change WHERE uid = ?').get(change);
  if (row == null)
    throw new NothingToUndo(
      change == null ? 'There is no change to undo.' : `There is no change ${change} in this backup.`,
    );
  if (row.undone_by != null) throw new NothingToUndo(`The change ${row.uid} (${row.title}) was undone before.`);
  return row;
}

function undoChange(run: JobRun, wanted: string | undefined): JobResult {
  const { store } = run;
  adoptSums(store);
  const change = choose(run, wanted);
  const rows = store.db
    .prepare<[string], FileRow>(
      `SELECT c.*, d.path, d.raw AS pathRaw, f.name, f.raw, f.rec_sha FROM change_file c
       JOIN file f ON f.id = c.file JOIN dir d ON d.id = f.dir WHERE c.change = ? ORDER BY d.path, f.name`,
    )
    .all(change.uid);
  const id = uuidv7();
  const at = Date.now();
  const records: LedgerRecord[] = [
    { t: 'change', at, id, job: 'undo', title: `Undid: ${change.title}`, undoes: change.uid },
  ];
  let skipped = 0;
  for (const row of rows) {
    // A newer act stands on it: its record is not thrown away beneath.
    if (!sameRecord(row.rec_sha, row.new_sha)) {
      skipped++;
      run.reporter.finding({
        severity: 'error',
        code: 'conflict',
        path: { text: row.path === '' ? row.name : `${row.path}/${row.name}` },
        message: 'Its record was changed again after that; it was left as it is. Undo the newer change first.',
      });
      continue;
    }
    records.push(recordOf(row, at, id));
  }
  if (skipped === rows.length && skipped > 0)
    return { counts: { actions: skipped, applied: 0, skipped, failed: 0 }, errors: skipped };
  if (skipped > 0)
    run.reporter.note(
      `${skipped} of ${rows.length} were left as they are, and this change now counts as undone: "keepsake accept" is the way for those.`,
    );
  store.commit(records);
  renderSums(store);
  publishSnapshot(store);
  return {
    counts: { actions: rows.length, applied: rows.length - skipped, skipped, failed: 0, change: id },
    errors: skipped,
  };
}

const sameRecord = (a: Buffer | null, b: Buffer | null): boolean => (a == null ? b == null : b != null && a.equals(b));

function recordOf(row: FileRow, at: number, change: string): LedgerRecord {
  const dir = toLedgerName(storedName(row.path, row.pathRaw));
  const name = toLedgerName(storedName(row.name, row.raw));
  const state = (sha: Buffer, size: number, mtime: number): RecordedState => [size, mtime, sha.toString('hex')];
  const was = row.new_sha == null ? null : state(row.new_sha, row.new_size, row.new_mtime);
  if (row.old_sha == null) return { t: 'gone', at, why: 'undo', change, dir, files: was == null ? [] : [[name, was]] };
  return {
    t: 'sums',
    at,
    why: 'undo',
    change,
    dir,
    files: [[name, state(row.old_sha, row.old_size, row.old_mtime)]],
    was: [was],
  };
}
