/** Reads all files whose facts are wanted, several at a time, and groups their folders. */
import { ExifTool, ExifToolMissing } from '../../programs/exiftool.ts';
import type { JobRun } from '../job.ts';
import { Batch } from './batch.ts';
import type { PendingFile, PendingFiles } from './pending.ts';
import { type FileReading, readFile } from './reading.ts';

/** Reads under way for each exiftool process: enough that none waits for us. */
const AHEAD = 6;

/**
 * @param touched folders to group anew, also where no file of theirs is to be read
 * @throws {import('../job.ts').Stopped}; what was read until then is kept
 */
export async function readAll(
  run: JobRun,
  pending: PendingFiles,
  touched: ReadonlySet<number>,
  processes: number,
): Promise<void> {
  const batch = new Batch(run.store, pending, touched);
  if (pending.length === 0) return batch.finish(run.pause);
  let exiftool: ExifTool | undefined = new ExifTool({ processes });
  const started = exiftool;
  const totalBytes = pending.bytes;
  const files = pending[Symbol.iterator]();
  let done = 0;
  let bytes = 0;

  const readOne = async (file: PendingFile): Promise<FileReading | undefined> => {
    try {
      return await readFile(run.store.layout.root, file, exiftool);
    } catch (error) {
      if (!(error instanceof ExifToolMissing)) throw error;
      // Said once; the rest is indexed by names alone, and read when exiftool is there.
      if (exiftool != null)
        run.reporter.finding({
          severity: 'warning',
          code: 'metadata-unread',
          path: { text: '' },
          message: error.message,
        });
      exiftool = undefined;
      return readFile(run.store.layout.root, file, undefined);
    }
  };
  const worker = async (): Promise<void> => {
    // Not for…of: one worker's end must not end the others' source.
    for (let next = files.next(); !next.done; next = files.next()) {
      const file = next.value;
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
  await batch.finish(run.pause);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
