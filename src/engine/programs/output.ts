/** Starts a program and takes what it writes, within limits of time and size. */
import { spawn } from 'node:child_process';
import { cleanEnvironment } from './environment.ts';

export interface OutputOptions {
  /** Working folder: one of Keepsake's own, for programs look there for their settings. */
  readonly cwd: string;
  /** An open file that the program finds as descriptor 3. */
  readonly fd?: number;
  readonly timeLimitMs: number;
  /** More than this ends the program. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Output {
  readonly stdout: Buffer;
  /** The last 4,000 characters. */
  readonly stderr: string;
  /** null where the program was ended. */
  readonly code: number | null;
  readonly ended: 'itself' | 'too slow' | 'too much' | 'cancelled';
}

/**
 * @param program absolute path, or a name to be found on PATH
 * @param args given as they are, no shell
 * @throws Error with code ENOENT or EACCES where the program can't be started
 */
export function outputOf(program: string, args: readonly string[], options: OutputOptions): Promise<Output> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: cleanEnvironment(options.cwd),
      stdio: ['ignore', 'pipe', 'pipe', options.fd ?? 'ignore'],
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let stderr = '';
    let ended: Output['ended'] = 'itself';
    const stop = (why: Output['ended']) => {
      if (ended === 'itself') ended = why;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop('too slow'), options.timeLimitMs);
    const cancel = () => stop('cancelled');
    if (options.signal?.aborted) cancel();
    options.signal?.addEventListener('abort', cancel, { once: true });
    const settled = () => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', cancel);
    };
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > options.maxBytes) stop('too much');
      else chunks.push(chunk);
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      stderr = (stderr + chunk.toString('utf8')).slice(-4000);
    });
    child.on('error', error => {
      settled();
      reject(error);
    });
    child.on('close', code => {
      settled();
      resolve({ stdout: Buffer.concat(chunks), stderr, code, ended });
    });
  });
}
