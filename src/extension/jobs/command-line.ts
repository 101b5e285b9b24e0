import { type ChildProcess, fork } from 'node:child_process';
import readline from 'node:readline';

export interface CommandLineEnd {
  /** Exit status as the command line documents it; null where it was killed. */
  readonly exit: number | null;
  /** The end of what it said on standard error. */
  readonly said: string;
}

const MOST_SAID = 4000;

/**
 * Runs the bundled command line beside the window, for what a person waits for: a plan, a look at one. Jobs are tasks
 * instead. As for the server, `process.execPath` may be Electron.
 * @param script absolute path of the command line
 * @param onLine each line of standard output
 * @param signal stops it, as Ctrl+C does in a terminal
 * @throws what the system says where it can't be started
 */
export function runCommandLine(
  script: string,
  args: readonly string[],
  {
    env,
    onLine,
    signal,
  }: {
    readonly env: Readonly<Record<string, string>>;
    readonly onLine: (line: string) => void;
    readonly signal?: AbortSignal;
  },
): Promise<CommandLineEnd> {
  const child: ChildProcess = fork(script, args, {
    execArgv: [],
    env: { ...process.env, ...env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-MOST_SAID);
  });
  if (child.stdout != null) readline.createInterface({ input: child.stdout }).on('line', onLine);
  const stop = () => child.kill('SIGTERM');
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop, { once: true });
  return new Promise<CommandLineEnd>((resolve, reject) => {
    child.on('error', reject);
    // Not 'exit': its last lines may still be under way then.
    child.on('close', exit => resolve({ exit, said: said.trim() }));
  }).finally(() => signal?.removeEventListener('abort', stop));
}
