/** What every job shares: how it speaks, how it is stopped, and how its row in the catalog is kept. */
import os from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { acquireLock, Busy, type JobLock } from '../backup/lock.ts';
import { sweepTemporaryFolders } from '../backup/temporaryFolder.ts';
import type { Finding } from '../catalog/findings.ts';
import { JobRow } from '../catalog/jobRow.ts';
import { LedgerFindings } from '../catalog/ledgerFindings.ts';
import { cacheFolder } from '../catalog/location.ts';
import { Store, type StoreOptions } from '../catalog/store.ts';
import { LedgerDamaged } from '../ledger/read.ts';
import type { FileSystem } from '../plan/fileSystem.ts';
import { NodeFileSystem } from '../plan/nodeFileSystem.ts';
import { recover } from '../plan/recover.ts';
import { settleDrivenNote } from './driving/drivenNote.ts';
import { endLeftAtWork } from './driving/leftAtWork.ts';
import { refuseUnmounted } from './newBackup.ts';
import { refuseAmongPhotos } from './ownPlaces.ts';

export interface Progress {
  readonly phase: string;
  readonly done: number;
  /** 0 while it is not known. */
  readonly total: number;
  readonly bytes: number;
  /** 0 where bytes don't measure the work. */
  readonly totalBytes: number;
}

/** Who listens to a job: a terminal, a script, a test. */
export interface Reporter {
  progress(progress: Progress): void;
  finding(finding: Finding): void;
  note(message: string): void;
}

/** The person stopped the job. What was done stays, and the next run goes on from there. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export interface JobOptions extends Omit<StoreOptions, 'create'> {
  /** Absolute path of the backup. */
  readonly root: string;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  /** By which a person's files are changed; the real one where absent. */
  readonly fileSystem?: FileSystem | undefined;
}

export type Counts = Readonly<Record<string, number | boolean | string>>;

export interface JobResult {
  readonly counts: Counts;
  /** Of severity error. */
  readonly errors: number;
}

const TURN_MS = 40;
const ROW_MS = 400;
const HELD_MS = 5000;

export class JobRun {
  readonly store: Store;
  readonly reporter: Reporter;
  readonly fileSystem: FileSystem;
  readonly #signal: AbortSignal;
  readonly #row: JobRow;
  #lastTurn = performance.now();
  #lastRow = 0;
  readonly #isHeld: () => boolean;
  #lastHeld = performance.now();
  #counts: Counts = {};
  #errors = 0;

  /** @param isHeld whether the lock is still this job's */
  constructor(
    store: Store,
    row: JobRow,
    { reporter, signal, fileSystem }: Pick<JobOptions, 'reporter' | 'signal' | 'fileSystem'>,
    isHeld: () => boolean,
  ) {
    this.store = store;
    this.reporter = reporter;
    this.fileSystem = fileSystem ?? new NodeFileSystem();
    this.#signal = signal;
    this.#row = row;
    this.#isHeld = isHeld;
  }

