/**
 * A walk over the backup in a thread of its own, so that the disk is asked while the job still starts. What it tells
 * of a folder is its signature only: where that is what the catalog knows, nothing is to be done there; of any
 * other folder it says that the job itself has to look into it, then and there.
 */
import { Buffer } from 'node:buffer';
import { Worker } from 'node:worker_threads';
import type { Name } from '../../backup/name.ts';

/** What the thread says of a folder. */
export interface SignedDir {
  readonly dir: Name;
  /** See {@link import('./signature.ts').folderSignature}; null where there was trouble, which only a look of one's own tells. */
  readonly signature: string | null;
  readonly files: number;
  readonly bytes: number;
}

/** A message of the thread: some folders, in the order of the walk; none where it has come to its end. */
export type SignedDirs = readonly SignedDir[];

// Bundled, the thread's program is a file beside the others.
const entry = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './lookAheadThread.ts' : './look.js', import.meta.url);

export class LookAhead {
  readonly #worker: Worker;
  readonly #ready: SignedDirs[] = [];
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  /** @param root absolute path of the backup */
  constructor(root: string) {
    this.#worker = new Worker(entry(), { execArgv: [], workerData: root });
    this.#worker.on('message', (dirs: SignedDirs) => {
      this.#ready.push(dirs.map(asSent));
      this.#wake?.();
    });
    this.#worker.on('error', error => {
      this.#failure = error instanceof Error ? error : new Error(String(error));
      this.#wake?.();
    });
    this.#worker.on('exit', () => {
      this.#failure ??= new Error('The thread that goes through the backup ended before its end.');
      this.#wake?.();
    });
  }

  /** @returns the next folders; undefined when all were told @throws where there can be no such thread */
  async next(): Promise<SignedDirs | undefined> {
    let dirs = this.#ready.shift();
    while (dirs == null) {
      if (this.#failure != null) throw this.#failure;
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
      dirs = this.#ready.shift();
    }
    return dirs.length === 0 ? undefined : dirs;
  }

  end(): void {
    void this.#worker.terminate();
  }
}

/** Bytes come out of a thread as an array of another kind. */
function asSent(signed: SignedDir): SignedDir {
  const { text, raw } = signed.dir;
  return raw == null ? signed : { ...signed, dir: { text, raw: Buffer.from(raw) } };
}
