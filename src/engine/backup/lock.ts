/**
 * One job at a time changes a backup. The lock is a file that names its holder; a holder that has died, on
 * this machine or another, doesn't keep it.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import { isAlive, processStart } from './process.ts';

const Holder = z.object({
  token: z.string(),
  host: z.string(),
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

export interface JobLock {
  release(): void;
}

const BEAT_MS = 20_000;
/** Beats have one width, so that a beat is written over the last one in place and a reader never sees half. */
const FIRST_BEAT = 1_000_000_000;
/** A holder on another machine is known to be dead only by its silence: three beats of it. */
const SILENCE_MS = 65_000;

function read(file: string): { holder: Holder | undefined; text: string } | undefined {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return { holder: Holder.parse(JSON.parse(text)), text };
  } catch {
    // Torn by a crash while it was being written: nobody's.
    return { holder: undefined, text };
  }
}

async function isDead(file: string, holder: Holder, waiting: (host: string) => void): Promise<boolean> {
  if (holder.host === os.hostname()) return !isAlive(holder.pid, holder.started);
  waiting(holder.host);
  for (let waited = 0; waited < SILENCE_MS; waited += 1000) {
    await sleep(1000);
    const now = read(file);
    if (now?.holder?.beat !== holder.beat || now.holder.token !== holder.token) return false;
  }
  return true;
}

/**
 * @param file `.keepsake/lock`
 * @param job name of the job, said to who else wants the lock
 * @param waiting told before it watches for a sign of life from another machine, for up to 65 s
 * @throws {Busy} where a living job holds it; the system's error where the folder can't be written
 */
export async function acquireLock(file: string, job: string, waiting: (host: string) => void): Promise<JobLock> {
  const mine: Holder = {
    token: randomUUID(),
    host: os.hostname(),
    pid: process.pid,
    started: processStart(process.pid),
    job,
    beat: FIRST_BEAT,
  };
  for (;;) {
    try {
      fs.writeFileSync(file, JSON.stringify(mine), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const found = read(file);
    if (found == null) continue;
    if (found.holder != null && !(await isDead(file, found.holder, waiting)))
      throw new Busy(
        `Another job (${found.holder.job}, process ${found.holder.pid} on ${found.holder.host}) is at work on this backup. Nothing was changed. Wait for it or stop it, then run this again.`,
      );
    if (found.holder == null && !(await staysTorn(file, found.text))) continue;
    takeAway(file, found.text);
  }
  const timer = setInterval(() => {
    if (read(file)?.holder?.token !== mine.token) return;
    mine.beat++;
    rewrite(file, JSON.stringify(mine));
  }, BEAT_MS);
  timer.unref();
  return {
    release() {
      clearInterval(timer);
      if (read(file)?.holder?.token === mine.token) fs.rmSync(file, { force: true });
    },
  };
}

/** A file without a holder is one that is being written, or was when its writer died. */
async function staysTorn(file: string, text: string): Promise<boolean> {
  await sleep(2000);
  return read(file)?.text === text;
}

function rewrite(file: string, text: string): void {
  let fd: number;
  try {
    fd = fs.openSync(file, 'r+');
  } catch {
    // The drive is away for a moment, or gone; the job finds that out by itself.
    return;
  }
  try {
    fs.writeSync(fd, text, 0);
  } finally {
    fs.closeSync(fd);
  }
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
  if (fs.readFileSync(aside, 'utf8') !== expected) {
    try {
      fs.linkSync(aside, file);
    } catch {
      // a third one has it by now
    }
  }
  fs.rmSync(aside, { force: true });
}
