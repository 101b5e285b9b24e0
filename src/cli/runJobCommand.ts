/** Runs one job for a command: its speech, Ctrl+C, and the exit status. */
import { Busy } from '../engine/backup/lock.ts';
import { type JobResult, type Reporter, resultUntil, Stopped } from '../engine/jobs/job.ts';
import type { CommonOptions } from './context.ts';
import { COUNTED } from './counted.ts';
import { EXIT } from './exit.ts';
import { Output } from './output.ts';

export interface JobCall {
  readonly root: string;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  readonly catalog: string | undefined;
}

/**
 * @param job its name, in the summary
 * @param sentence the result for a person
 * @returns the exit status
 */
export async function runJobCommand(
  job: string,
  root: string,
  options: CommonOptions,
  start: (call: JobCall) => Promise<JobResult>,
  sentence: (counts: JobResult['counts'], seconds: number) => string,
): Promise<number> {
  const output = new Output({
    json: options.json === true,
    quiet: options.quiet === true,
    absolutePaths: options.absolutePaths === true,
    root,
  });
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  // The second time the person means it: what is half done is recovered by the next run.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  try {
    const { counts, errors } = await start({ root, reporter: output, signal: abort.signal, catalog: options.catalog });
    output.summary(job, seconds(), counts, sentence(counts, seconds()));
    return errors > 0 ? EXIT.findings : EXIT.done;
  } catch (error) {
    const counts = { ...COUNTED[job], ...resultUntil(error)?.counts };
    if (error instanceof Stopped) {
      output.summary(
        job,
        seconds(),
        { ...counts, stopped: true },
        'Stopped. What was done is kept; run it again and it goes on from there.',
      );
      return EXIT.stopped;
    }
    const message = messageOf(error);
    if (error instanceof Busy) output.finding({ severity: 'error', code: 'busy', path: { text: '' }, message });
    else process.stderr.write(`keepsake: ${message}\n`);
    output.summary(job, seconds(), { ...counts, failed: true, message }, `Could not ${VERBS[job] ?? job} ${root}.`);
    return EXIT.failed;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
  }
}

const VERBS: Readonly<Record<string, string>> = { accept: 'accept anything in', undo: 'undo anything in' };

/** SQLite's own words name no disk. The catalog lies in the cache; only its published copy is in the backup. */
const CATALOG: readonly (readonly [code: RegExp, message: string])[] = [
  [/^SQLITE_FULL/, 'The disk of the cache folder, where the catalog is, is full. Make room there and run it again.'],
  [
    /^SQLITE_IOERR/,
    'The disk of the cache folder, where the catalog is, reports an error. The backup is not concerned; check that disk.',
  ],
  [
    /^SQLITE_(CORRUPT|NOTADB)/,
    'The catalog in the cache folder is damaged. It is only a cache: delete it and run it again, and it is made anew.',
  ],
  [
    /^SQLITE_(BUSY|LOCKED)/,
    'Another program has had the catalog in the cache folder in use for too long. Close it and run it again.',
  ],
  [
    /^SQLITE_(READONLY|CANTOPEN)/,
    'The catalog in the cache folder can’t be written. Check the permissions of that folder.',
  ],
];

const SYSTEM: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full. Make room and run it again; what was there is untouched.',
  EDQUOT: 'Your quota on this disk is used up. Make room and run it again; what was there is untouched.',
  EROFS: 'The disk can only be read. Nothing was changed.',
  EIO: 'The disk reports an error (EIO). What was written last may not have arrived there; check the drive and its cable, then run it again.',
};

export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  const ofCatalog = CATALOG.find(([pattern]) => code != null && pattern.test(code))?.[1];
  if (ofCatalog != null) return `${ofCatalog} (${code})`;
  const known = code == null ? undefined : SYSTEM[code];
  return known == null ? error.message : `${known}${path == null ? '' : ` (${path})`}`;
}
