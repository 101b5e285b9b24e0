/**
 * Collects verdicts and makes them last, many at a time: ledger first, then the catalog, in one commit. Where
 * the ledger can't be written, the proofs are lost but what was found is not.
 */
import type { Statement } from 'better-sqlite3';
import { joinName, type Name } from '../../backup/name.ts';
import { type Finding, type FindingCode, Findings, SEVERITY_OF } from '../../catalog/findings.ts';
import { provedRuns } from '../../catalog/provedRun.ts';
import { RecordOrder } from '../../catalog/recordOrder.ts';
import type { Store } from '../../catalog/store.ts';
import { type LedgerName, type LedgerRecord, type RecordedState, toLedgerName } from '../../ledger/record.ts';
import { refuseAway } from '../away.ts';
import { isOfDisk } from '../ofDisk.ts';
import type { DueFile } from './due.ts';
import type { FileState } from './verdict.ts';

const FILES = 2000;
const MS = 2000;

/** Whose bytes and record are spoken of. */
type PlacedFile = Pick<DueFile, 'id' | 'dirName' | 'name'>;

export const recordedState = (state: FileState): RecordedState => [
  state.size,
  state.mtime,
  state.sha256.toString('hex'),
];

export class VerifyBatch {
  readonly #store: Store;
  readonly #findings: Findings;
  readonly #order: RecordOrder;
  readonly #proved = new Map<number, DueFile>();
  readonly #records = new Map<string, LedgerRecord>();
  readonly #getState: Statement<[number], { state: string | null }>;
  readonly #setState: Statement<unknown[]>;
  readonly #setAway: Statement<unknown[]>;
  readonly #look: Statement<unknown[]>;
  readonly #clear: Statement<unknown[]>;
  readonly #explain: Statement<unknown[]>;
  /** Files of which an earlier run had something to say; the others, nearly all, have nothing to clear. */
  readonly #noted: ReadonlySet<number>;
  #found: { readonly file: number; readonly finding: Finding }[] = [];
  /** What is so only when the records are in. */
  #tell: (() => void)[] = [];
  #work: (() => void)[] = [];
  #done = 0;
  /** Files whose proof or record could not be saved, and why. */
  unsaved: { readonly files: number; readonly why: Error } | undefined;
  /** What the catalog could not take either: it is said all the same. */
  readonly unkept: Finding[] = [];
  #last = performance.now();

