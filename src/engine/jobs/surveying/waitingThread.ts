/**
 * A thread that walks over folders. One can be begun before it is known which: that takes as long as a walk over
 * thousands of files, and a command line can do other things meanwhile.
 */
import { Worker } from 'node:worker_threads';

// Bundled, the thread's program is a file beside the others.
const program = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './lookAheadThread.ts' : './look.js', import.meta.url);

let waiting: Worker | undefined;

/** Where a walk is likely to come. Nothing waits for it, and it fails nobody. */
export function beginThread(): void {
  const thread = new Worker(program(), { execArgv: [] });
  const forget = (): void => {
    if (waiting === thread) waiting = undefined;
  };
  thread.on('error', forget);
  thread.on('exit', forget);
  thread.unref();
  waiting = thread;
}

/** @returns one that waits for its work, as a message */
export function takeThread(): Worker {
  const thread = waiting ?? new Worker(program(), { execArgv: [] });
  waiting = undefined;
  thread.ref();
  return thread;
}
