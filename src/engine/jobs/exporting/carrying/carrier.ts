/**
 * Unpacks small files of zips and brings them to their places, in a thread of its own where the machine has a core for
 * it: to unpack, hash and write takes as long as all that is thought about a photo.
 */
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FileFacts } from '../../../media/model.ts';
import type { Cargo, Carried } from '../../../plan/carry.ts';
import type { FileSystem } from '../../../plan/fileSystem.ts';
import { NodeFileSystem } from '../../../plan/nodeFileSystem.ts';
import { type Refused, SourceFailed } from '../../../plan/refused.ts';
import type { PackedFile } from '../../../sources/archive/packedFile.ts';
import { SourceDamaged } from '../../../sources/damaged.ts';
import { carryOver, look } from './handle.ts';
import { LARGEST, type Load, type Outcome } from './load.ts';

interface Waiting {
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
}

// Bundled, the thread's program is a file beside the others.
const entry = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './carrierThread.ts' : './carry.js', import.meta.url);

export class Carrier {
  readonly #fs: FileSystem;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Worker | undefined;
  /** Until then, and where there is no thread, the job's own does it. */
  #isReady = false;
  #last = 0;

  /** @param fs by which files are written: none but the system's own reaches into a thread */
  constructor(fs: FileSystem) {
    this.#fs = fs;
    if (fs instanceof NodeFileSystem && os.availableParallelism() > 1) this.#start();
  }

  /**
   * What a file says of itself.
   * @returns undefined where exiftool is to be asked; null where it is not one of those that are handled here
   * @throws SourceDamaged; the system's error
   */
  async look(packed: PackedFile, name: string): Promise<FileFacts | undefined | null> {
    if (!isHandled(packed)) return null;
    const looked = this.#isReady ? await this.#ask({ do: 'look', packed, name }) : await look(packed, name);
    return 'facts' in looked ? looked.facts : undefined;
  }

  /** @returns undefined where it has to be done in another way: nothing was made then @throws as {@link carry} */
  async carry(from: PackedFile | string, cargo: Cargo): Promise<Carried | undefined> {
    if (typeof from !== 'string' && !isHandled(from)) return undefined;
    if (!this.#isReady) return carryOver(this.#fs, from, cargo);
    const outcome = await this.#ask({ do: 'carry', from, cargo });
    return 'carried' in outcome ? outcome.carried : undefined;
  }

  async end(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    this.#isReady = false;
    await thread?.terminate();
  }

  #start(): void {
    const thread = new Worker(entry(), { execArgv: [] });
    this.#thread = thread;
    thread.on('message', ({ id, outcome }: { readonly id: number; readonly outcome: Outcome }) => {
      if (id === 0) this.#isReady = this.#thread === thread;
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      waiting?.resolve(outcome);
    });
    thread.on('error', error => this.#fail(error instanceof Error ? error : new Error(String(error))));
    thread.on('exit', () => this.#fail(new Error('The thread that copies photos ended before its end.')));
  }

  /** What is under way fails with it; the rest is done without it. */
  #fail(error: Error): void {
    this.#isReady = false;
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of all) reject(error);
  }

  async #ask(load: Load): Promise<Exclude<Outcome, { readonly failed: unknown }>> {
    const id = ++this.#last;
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#thread?.postMessage({ id, load });
    });
    if (!('failed' in outcome)) return outcome;
    throw failureOf(outcome.failed);
  }
}

const isHandled = ({ size, packed }: PackedFile): boolean => size <= LARGEST && packed <= LARGEST;

function failureOf({ why, code, message, path }: Extract<Outcome, { readonly failed: unknown }>['failed']): Error {
  if (why === 'source') return new SourceDamaged(message);
  if (why === 'refused') return new SourceFailed(code as Refused['code'], message);
  return Object.assign(new Error(message), { ...(code !== '' && { code }), ...(path != null && { path }) });
}