  constructor(store: Store) {
    this.#store = store;
    this.#findings = new Findings(store.db);
    this.#order = new RecordOrder(store.db);
    this.#getState = store.db.prepare('SELECT state FROM file WHERE id = ?');
    this.#setState = store.db.prepare('UPDATE file SET state = ? WHERE id = ?');
    this.#setAway = store.db.prepare('UPDATE file SET present = 0 WHERE id = ?');
    this.#look = store.db.prepare(
      'UPDATE dir SET signature = NULL, dirty = 1 WHERE id = (SELECT dir FROM file WHERE id = ?)',
    );
    this.#clear = store.db.prepare("DELETE FROM finding WHERE owner = 'verify' AND file = ? AND code <> ?");
    this.#explain = store.db.prepare(
      "UPDATE finding SET message = message || ? WHERE file = ? AND owner = 'verify' AND code IN ('corrupt', 'modified')",
    );
    const noted = store.db
      .prepare<[], { id: number }>(
        "SELECT file AS id FROM finding WHERE owner = 'verify' AND file IS NOT NULL UNION SELECT id FROM file WHERE state IS NOT NULL",
      )
      .all();
    this.#noted = new Set(noted.map(({ id }) => id));
  }

  proved(file: DueFile): void {
    this.#proved.set(file.id, file);
    this.#fine(file);
  }

  /** Before all other lines of the batch: the order that runs are told in is that of what is recorded until now. */
  #proofs(at: number): readonly LedgerRecord[] {
    const { runs, rest } = provedRuns(this.#order, [...this.#proved.keys()], at);
    const byFolder = new Map<string, { t: 'proved'; at: number; dir: LedgerName; files: LedgerName[] }>();
    for (const id of rest) {
      const file = this.#proved.get(id);
      if (file == null) continue;
      const known = byFolder.get(file.dirName.text);
      if (known != null) known.files.push(toLedgerName(file.name));
      else {
        const dir = toLedgerName(file.dirName);
        byFolder.set(file.dirName.text, { t: 'proved', at, dir, files: [toLedgerName(file.name)] });
      }
    }
    this.#proved.clear();
    return [...runs, ...byFolder.values()];
  }

  record(file: PlacedFile, state: FileState, why: 'first' | 'touched' | 'moved'): void {
    const record = this.#record(`sums ${why} ${file.dirName.text}`, () => ({
      t: 'sums',
      at: Date.now(),
      why,
      dir: toLedgerName(file.dirName),
      files: [],
    }));
    if (record.t === 'sums')
      record.files.push([toLedgerName(file.name), recordedState(state)] as [LedgerName, RecordedState]);
    this.#fine(file);
  }

  /** The record of a file that now lies elsewhere. */
  gone(dir: Name, name: Name, state: FileState): void {
    const record = this.#record(`gone ${dir.text}`, () => ({
      t: 'gone',
      at: Date.now(),
      why: 'moved',
      dir: toLedgerName(dir),
      files: [],
    }));
    if (record.t === 'gone') record.files.push([toLedgerName(name), recordedState(state)]);
  }

  find(file: DueFile, code: FindingCode, message: string): void {
    const path = joinName(file.dirName, file.name);
    this.#found.push({ file: file.id, finding: { severity: SEVERITY_OF[code], code, path, message } });
  }

  /** What is said of a file that was recorded. */
  tell(file: PlacedFile, code: 'extra' | 'moved', message: string): void {
    this.#tell.push(() => this.#findings.add('verify', code, file.id, joinName(file.dirName, file.name), message));
  }

  /** Its record follows its bytes, if it is not there already; what was found of it before is then so no more. */
  follow(file: PlacedFile, state: FileState | undefined, message: string): void {
    if (state == null) this.#done++;
    else this.record(file, state, 'moved');
    this.#tell.push(() => this.#findings.clearFile('verify', file.id));
    this.tell(file, 'moved', message);
  }

  /** More about what was found of a file. */
  explain(file: number, more: string): void {
    this.#work.push(() => this.#explain.run(more, file));
  }

  /** It went away since the survey. The next one is to look at its folder again, in case it comes back just as it was. */
  vanished(file: DueFile): void {
    this.#work.push(() => {
      this.#setAway.run(file.id);
      this.#look.run(file.id);
    });
  }

  /** Takes back what was found of this file by earlier runs. @param still what is so as before, and nobody has accepted */
  clear(file: DueFile, still?: FindingCode): void {
    if (this.#noted.has(file.id)) this.#work.push(() => this.#clear.run(file.id, still ?? ''));
  }

  state(file: DueFile, state: 'corrupt' | 'modified'): void {
    this.#work.push(() => this.#setState.run(state, file.id));
    // Known already: the ledger need not hear of it at every run.
    if (this.#getState.get(file.id)?.state === state) return;
    const record = this.#record(`found ${file.dirName.text}`, () => ({
      t: 'found',
      at: Date.now(),
      dir: toLedgerName(file.dirName),
      files: [],
    }));
    if (record.t === 'found') record.files.push([toLedgerName(file.name), state]);
  }

  #fine(file: PlacedFile): void {
    this.#done++;
    if (this.#noted.has(file.id)) this.#work.push(() => this.#setState.run(null, file.id));
  }

  /** A line for many files of a folder is dated by its flush, so that nothing is called proved before it was read. */
  #record(key: string, make: () => LedgerRecord): LedgerRecord {
    const known = this.#records.get(key);
    if (known != null) return known;
    const made = make();
    this.#records.set(key, made);
    return made;
  }

  flushIfDue(): void {
    if (this.#work.length + this.#found.length + this.#done >= FILES || performance.now() - this.#last > MS)
      this.flush();
  }

  /** @throws {import('../away.ts').BackupAway}, and what is no fault of a disk; what was found is then in `unkept` */
  flush(): void {
    const [work, tell, found, done] = [this.#work, this.#tell, this.#found, this.#done];
    const at = Date.now();
    const records = [...this.#proofs(at), ...[...this.#records.values()].map(record => ({ ...record, at }))];
    this.#work = [];
    this.#tell = [];
    this.#found = [];
    this.#records.clear();
    this.#done = 0;
    this.#last = performance.now();
    if (work.length + tell.length + found.length === 0 && records.length === 0) return;
    const note = (): void => {
      for (const step of work) step();
      for (const { file, finding } of found)
        this.#findings.add('verify', finding.code, file, finding.path, finding.message);
    };
    try {
      this.#store.commit(records, () => {
        note();
        for (const step of tell) step();
      });
    } catch (error) {
      try {
        this.#store.commit([], note);
      } catch {
        this.unkept.push(...found.map(({ finding }) => finding));
      }
      if (!(error instanceof Error) || !isOfDisk(error)) throw error;
      refuseAway(this.#store, error.code);
      this.unsaved = { files: (this.unsaved?.files ?? 0) + done, why: error };
    }
  }
}
