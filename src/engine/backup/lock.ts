/**
 * One job at a time changes a backup. The lock is a file that names its holder; a holder that has died, on
 * this machine or another, doesn't keep it.
 */
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { AS_IT_IS } from './oddPlace.ts';
import { isAlive, processStart } from './process.ts';
import { thisMachine } from './thisMachine.ts';
import { writeAll } from './writeWhole.ts';

const Holder = z.object({
  token: z.string(),
  /** For people. */
  host: z.string(),
  /** See {@link thisMachine}; absent in what older versions wrote. */
  machine: z.optional(z.string()),
  pid: z.number(),
  started: z.number(),
  job: z.string(),
  beat: z.number(),
});
type Holder = z.infer<typeof Holder>;

/** Another job holds the backup. */
export class Busy extends Error {
  override readonly name = 'Busy';
}

/** What stands at the lock's place was not put there by Keepsake: nobody can hold it, nor let it go. */
export class OddLock extends Error {
  override readonly name = 'OddLock';
  constructor(file: string) {
    super(
      `There is something at ${file} that Keepsake did not put there (a link, a folder, a pipe or a large file), so no job can keep others out. Nothing was changed. Look what it is, move it away, and run this again.`,
    );
  }
}

export interface JobLock {
  /** False once another has taken the lock: whatever this job would write now, it would write beside another's. */
  held(): boolean;
  /** Never throws: however a job ended, that is what its caller is to hear. */
  release(): void;
}

const BEAT_MS = 20_000;
/** Beats have one width, so that a beat is written over the last one in place and a reader never sees half. */
const FIRST_BEAT = 1_000_000_000;
/** A holder on another machine is known to be dead only by its silence: three beats of it. */
const SILENCE_MS = 65_000;
const PUT_BACK_MS = 100;
/** Bytes; a holder is a line of about 200. */
const MAX_HOLDER = 4096;