  /** @throws {Stopped} */
  check(): void {
    if (this.#signal.aborted) throw new Stopped();
  }

  /** Lets signals and timers in, now and then. Cheap enough for every file. @throws {Stopped} */
  pause = (): Promise<void> | undefined => {
    if (performance.now() - this.#lastTurn < TURN_MS) return undefined;
    return nextTurn().then(() => {
      this.#lastTurn = performance.now();
      this.check();
      this.#checkLock();
    });
  };

  /** After a long sleep of this machine another one may have taken the backup over. @throws {Busy} */
  #checkLock(): void {
    if (this.#lastTurn - this.#lastHeld < HELD_MS) return;
    this.#lastHeld = this.#lastTurn;
    if (this.#isHeld()) return;
    throw new Busy(
      'Another job has taken this backup over while this one was silent (did the machine sleep?). What was done until then is kept; run it again when the other one has ended.',
    );
  }

  /** What the summary says, also of a job that is stopped or fails: set as it becomes known. */
  count(counts: Counts): void {
    this.#counts = { ...this.#counts, ...counts };
  }

  /** Tells the finding, and counts it under its code where the summary has that. */
  report(finding: Finding): void {
    if (finding.severity === 'error') this.#errors++;
    const { code } = finding;
    const known = this.#counts[code];
    if (typeof known === 'number') this.count({ [code]: known + 1 });
    this.reporter.finding(finding);
  }

  get result(): JobResult {
    return { counts: this.#counts, errors: this.#errors };
  }

  progress(progress: Progress): void {
    this.reporter.progress(progress);
    const now = performance.now();
    if (now - this.#lastRow < ROW_MS) return;
    this.#lastRow = now;
    this.#row.update(progress.phase, progress.done, progress.total, progress.bytes);
  }
}

const unfinished = new WeakMap<Error, JobResult>();

/** What a job that was stopped or failed had counted until then; nothing where it had not begun. */
export function resultUntil(error: unknown): JobResult | undefined {
  return error instanceof Error ? unfinished.get(error) : undefined;
}

/**
 * Runs a job over a backup: lock, store, row; all of it let go again however it ends.
 * A backup that can't be written is worked on without a lock, for nothing in it changes.
 * @throws {import('../backup/lock.ts').Busy}, {Stopped}, {import('../ledger/read.ts').LedgerDamaged},
 *   {import('../ledger/read.ts').LedgerNewer}, and what the job throws
 */
export async function runJob(
  name: string,
  options: JobOptions & {
    /** Whether a folder that is no backup becomes one; `empty`: also where there is nothing in it. */
    readonly create: boolean | 'empty';
    /** It only looks: a damaged line of the record, which must be mended before anything is written, doesn't keep it. */
    readonly recordsNothing?: boolean;
  },
  work: (run: JobRun) => Promise<JobResult>,
): Promise<JobResult> {
  const { root, cache, reporter, signal } = options;
  const create = options.create !== false;
  sweepTemporaryFolders();
  refuseAmongPhotos(root, cache ?? cacheFolder(), options.catalog);
  if (create) refuseUnmounted(root, cache, options.create === 'empty');
  const store = Store.open(root, { ...options, create });
  // A window looks things up in it; a job goes through it, and leaves the memory to others.
  store.db.pragma('cache_size = -12288');
  let lock: JobLock | undefined;
  let isSound = true;
  try {
    if (store.readOnly) reporter.note('This backup can’t be written: what is learnt now is kept on this machine only.');
    else {
      lock = await lockOf(store, name, reporter, signal);
      for (const program of lock == null ? [] : await endLeftAtWork(store.file)) reporter.note(stillAtWork(program));
      if (lock != null && options.recordsNothing !== true) {
        const program = await settleDrivenNote(store, cache);
        if (program != null) reporter.note(stillAtWork(program));
      }
      // Lines that the last holder wrote while we waited.
      store.sync();
      isSound = soundness(store, options.recordsNothing === true);
    }
    const row = new JobRow(store.db, name);
    const run = new JobRun(store, row, options, () => lock?.held() ?? true);
    try {
      run.check();
      const unsettled = lock == null || !isSound ? 0 : await settle(run, name);
      const { counts, errors } = await work(run);
      // About the record itself, whatever the job was about.
      const ofRecord = new LedgerFindings(store.db);
      const untold = ofRecord.untold();
      for (const finding of untold) reporter.finding(finding);
      if (untold.length > 0) ofRecord.told();
      const result = { counts, errors: errors + untold.length + unsettled };
      row.end(result.errors > 0 ? 1 : 0, counts);
      return result;
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      unfinished.set(failure, run.result);
      endRow(row, failure, run.result.counts);
      throw failure;
    }
  } finally {
    lock?.release();
    store.close();
  }
}

const stillAtWork = (program: string): string =>
  `${program} was still at work for a run that was killed; it was ended.`;

/** @returns whether the record may be written @throws where it may not, and this is wanted */
function soundness(store: Store, recordsNothing: boolean): boolean {
  try {
    store.refuseFaults();
    return true;
  } catch (error) {
    if (!recordsNothing || !(error instanceof LedgerDamaged)) throw error;
    return false;
  }
}

/**
 * What an earlier run left half done is settled before anything else is written.
 * @returns how many actions it can't be told of what became of them
 */
async function settle(run: JobRun, name: string): Promise<number> {
  try {
    // Told past the job's own counts: they are added where all errors come together.
    const report = (finding: Finding): void => run.reporter.finding(finding);
    const { store, pause, fileSystem } = run;
    const { done, aborted, conflicts } = await recover({ store, pause, report }, fileSystem);
    if (done + aborted > 0)
      run.reporter.note(
        `An earlier run was broken off. Of what it was doing, ${done} were brought to their end and ${aborted} taken back; nothing was lost.`,
      );
    return conflicts;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (name !== 'verify' || (code !== 'ENOSPC' && code !== 'EDQUOT')) throw error;
    run.reporter.note('The disk of this backup is full: what an earlier run left half done can’t be settled yet.');
    return 0;
  }
}

/** @returns undefined where a full disk has no room for a lock: to look for rot is then worth more than to be alone */
async function lockOf(
  store: Store,
  name: string,
  reporter: Reporter,
  signal: AbortSignal,
): Promise<JobLock | undefined> {
  const waiting = (host: string): void =>
    reporter.note(
      `${host === os.hostname() ? 'Another job of this machine may have this backup in use' : `Another machine (${host}) has this backup in use`}; waiting up to a minute for a sign of life from it.`,
    );
  try {
    return await acquireLock(store.layout.lock, name, waiting, signal);
  } catch (error) {
    if (signal.aborted) throw new Stopped();
    const { code } = error as NodeJS.ErrnoException;
    if (name !== 'verify' || (code !== 'ENOSPC' && code !== 'EDQUOT')) throw error;
    reporter.note('The disk of this backup is full: there is no room for a lock. The files are read all the same.');
    return undefined;
  }
}

/** A disk that is full has no room for this either: the failure itself is what is to be heard. */
function endRow(row: JobRow, failure: Error, counts: Counts): void {
  try {
    row.end(failure instanceof Stopped ? 130 : 3, { ...counts, message: failure.message });
  } catch {
    // the row then says that the job died
  }
}
