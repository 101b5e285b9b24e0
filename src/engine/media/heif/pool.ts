import { Worker } from 'node:worker_threads';
import { NoPicture } from '../decode/noPicture.ts';
import type { HeifPixels, HeifWish } from './image.ts';
import type { HeifReply } from './worker.ts';

/** WebAssembly's memory only grows: a thread that holds more than this after a picture is not used again. */
const HEAP_LIMIT = 512 << 20;
const IDLE_MS = 30_000;

interface Waiting {
  readonly file: Uint8Array;
  readonly wish: HeifWish;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (pixels: HeifPixels) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  job: Waiting | undefined;
  idle: NodeJS.Timeout | undefined;
}

/** Entry of the threads: a source beside this one, or what the build made of it beside the bundle. */
function workerEntry(): URL {
  return new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './heif.js', import.meta.url);
}

/** At most a few threads that decode HEICs; they start when needed and end when idle. */
export class HeifPool {
  readonly #threads = new Set<Thread>();
  readonly #waiting: Waiting[] = [];
  readonly #size: number;

  /** @param size threads, 1 to 4: each may hold 200 MB while it decodes */
  constructor(size: number) {
    this.#size = Math.min(4, Math.max(1, size));
  }

  /**
   * @param file whole content
   * @throws NoPicture where libheif can't decode it; the signal's reason when given up, which ends its thread
   */
  decode(file: Uint8Array, wish: HeifWish, signal?: AbortSignal): Promise<HeifPixels> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ file, wish, signal, resolve, reject });
      signal?.addEventListener('abort', () => this.#giveUp(signal), { once: true });
      this.#next();
    });
  }

  async end(): Promise<void> {
    for (const job of this.#waiting.splice(0)) job.reject(new NoPicture('Keepsake is closing.'));
    await Promise.all([...this.#threads].map(thread => this.#drop(thread, new NoPicture('Keepsake is closing.'))));
  }

  #next(): void {
    for (let job = this.#waiting[0]; job != null; job = this.#waiting[0]) {
      if (job.signal?.aborted) {
        this.#waiting.shift();
        job.reject(job.signal.reason as Error);
        continue;
      }
      const thread = [...this.#threads].find(one => one.job == null) ?? this.#start();
      if (thread == null) return;
      this.#waiting.shift();
      clearTimeout(thread.idle);
      thread.job = job;
      thread.worker.ref();
      thread.worker.postMessage({ file: job.file, ...job.wish });
    }
  }

  #start(): Thread | undefined {
    if (this.#threads.size >= this.#size) return undefined;
    const worker = new Worker(workerEntry(), { execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 256 } });
    const thread: Thread = { worker, job: undefined, idle: undefined };
    this.#threads.add(thread);
    worker.on('message', (reply: HeifReply) => this.#done(thread, reply));
    const broken = () => void this.#drop(thread, new NoPicture('The file is damaged: it can not be decoded.'));
    worker.on('error', broken);
    worker.on('exit', broken);
    return thread;
  }

  #done(thread: Thread, reply: HeifReply): void {
    const job = thread.job;
    thread.job = undefined;
    if ('pixels' in reply) {
      job?.resolve(reply.pixels);
      if (reply.heapBytes > HEAP_LIMIT) void this.#drop(thread);
    } else {
      const why = reply.tooManyPixels
        ? `It has more pixels than Keepsake decodes (${reply.error}).`
        : `The file is damaged: it can not be decoded (${reply.error}).`;
      job?.reject(new NoPicture(why));
    }
    thread.worker.unref();
    thread.idle = setTimeout(() => void this.#drop(thread), IDLE_MS).unref();
    this.#next();
  }

  async #drop(thread: Thread, reason?: Error): Promise<void> {
    if (!this.#threads.delete(thread)) return;
    clearTimeout(thread.idle);
    if (reason) thread.job?.reject(reason);
    thread.job = undefined;
    this.#next();
    await thread.worker.terminate();
  }

  #giveUp(signal: AbortSignal): void {
    const reason = signal.reason as Error;
    for (let k = this.#waiting.length - 1; k >= 0; k--) {
      if (this.#waiting[k]?.signal === signal) this.#waiting.splice(k, 1)[0]?.reject(reason);
    }
    for (const thread of [...this.#threads]) {
      if (thread.job?.signal === signal) void this.#drop(thread, reason);
    }
  }
}