/** @throws {OddLock}; the system's error, but for that of a file that is not there */
function textOf(file: string): string | undefined {
  try {
    if (!isOurs(fs.lstatSync(file))) throw new OddLock(file);
    const fd = fs.openSync(file, fs.constants.O_RDONLY | AS_IT_IS);
    try {
      if (!isOurs(fs.fstatSync(fd))) throw new OddLock(file);
      return fs.readFileSync(fd, 'utf8');
    } finally {
      fs.closeSync(fd);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const isOurs = (stats: fs.Stats): boolean => stats.isFile() && stats.size <= MAX_HOLDER;

/** @throws as {@link textOf} */
function read(file: string): { holder: Holder | undefined; text: string } | undefined {
  const text = textOf(file);
  if (text == null) return undefined;
  try {
    return { holder: Holder.parse(JSON.parse(text)), text };
  } catch {
    // Torn by a crash while it was being written: nobody's.
    return { holder: undefined, text };
  }
}

async function nap(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    signal?.throwIfAborted();
  }
}

async function isDead(
  file: string,
  holder: Holder,
  waiting: (host: string) => void,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  if (holder.machine === thisMachine()) {
    if (!isAlive(holder.pid, holder.started)) return true;
    // Where a process doesn't tell its start (macOS, Windows), its number may be another program's by now.
    if (holder.started !== 0 && processStart(holder.pid) === holder.started) return false;
  }
  waiting(holder.host);
  for (let waited = 0; waited < SILENCE_MS; waited += 1000) {
    await nap(1000, signal);
    const now = read(file);
    if (now?.holder?.beat !== holder.beat || now.holder.token !== holder.token) return false;
  }
  return true;
}

/**
 * @param file `.keepsake/lock`
 * @param job name of the job, said to who else wants the lock
 * @param waiting told before it watches for a sign of life from another machine, for up to 65 s
 * @param signal ends the waiting
 * @throws {Busy} where a living job holds it; {OddLock}; the signal's reason; the system's error where the folder can't be written
 */
export async function acquireLock(
  file: string,
  job: string,
  waiting: (host: string) => void,
  signal?: AbortSignal,
): Promise<JobLock> {
  const mine: Holder = {
    token: randomUUID(),
    host: os.hostname(),
    machine: thisMachine(),
    pid: process.pid,
    started: processStart(process.pid),
    job,
    beat: FIRST_BEAT,
  };
  while (!create(file, JSON.stringify(mine))) {
    signal?.throwIfAborted();
    const found = read(file);
    if (found == null) {
      // Let go in this moment; where it stays so, a stop must be heard.
      await nap(PUT_BACK_MS, signal);
      continue;
    }
    if (found.holder != null && !(await isDead(file, found.holder, waiting, signal)))
      throw new Busy(
        `Another job (${found.holder.job}, process ${found.holder.pid} on ${found.holder.host}) is at work on this backup. Nothing was changed. Wait for it or stop it, then run this again.`,
      );
    if (found.holder == null && !(await staysTorn(file, found.text, signal))) continue;
    takeAway(file, found.text);
  }
  return new Held(file, mine);
}

/** Whether a living job of this machine holds the backup. Asked often: it never waits and never throws. */
export function isHeldHere(file: string): boolean {
  try {
    const holder = read(file)?.holder;
    return holder?.machine === thisMachine() && isAlive(holder.pid, holder.started);
  } catch {
    return false;
  }
}

/** Of this process. */
class Held implements JobLock {
  readonly #file: string;
  readonly #mine: Holder;
  readonly #timer: NodeJS.Timeout;
  #isLost = false;

  constructor(file: string, mine: Holder) {
    this.#file = file;
    this.#mine = mine;
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
    this.#timer.unref();
  }

  held(): boolean {
    if (this.#isLost) return false;
    try {
      let found = read(this.#file);
      if (found == null) {
        // One who takes away a dead holder's file sees that it is ours, and puts it back.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PUT_BACK_MS);
        found = read(this.#file);
      }
      this.#isLost = found?.holder?.token !== this.#mine.token;
    } catch {
      // The drive doesn't answer: nothing is known, and the job meets the same error where it writes.
    }
    return !this.#isLost;
  }

  /** Errors of a drive that is away for a moment, or gone, are found by the job itself. */
  #beat(): void {
    if (!this.held()) return;
    this.#mine.beat++;
    try {
      const fd = fs.openSync(this.#file, fs.constants.O_RDWR | AS_IT_IS);
      try {
        fs.writeSync(fd, JSON.stringify(this.#mine), 0);
      } finally {
        fs.closeSync(fd);
      }
    } catch {
      // see above
    }
  }

  release(): void {
    clearInterval(this.#timer);
    try {
      if (read(this.#file)?.holder?.token === this.#mine.token) fs.rmSync(this.#file, { force: true });
    } catch {
      // It names a process that ends now: nobody's, for whoever looks next.
    }
  }
}

/** @returns false where there is one already. A disk that is full leaves no file without a holder. */
function create(file: string, text: string): boolean {
  let fd: number;
  try {
    fd = fs.openSync(file, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeAll(fd, Buffer.from(text));
  } catch (error) {
    fs.rmSync(file, { force: true });
    throw error;
  } finally {
    fs.closeSync(fd);
  }
  return true;
}

/** A file without a holder is one that is being written, or was when its writer died. */
async function staysTorn(file: string, text: string, signal: AbortSignal | undefined): Promise<boolean> {
  await nap(2000, signal);
  return read(file)?.text === text;
}

/** Removes a dead holder's file, and puts it back if it has become somebody else's meanwhile. */
function takeAway(file: string, expected: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const text = textOf(aside);
  if (text != null && text !== expected) {
    try {
      fs.linkSync(aside, file);
    } catch {
      // exFAT has no links. Where there is a file by now, a third one has the lock.
      create(file, text);
    }
  }
  fs.rmSync(aside, { force: true });
}
