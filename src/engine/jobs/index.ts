/** The index job: what is new or changed in the backup goes into the catalog; nothing else is read. */

import { Findings } from '../catalog/findings.ts';
import { publishSnapshot } from '../catalog/publish.ts';
import { ExifTool, ExifToolMissing } from '../programs/exiftool.ts';
import { Batch } from './indexing/batch.ts';
import { Moves } from './indexing/moves.ts';
import { type PendingFile, pendingFiles } from './indexing/pending.ts';
import { type FileReading, readFile } from './indexing/reading.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { survey } from './survey.ts';

export interface IndexOptions extends JobOptions {
  /** exiftool processes; as many as there are cores, at most 4, where absent. */
  readonly processes: number;
}

/** Reads under way for each exiftool process: enough that none waits for us. */
const AHEAD = 6;

/** @throws as {@link runJob} does */
export function index(options: IndexOptions): Promise<JobResult> {
  return runJob('index', { ...options, create: true }, run => indexBackup(run, options.processes));
}

async function indexBackup(run: JobRun, processes: number): Promise<JobResult> {
  const { db } = run.store;
  const seen = await survey(run);
  const pending = pendingFiles(db);
  const touched = new Set(
    db
      .prepare<[], { id: number }>('SELECT id FROM dir WHERE dirty = 1')
      .all()
      .map(({ id }) => id),
  );
  if (pending.length > 0 || touched.size > 0) {
    await read(run, pending, touched, processes);
    run.progress({ phase: 'publish', done: 0, total: 1, bytes: 0, totalBytes: 0 });
    publishSnapshot(run.store);
  }
  let errors = 0;
  for (const finding of new Findings(db).open(['survey', 'reading', 'index'])) {
    if (finding.severity === 'error') errors++;
    run.reporter.finding(finding);
  }
  const assets = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM asset').get()?.n ?? 0;
  const { files, added, changed, removed, unchanged } = seen;
  return { counts: { files, assets, added, changed, removed, unchanged }, errors };
}

async function read(
  run: JobRun,
  pending: readonly PendingFile[],
  touched: ReadonlySet<number>,
  processes: number,
): Promise<void> {
  const batch = new Batch(run.store, pending, touched);
  if (pending.length === 0) return batch.finish();
  const moves = new Moves(run.store.db);
  let exiftool: ExifTool | undefined = new ExifTool({ processes });
  const started = exiftool;
  const totalBytes = pending.reduce((sum, file) => sum + file.size, 0);
  let done = 0;
  let bytes = 0;
  let next = 0;

  const readOne = async (file: PendingFile): Promise<FileReading | undefined> => {
    try {
      return await readFile(run.store.layout.root, file, exiftool, moves);
    } catch (error) {
      if (!(error instanceof ExifToolMissing)) throw error;
      // Said once; the rest is indexed by names alone, and read when exiftool is there.
      if (exiftool != null) run.reporter.note(error.message);
      exiftool = undefined;
      return readFile(run.store.layout.root, file, undefined, moves);
    }
  };
  const worker = async (): Promise<void> => {
    for (let file = pending[next++]; file != null; file = pending[next++]) {
      run.check();
      batch.add(file, await readOne(file));
      done++;
      bytes += file.size;
      run.progress({ phase: 'read', done, total: pending.length, bytes, totalBytes });
      const waiting = run.pause();
      if (waiting != null) await waiting;
    }
  };
  const outcomes = await Promise.allSettled(Array.from({ length: processes * AHEAD }, worker));
  await started.end();
  // What was read before a stop is kept.
  batch.finish();
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
