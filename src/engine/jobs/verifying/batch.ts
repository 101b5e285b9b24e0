/** Collects verdicts and makes them last, many at a time: ledger first, then the catalog, in one commit. */
import type { Statement } from 'better-sqlite3';
import { joinName, type Name } from '../../backup/name.ts';
import { type FindingCode, Findings } from '../../catalog/findings.ts';
import type { Store } from '../../catalog/store.ts';
import { type LedgerName, type LedgerRecord, type RecordedState, toLedgerName } from '../../ledger/record.ts';
import type { DueFile } from './due.ts';
import type { FileState } from './verdict.ts';

const FILES = 2000;
const MS = 2000;

export const recordedState = (state: FileState): RecordedState => [
  state.size,
  state.mtime,
  state.sha256.toString('hex'),
];

export class VerifyBatch {
  readonly #store: Store;
  readonly #findings: Findings;
  readonly #records = new Map<string, LedgerRecord>();
  readonly #setState: Statement<unknown[]>;
  /** Files of which an earlier run had something to say; the others, nearly all, have nothing to clear. */
  readonly #noted: ReadonlySet<number>;
  #work: (() => void)[] = [];
  #done = 0;
  #last = performance.now();

  constructor(store: Store) {
    this.#store = store;
    this.#findings = new Findings(store.db);
    this.#setState = store.db.prepare('UPDATE file SET state = ? WHERE id = ?');
    const noted = store.db
      .prepare<[], { id: number }>(
        "SELECT file AS id FROM finding WHERE owner = 'verify' AND file IS NOT NULL UNION SELECT id FROM file WHERE state IS NOT NULL",
      )
      .all();
    this.#noted = new Set(noted.map(({ id }) => id));
  }

  proved(file: DueFile): void {
    const record = this.#record(`proved ${file.dirName.text}`, () => ({
      t: 'proved',
      at: Date.now(),
      dir: toLedgerName(file.dirName),
      files: [],
    }));
    if (record.t === 'proved') record.files.push(toLedgerName(file.name));
    this.#fine(file);
  }

  record(file: DueFile, state: FileState, why: 'first' | 'touched' | 'moved'): void {
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
    this.#work.push(() => this.#findings.add('verify', code, file.id, joinName(file.dirName, file.name), message));
  }

  /** Takes back what was found of this file by earlier runs. */
  clear(file: DueFile): void {
    if (this.#noted.has(file.id)) this.#work.push(() => this.#findings.clearFile('verify', file.id));
  }

  state(file: DueFile, state: 'corrupt' | 'modified'): void {
    this.#work.push(() => this.#setState.run(state, file.id));
  }

  #fine(file: DueFile): void {
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
    if (this.#work.length + this.#done >= FILES || performance.now() - this.#last > MS) this.flush();
  }

  flush(): void {
    const work = this.#work;
    const at = Date.now();
    const records = [...this.#records.values()].map(record => ({ ...record, at }));
    this.#work = [];
    this.#records.clear();
    this.#done = 0;
    this.#last = performance.now();
    if (work.length === 0 && records.length === 0) return;
    this.#store.commit(records, () => {
      for (const step of work) step();
    });
  }
}
