/**
 * Says, in the backup, that another program is at work in it: `.keepsake/driven.json`. The lock tells of our jobs
 * alone; where one was killed the program may go on, and only its own machine can end it.
 */
import fs from 'node:fs';
import os from 'node:os';
import * as z from 'zod/mini';
import { Busy } from '../../backup/lock.ts';
import { AS_IT_IS } from '../../backup/oddPlace.ts';
import { thisMachine } from '../../backup/thisMachine.ts';
import { writeWhole } from '../../backup/writeWhole.ts';
import { cacheFolder, machineName } from '../../catalog/location.ts';
import type { Store } from '../../catalog/store.ts';
import { endProcess } from '../../programs/orphan.ts';
import { MARK } from './leftAtWork.ts';

const Driven = z.object({
  program: z.string().check(z.maxLength(100)),
  /** For people. */
  host: z.string().check(z.maxLength(255)),
  /** As a writer: it stays the same when the host is called otherwise. */
  machine: z.string(),
  /** See {@link thisMachine}. */
  boot: z.string(),
  /** Leads its group; null before it was started. */
  pid: z.nullable(z.number()),
  /** ISO 8601. */
  started: z.iso.datetime(),
});
type Driven = z.infer<typeof Driven>;
/** Bytes; it is a line of about 300. */
const MAX_NOTE = 4096;

export class DrivenNote {
  readonly #file: string;
  readonly #note: Driven;

  /** @param cache folder; the user's where absent */
  constructor({ layout }: Pick<Store, 'layout'>, program: string, cache = cacheFolder()) {
    this.#file = layout.driven;
    this.#note = {
      program,
      host: os.hostname(),
      machine: machineName(cache),
      boot: thisMachine(),
      pid: null,
      started: new Date().toISOString(),
    };
  }

  /** Before the program is started: on the disk when it returns. @throws the system's error */
  begin(): void {
    writeWhole(this.#file, `${JSON.stringify(this.#note)}\n`);
  }

  /** Once it runs. */
  runs(pid: number): void {
    try {
      writeWhole(this.#file, `${JSON.stringify({ ...this.#note, pid })}\n`);
    } catch {
      // That it runs is said; its number stands in the cache too.
    }
  }

  /** It has ended. Where the drive is gone the note stays, and this machine takes it away when it comes by again. */
  end(): void {
    try {
      fs.rmSync(this.#file, { force: true });
    } catch {
      // see above
    }
  }
}

/**
 * Under the lock: takes away a note of this machine, and ends the program where it still runs.
 * @param cache folder; the user's where absent
 * @returns the program that was ended, if any
 * @throws {Busy} where the program may be at work on another machine, or nobody can tell
 */
export async function settleDrivenNote(
  { layout }: Pick<Store, 'layout'>,
  cache = cacheFolder(),
): Promise<string | undefined> {
  const text = textOf(layout.driven);
  if (text == null) return undefined;
  const note = noteOf(text);
  const then = `Nothing was changed. When you know that it has ended there, delete ${layout.driven} and run this again.`;
  if (note == null)
    throw new Busy(
      `Another program may be at work in this backup, on a machine that can’t be told: the note of it can’t be read. ${then}`,
    );
  const { program, host, machine, boot, pid, started } = note;
  if (machine !== machineName(cache) && host !== os.hostname())
    throw new Busy(
      `${program} was started in this backup on ${host}, ${started}, and may still be at work there: it writes into the backup, so nothing else may. Run any job on this backup there, which ends it. If that can’t be: ${then[0]?.toLowerCase()}${then.slice(1)}`,
    );
  // After a start of this machine the number is somebody else's.
  const wasEnded = boot === thisMachine() && pid != null && (await endProcess(pid, MARK, os.tmpdir()));
  fs.rmSync(layout.driven, { force: true });
  return wasEnded ? program : undefined;
}

/** @returns undefined where there is none; '' for what is no file of ours */
function textOf(file: string): string | undefined {
  const stats = fs.lstatSync(file, { throwIfNoEntry: false });
  if (stats == null) return undefined;
  if (!stats.isFile() || stats.size > MAX_NOTE) return '';
  const fd = fs.openSync(file, fs.constants.O_RDONLY | AS_IT_IS);
  try {
    return fs.readFileSync(fd, 'utf8');
  } finally {
    fs.closeSync(fd);
  }
}

function noteOf(text: string): Driven | undefined {
  try {
    return Driven.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
