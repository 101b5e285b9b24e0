/** One thread that carries, as the job sees it. */
import { Worker } from 'node:worker_threads';
import { type Refused, SourceFailed } from '../../../plan/refused.ts';
import { SourceDamaged } from '../../../sources/damaged.ts';
import type { Load, Outcome } from './load.ts';

interface Waiting {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
}

type Failed = Extract<Outcome, { readonly failed: unknown }>;

// Bundled, the thread's program is a file beside the others.
const entry = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './carrierThread.ts' : './carry.js', import.meta.url);

export class Hand {
  /** It is begun, and has not failed. */
  isReady = false;
  readonly #worker = new Worker(entry(), { execArgv: [] });
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor() {
    this.#worker.on('message', ({ id, outcome }: { readonly id: number; readonly outcome: Outcome }) => {
      if (id === 0) this.isReady = true;
      this.#waiting.get(id)?.resolve(outcome);
      this.#waiting.delete(id);
    });
    this.#worker.on('error', error => this.#fail(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', () => this.#fail(new Error('The thread that copies photos ended before its end.')));
  }

  tell(load: Load): void {
    this.#worker.postMessage({ id: 0, load });
  }

  /** @throws what it could not do; why it is no more */
  async ask(load: Load): Promise<Exclude<Outcome, Failed>> {
    const id = ++this.#last;
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, load });
    });
    if ('failed' in outcome) throw failureOf(outcome);
    return outcome;
  }

  async end(): Promise<void> {
    this.isReady = false;
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.isReady = false;
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of all) reject(error);
  }
}

function failureOf({ failed: { why, code, message, path } }: Failed): Error {
  if (why === 'source') return new SourceDamaged(message);
  if (why === 'refused') return new SourceFailed(code as Refused['code'], message);
  return Object.assign(new Error(message), { ...(code !== '' && { code }), ...(path != null && { path }) });
}
