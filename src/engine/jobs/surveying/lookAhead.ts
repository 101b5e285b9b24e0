/**
 * A walk over the backup in threads of its own, so that the disk is asked while the job still starts, and several
 * questions at once where each takes long, as over a network. What it tells of a folder is its signature only: where
 * that is what the catalog knows, nothing is to be done there; into any other folder the job has to look itself.
 */
import { Buffer } from 'node:buffer';
import type { Worker } from 'node:worker_threads';
import { keepsFolderTimes } from '../../backup/listing.ts';
import type { Name } from '../../backup/name.ts';
import { FolderSum, type SumParts } from './folderSum.ts';
import { SharedFolders } from './sharedFolders.ts';
import { takeThread } from './waitingThread.ts';

/** What a thread says of a folder. */
export interface SignedDir {
  readonly dir: Name;
  /** See {@link import('./signature.ts').folderSignature}; null where there was trouble, which only a look of one's own tells. */
  readonly signature: string | null;
  readonly files: number;
  readonly bytes: number;
}

export type SignedDirs = readonly SignedDir[];

/** What a thread is told to do. */
export interface ThreadWork {
  readonly root: string;
  readonly memory: SharedArrayBuffer;
  /** Folders without trouble are not told one by one, but summed up. */
  readonly summed: boolean;
}

export interface ThreadSays {
  readonly dirs: SignedDirs;
  readonly sum: SumParts;
  /** Folders and files, and how long they took, in ms. */
  readonly entries: number;
  readonly ms: number;
  /** It has come to its end. */
  readonly over: boolean;
}

/** Of a disk of this machine: on two cores a second one keeps the rest of the job from starting, and all takes longer. */
const THREADS = 1;
/** A network drive answers so many as quickly as one. */
const MOST_THREADS = 8;
/** ms; a disk of this machine takes a hundredth of one, a tenth while all is still being loaded; a network drive a half and more. */
const SLOW = 0.4;

/** @returns how many threads a walk is worth whose entries take so long */
export const threadsFor = (entries: number, ms: number, usual = THREADS): number =>
  ms > SLOW * entries ? MOST_THREADS : usual;

/**
 * @param root absolute path of the backup
 * @returns a walk that is begun now; none where the job itself needs less: it doesn't list what hasn't changed, and on
 *   two cores, measured, a thread beside it makes an unchanged index longer
 */
export const beginAhead = (root: string): LookAhead | undefined =>
  keepsFolderTimes(root) ? undefined : new LookAhead(root);

export class LookAhead {
  readonly #work: ThreadWork;
  readonly #usual: number;
  readonly #threads = new Set<Worker>();
  readonly #ready: SignedDirs[] = [];
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  /** Where folders are summed up: of those that were not told, when all is. */
  readonly sum = new FolderSum();

  /**
   * @param root absolute path of what is walked
   * @param threads that it has on a disk of this machine
   * @param summed folders without trouble are not told one by one, but summed up
   */
  constructor(root: string, threads = THREADS, summed = false) {
    this.#usual = threads;
    this.#work = { root, memory: new SharedFolders().memory, summed };
    for (let i = 0; i < threads; i++) this.#start();
  }

  /** @returns the next folders, in no order; undefined when all were told @throws where there can be no such threads */
  async next(): Promise<SignedDirs | undefined> {
    for (;;) {
      if (this.#failure != null) throw this.#failure;
      const dirs = this.#ready.shift();
      if (dirs != null || this.#threads.size === 0) return dirs;
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }

  end(): void {
    for (const thread of this.#threads) void thread.terminate();
  }

  #start(): void {
    const thread = takeThread();
    thread.postMessage(this.#work);
    this.#threads.add(thread);
    thread.on('message', ({ dirs, sum, entries, ms, over }: ThreadSays) => {
      this.sum.merge(sum);
      if (over) this.#threads.delete(thread);
      if (dirs.length > 0) this.#ready.push(dirs.map(asSent));
      for (let n = this.#threads.size; !over && n < threadsFor(entries, ms, this.#usual); n++) this.#start();
      this.#wake?.();
    });
    thread.on('error', error => this.#fail(error instanceof Error ? error : new Error(String(error))));
    thread.on('exit', () => {
      if (this.#threads.has(thread)) this.#fail(new Error('A thread of the walk ended before its end.'));
    });
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#wake?.();
  }
}

/** Bytes come out of a thread as an array of another kind. */
function asSent(signed: SignedDir): SignedDir {
  const { text, raw } = signed.dir;
  return raw == null ? signed : { ...signed, dir: { text, raw: Buffer.from(raw) } };
}
