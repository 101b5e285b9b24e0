/** Runs a command that only asks or marks the catalog, without a job: its Ctrl+C, its failures, its last word. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Store } from '../engine/catalog/store.ts';
import { Stopped } from '../engine/jobs/job.ts';
import { backupPath, checkFolder } from './backupFolder.ts';
import { type CommonOptions, catalogPath } from './context.ts';
import { COUNTED } from './counted.ts';
import { EXIT, UsageError } from './exit.ts';
import { messageOf } from './failure.ts';
import { tellOfRecord, tellUnread } from './heard.ts';
import { lastWord } from './lastWord.ts';
import { printable } from './printedPath.ts';

const TURN_MS = 20;

export class Look {
  readonly store: Store;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly counts: Record<string, number | string | boolean>;
  #isStopped = false;
  #lastTurn = performance.now();

  constructor(store: Store, job: string, { json, quiet }: CommonOptions) {
    this.store = store;
    this.json = json === true;
    this.quiet = quiet === true;
    this.counts = { ...COUNTED[job] };
  }

  stop = (): void => {
    this.#isStopped = true;
  };

  /** A line on standard output; waits for whoever reads it. */
  async print(line: string): Promise<void> {
    if (!process.stdout.write(`${line}\n`)) await new Promise(resolve => process.stdout.once('drain', resolve));
    await this.pause();
  }

  /** Lets signals in, now and then. @throws {Stopped} */
  async pause(): Promise<void> {
    if (performance.now() - this.#lastTurn < TURN_MS) return;
    await nextTurn();
    this.#lastTurn = performance.now();
    if (this.#isStopped) throw new Stopped();
  }

  /** For a person, beside the answer. */
  note(text: string): void {
    if (!this.quiet) process.stderr.write(`${text}\n`);
  }
}

/**
 * @param work says what there is to say, and counts; its sentence is for a person, on standard error
 * @returns the exit status
 * @throws {UsageError}, {import('../engine/catalog/query.ts').BadQuery}
 */
export async function runLook(
  job: string,
  backup: string,
  options: CommonOptions,
  work: (look: Look) => Promise<string | undefined> | string | undefined,
): Promise<number> {
  const root = backupPath(backup);
  const catalog = catalogPath(options);
  const began = performance.now();
  const end = (fields: object): void => {
    if (options.json === true) lastWord(job, (performance.now() - began) / 1000, fields);
  };
  let look: Look | undefined;
  const stop = (): void => look?.stop();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  try {
    checkFolder(root);
    look = new Look(Store.open(root, { create: false, catalog }), job, options);
    tellOfRecord(look.store, look.json);
    Object.assign(look.counts, tellUnread(look.store));
    const sentence = await work(look);
    if (sentence != null && options.json !== true) look.note(sentence);
    end(look.counts);
    return EXIT.done;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const counts = look?.counts ?? COUNTED[job];
    if (error instanceof Stopped) {
      process.stderr.write('Stopped.\n');
      end({ ...counts, stopped: true });
      return EXIT.stopped;
    }
    const message = messageOf(error, { root, catalog });
    process.stderr.write(`keepsake: ${printable(message)}\n`);
    end({ ...counts, failed: true, message });
    return EXIT.failed;
  } finally {
    look?.store.close();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stop);
  }
}
