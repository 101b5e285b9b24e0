/** Runs one job for a command: its speech, Ctrl+C, and the exit status. */
import { Busy } from '../engine/backup/lock.ts';
import { type JobResult, type Reporter, resultUntil, Stopped } from '../engine/jobs/job.ts';
import { checkFolder } from './backupFolder.ts';
import { type CommonOptions, catalogPath } from './context.ts';
import { COUNTED, couldNot } from './counted.ts';
import { EXIT, UsageError } from './exit.ts';
import { messageOf } from './failure.ts';
import { formatNumberOf } from './format.ts';
import { Output } from './output.ts';
import { printable } from './printedPath.ts';

export interface JobCall {
  readonly root: string;
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
  readonly catalog: string | undefined;
}

/**
 * @param job its name, in the summary
 * @param sentence the result for a person
 * @param sources absolute paths of what is exported from
 * @returns the exit status
 */
export async function runJobCommand(
  job: string,
  root: string,
  options: CommonOptions,
  start: (call: JobCall) => Promise<JobResult>,
  sentence: (counts: JobResult['counts'], seconds: number) => string,
  sources: readonly string[] = [],
): Promise<number> {
  const output = new Output({
    json: options.json === true,
    quiet: options.quiet === true,
    absolutePaths: options.absolutePaths === true,
    root,
    sources,
  });
  const catalog = catalogPath(options);
  const abort = new AbortController();
  const stop = (): void => abort.abort();
  // The second time the person means it: what is half done is recovered by the next run.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  try {
    checkFolder(root);
    const { counts, errors } = await start({ root, reporter: output, signal: abort.signal, catalog });
    output.summary(job, seconds(), counts, sentence(counts, seconds()));
    return errors > 0 ? EXIT.findings : EXIT.done;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const counts = { ...COUNTED[job], ...resultUntil(error)?.counts };
    if (error instanceof Stopped) {
      output.summary(job, seconds(), { ...counts, stopped: true }, stoppedWords(counts));
      return EXIT.stopped;
    }
    const message = messageOf(error, { root, catalog });
    if (error instanceof Busy) output.finding({ severity: 'error', code: 'busy', path: { text: '' }, message });
    else process.stderr.write(`keepsake: ${printable(message)}\n`);
    output.summary(
      job,
      seconds(),
      { ...counts, ...couldNot(counts, message) },
      `Could not ${VERBS[job] ?? job} ${printable(root)}.`,
    );
    return EXIT.failed;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
  }
}

/** An export that was stopped while it planned has done nothing that could be kept. */
function stoppedWords(counts: JobResult['counts']): string {
  const { items, copied } = counts;
  if (items == null || typeof copied !== 'number')
    return 'Stopped. What was done is kept; run it again and it goes on from there.';
  if (copied === 0) return 'Stopped before any photo was copied. Run it again to go on.';
  return `Stopped. ${formatNumberOf(copied, 'photo or video was', 'photos and videos were')} copied and kept; run it again and it goes on from there.`;
}

const VERBS: Readonly<Record<string, string>> = { accept: 'accept anything in', undo: 'undo anything in' };
