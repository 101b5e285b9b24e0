/** Takes back a change: of marks, of albums, of the record alone, as accepting makes it, or of files, as a plan makes it. */
import { uuidv7 } from 'uuidv7';
import { joinName, storedName } from '../backup/name.ts';
import { adoptSums } from '../catalog/adoptSums.ts';
import { AlbumChange } from '../catalog/albumChange.ts';
import { MarkChange } from '../catalog/markChange.ts';
import { markedSince } from '../catalog/markedSince.ts';
import type { Catalog } from '../catalog/open.ts';
import { IS_UNDONE } from '../catalog/undone.ts';
import { type LedgerRecord, type RecordedState, toLedgerName } from '../ledger/record.ts';
import { Journal } from '../plan/journal.ts';
import { AlbumUndoing } from './albumUndoing.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { MarkUndoing } from './markUndoing.ts';
import { PlanUndoing } from './planUndoing.ts';
import { saveRecord } from './saving.ts';

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
  /** Unix ms. */
  readonly at: number;
  readonly isUndone: 0 | 1;
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
  return runJob('undo', { ...options, create: false }, async run => {
    try {
      return await undoChange(run, options.change);
    } catch (error) {
      // Not a failure to whoever looks at the list of jobs.
      if (error instanceof NothingToUndo) run.count({ nothing: true });
      throw error;
    }
  });
}

/** What can be taken back of a change. */
type Undoable = Undoing | PlanUndoing | MarkUndoing | AlbumUndoing;

function undoable(db: Catalog, row: ChangeRow): Undoable {
  if (new Journal(db).has(row.uid)) return new PlanUndoing(db, row);
  if (MarkChange.is(db, row.uid)) return new MarkUndoing(db, row);
  return AlbumChange.is(db, row.uid) ? new AlbumUndoing(db, row) : new Undoing(db, row);
}

const CHANGES = `SELECT id, uid, title, at, ${IS_UNDONE('change')} AS isUndone FROM change WHERE`;

/** @throws {NothingToUndo} */
function choose({ store: { db } }: JobRun, change: string | undefined): Undoable {
  if (change == null) {
    const rows = db.prepare<[], ChangeRow>(`${CHANGES} NOT isUndone AND job <> 'undo' ORDER BY at DESC, id DESC`).all();
    // What is left of an older undo may be blocked for good: that must not keep the changes before it.
    const found = rows.map(row => undoable(db, row)).find(({ isBlocked }) => !isBlocked);
    if (found == null) throw new NothingToUndo('There is no change to undo.');
    const marked = found instanceof PlanUndoing ? markedSince(db, found.change.uid, 'not undoable') : 0;
    // Who has just filled an album may mean that: it is no change of files, and is not taken back.
    if (marked > 0)
      throw new NothingToUndo(
        `The last change of files is ${nameOf(found.change)}. After it ${marked === 1 ? '1 photo' : `${marked.toLocaleString('en')} photos`} that it brought got marks, or other albums; an undo takes out the photos, and marks and albums stay on the record for when they come again. Nothing was taken back. If it is that change that you mean: "keepsake undo --change ${found.change.uid}".`,
      );
    return found;
  }
  const row = db.prepare<[string], ChangeRow>(`${CHANGES} uid = ?`).get(change);
  if (row == null) throw new NothingToUndo(`There is no change ${change} in this backup.`);
  if (row.isUndone === 1) throw new NothingToUndo(`The change ${row.uid} (${row.title}) was undone before.`);
  const found = undoable(db, row);
  // A run may have been broken off between the last that it took back and saying so.
  if (found instanceof PlanUndoing && found.isUndone)
    throw new NothingToUndo(`Nothing of the change ${row.uid} (${row.title}) stands any more.`);
  return found;
}

/** For a person: which one it is. */
const nameOf = ({ title, at }: Pick<ChangeRow, 'title' | 'at'>): string =>
  `“${title}” of ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** A change, and what of it still stands. */
class Undoing {
  readonly change: ChangeRow;
  /** Files whose record is still as the change made it. */
  readonly open: readonly FileRow[];
  /** A newer act stands on these: its record is not thrown away beneath. */
  readonly covered: readonly FileRow[];
  readonly #isBegun: boolean;

  constructor(db: Catalog, change: ChangeRow) {
    this.change = change;
    const rows = db
      .prepare<[string, string], FileRow>(
        `SELECT c.*, d.path, d.raw AS pathRaw, f.name, f.raw, f.rec_sha FROM change_file c
         JOIN file f ON f.id = c.file JOIN dir d ON d.id = f.dir
         WHERE c.change = ? AND c.file NOT IN (SELECT u.file FROM change_file u JOIN change h ON h.uid = u.change
           WHERE h.undoes = ? AND h.undone_by IS NULL) ORDER BY d.path, f.name`,
      )
      .all(change.uid, change.uid);
    this.open = rows.filter(row => sameRecord(row.rec_sha, row.new_sha));
    this.covered = rows.filter(row => !sameRecord(row.rec_sha, row.new_sha));
    this.#isBegun = db.prepare('SELECT 1 FROM change WHERE undoes = ? AND undone_by IS NULL').get(change.uid) != null;
  }

  get standing(): number {
    return this.open.length + this.covered.length;
  }

  /** A part was taken back before, and of the rest nothing can be. */
  get isBlocked(): boolean {
    return this.#isBegun && this.open.length === 0;
  }
}

async function undoChange(run: JobRun, wanted: string | undefined): Promise<JobResult> {
  adoptSums(run.store);
  const undoing = choose(run, wanted);
  const { standing } = undoing;
  const what = undoing instanceof MarkUndoing ? 'photo' : 'action';
  run.reporter.note(
    `Taking back ${nameOf(undoing.change)}: ${standing === 1 ? `1 ${what}` : `${standing.toLocaleString('en')} ${what}s`}.`,
  );
  return undoing instanceof Undoing ? undoRecord(run, undoing) : undoing.takeBack(run);
}

function undoRecord(run: JobRun, { change, open, covered }: Undoing): JobResult {
  const { store } = run;
  for (const row of covered)
    run.report({
      severity: 'error',
      code: 'conflict',
      path: joinName(storedName(row.path, row.pathRaw), storedName(row.name, row.raw)),
      message: 'Its record was changed again after that; it was left as it is. Undo the newer change first.',
    });
  const skipped = covered.length;
  run.count({ actions: open.length + skipped, applied: open.length, skipped, failed: 0 });
  if (open.length === 0 && skipped > 0) return run.result;
  if (skipped > 0)
    run.reporter.note(
      `${skipped} of ${open.length + skipped} were left as they are. Undo the newer changes, then "keepsake undo --change ${change.uid}" takes back the rest.`,
    );
  const id = uuidv7();
  const at = Date.now();
  const act = { t: 'change', at, id, job: 'undo', title: `Undid: ${change.title}`, undoes: change.uid } as const;
  store.commit([skipped > 0 ? { ...act, partly: true } : act, ...open.map(row => recordOf(row, at, id))]);
  run.count({ change: id });
  const unsaved = saveRecord(run, { sums: true });
  if (unsaved != null) throw unsaved;
  return run.result;
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
