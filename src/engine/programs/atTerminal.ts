/** Starts a program that asks the person something in their own terminal: what they type goes to it and to nobody else. */
import { spawn } from 'node:child_process';
import { cleanEnvironment } from './environment.ts';

export interface TerminalOptions {
  /** Working folder: one of Keepsake's own. */
  readonly cwd: string;
  /** Beside the clean environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * It gets our standard input, and speaks on our standard error: standard output is the command's own.
 * @param program absolute path
 * @returns its exit status; null where a signal ended it
 * @throws Error with code ENOENT or EACCES where the program can't be started
 */
export function runAtTerminal(
  program: string,
  args: readonly string[],
  { cwd, env, signal }: TerminalOptions,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const { TERM = 'dumb' } = process.env;
    const child = spawn(program, args, {
      cwd,
      env: { ...cleanEnvironment(cwd), LC_ALL: 'C.UTF-8', PYTHONUTF8: '1', TERM, ...env },
      stdio: ['inherit', 2, 2],
    });
    const stop = (): void => {
      child.kill('SIGTERM');
    };
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    child.on('error', reject);
    child.on('close', code => {
      signal?.removeEventListener('abort', stop);
      resolve(code);
    });
  });
}
