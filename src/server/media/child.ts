import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { FromMedia, MediaOptions, ToMedia } from './messages.ts';

/** JavaScript's own heap; pictures lie outside it and are limited by their pixels. */
const HEAP_MB = 512;

export interface MediaChildEvents {
  readonly options: MediaOptions;
  onReady(): void;
  onDone(message: FromMedia & { say: 'done' }): void;
  /** Called once. `said`: the end of its standard error. */
  onExit(how: string, said: string): void;
}

/** One run of the media process. */
export class MediaChild {
  readonly #child: ChildProcess;
  readonly exited: Promise<void>;
  ready = false;

  constructor(entry: string | URL, events: MediaChildEvents) {
    const file = typeof entry === 'string' && !entry.startsWith('file:') ? entry : fileURLToPath(entry);
    this.#child = fork(file, [], {
      execPath: process.execPath,
      execArgv: [`--max-old-space-size=${HEAP_MB}`],
      env: {
        ...process.env,
        ELECTRON_RUN_AS_NODE: '1',
        // sharp decodes in libuv's threads, of which there are four.
        UV_THREADPOOL_SIZE: String(Math.max(4, availableParallelism() + 2)),
      },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A process group of its own, so that it can be ended together with the programs it started.
      detached: process.platform !== 'win32',
    });
    let said = '';
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2000);
    });
    this.#child.on('message', (message: FromMedia) => {
      if (message.say === 'ready') {
        this.ready = true;
        events.onReady();
      } else {
        events.onDone(message);
      }
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.exited = promise;
    let over = false;
    const end = (how: string) => {
      if (over) return;
      over = true;
      this.#endGroup();
      resolve();
      events.onExit(how, said.trim());
    };
    this.#child.on('error', error => end(error.message));
    this.#child.on('exit', (code, signal) => end(signal ?? `exit code ${code}`));
    this.send({ do: 'begin', options: events.options });
  }

  send(message: ToMedia): void {
    // Where it has died, its exit is reported soon.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  /** Ends it at once, with the programs that it started. `exited` tells when. */
  kill(): void {
    this.#endGroup();
    this.#child.kill('SIGKILL');
  }

  #endGroup(): void {
    if (process.platform === 'win32' || this.#child.pid == null) return;
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // nobody is left in it
    }
  }
}
