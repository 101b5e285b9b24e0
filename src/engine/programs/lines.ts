/** Starts a program that works for long, and hears what it says line by line. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { cleanEnvironment } from './environment.ts';
import { onSecondSignal } from './secondSignal.ts';

/** How long it may take to end once it was asked to. */
const PATIENCE_MS = 20_000;
/** Lines that are kept to tell why it failed. */
const TAIL = 8;
/** Characters; what a line has beyond them is dropped as it comes. */
const LONGEST = 10_000;

export interface LinesOptions {
  /** Working folder: an empty one of Keepsake's own. */
  readonly cwd: string;
  /** Beside a clean environment with the person's own HOME, where such programs are installed and signed in. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** `terminal`: the person's own, to be asked something. */
  readonly stdin: 'none' | 'terminal';
  /** Of standard output and standard error, without colours. */
  readonly onLine: (line: string) => void;
  /** It is asked to end (SIGINT), and ended where it does not, or where a second signal comes to us. */
  readonly signal?: AbortSignal | undefined;
  /** Told once it runs. */
  readonly onStart?: (pid: number) => void;
}

export interface Ended {
  /** null where a signal ended it. */
  readonly code: number | null;
  /** The last lines that it said. */
  readonly tail: readonly string[];
}

/**
 * @param program absolute path
 * @param args given as they are, no shell
 * @throws Error with code ENOENT or EACCES where the program can't be started
 */
export function runLines(program: string, args: readonly string[], options: LinesOptions): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const isAlone = options.stdin === 'none' && process.platform !== 'win32';
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...surroundings(options.cwd), ...options.env },
      stdio: [options.stdin === 'none' ? 'ignore' : 'inherit', 'pipe', 'pipe'],
      // Ctrl+C in a terminal goes to everybody in it: only ours is to reach it. What asks a person stays there.
      detached: isAlone,
      windowsHide: true,
    });
    const tail: string[] = [];
    const hear = (text: string): void => {
      const line = stripVTControlCharacters(text).trimEnd();
      if (line === '') return;
      tail.push(line);
      if (tail.length > TAIL) tail.shift();
      options.onLine(line);
    };
    for (const stream of [child.stdout, child.stderr]) if (stream != null) hearLines(stream, hear);
    let killing: NodeJS.Timeout | undefined;
    let forget = (): void => {};
    if (child.pid != null) options.onStart?.(child.pid);
    const stop = (): void => {
      end('SIGINT');
      killing ??= setTimeout(() => end('SIGKILL'), PATIENCE_MS);
      // It is in a group of its own, where no second Ctrl+C comes.
      forget = onSecondSignal(() => end('SIGKILL'));
    };
    // With all that it has started: a program that is packed into one file is a process within others.
    const end = (by: 'SIGINT' | 'SIGKILL'): void => {
      try {
        if (isAlone && child.pid != null) process.kill(-child.pid, by);
        else child.kill(by);
      } catch {
        // It has just ended.
      }
    };
    if (options.signal?.aborted) stop();
    options.signal?.addEventListener('abort', stop, { once: true });
    const settled = (): void => {
      clearTimeout(killing);
      forget();
      options.signal?.removeEventListener('abort', stop);
    };
    child.on('error', error => {
      settled();
      reject(error);
    });
    child.on('close', code => {
      settled();
      resolve({ code, tail });
    });
  });
}

/** Whatever comes, no more than one line of {@link LONGEST} is held. What ends without an end of line is a line too. */
function hearLines(stream: Readable, hear: (line: string) => void): void {
  let held = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const [first = '', ...more] = text.split(/[\r\n]/);
    held += first.slice(0, LONGEST - held.length);
    for (const next of more) {
      hear(held);
      held = next.slice(0, LONGEST);
    }
  });
  stream.on('end', () => hear(held));
}

/** A person's own HOME and zone: what they installed is found there, and dates are as in their own runs. */
function surroundings(cwd: string, from: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { TZ: _zone, ...kept } = cleanEnvironment(cwd, from);
  for (const name of ['HOME', 'USERPROFILE', 'TZ']) if (from[name] != null) kept[name] = from[name];
  // What it says comes as it is said, in UTF-8, and no line is broken to fit a screen.
  return { ...kept, PYTHONUNBUFFERED: '1', PYTHONUTF8: '1', NO_COLOR: '1', TERM: 'dumb', COLUMNS: '4000' };
}
