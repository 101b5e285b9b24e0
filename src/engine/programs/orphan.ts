/**
 * A program that a killed job of ours had started may still be at work, and would write where the next one does. Who
 * it is stands in a file; it is ended only if it is still what was started.
 */
import fs from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { outputOf } from './output.ts';

const PATIENCE_MS = 5000;
const STEP_MS = 50;

/** @param file absolute path, in a folder of Keepsake's own */
export function noteProcess(file: string, pid: number): void {
  fs.writeFileSync(file, `${pid}\n`, { mode: 0o600 });
}

export function forgetProcess(file: string): void {
  fs.rmSync(file, { force: true });
}

/**
 * @param mark what only a program that we started for this has among its arguments
 * @returns whether one was ended
 */
export async function endOrphan(file: string, mark: string, cwd: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  let pid: number;
  try {
    pid = Number(fs.readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
  const wasEnded = await endProcess(pid, mark, cwd);
  forgetProcess(file);
  return wasEnded;
}

/** As {@link endOrphan}, of a number that stood elsewhere. */
export async function endProcess(pid: number, mark: string, cwd: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  const isIt = Number.isSafeInteger(pid) && pid > 1 && (await argumentsOf(pid, cwd)).some(line => line.includes(mark));
  // It leads a group of its own, in which are all that it has started.
  if (isIt)
    for (const by of ['SIGINT', 'SIGKILL'] as const) {
      signal(-pid, by);
      for (let waited = 0; waited < PATIENCE_MS && signal(-pid, 0); waited += STEP_MS) await wait(STEP_MS);
    }
  return isIt;
}

/** Of all processes of a group. */
async function argumentsOf(group: number, cwd: string): Promise<readonly string[]> {
  if (process.platform === 'linux') return argumentsOnLinux(group);
  const options = { cwd, timeLimitMs: 10_000, maxBytes: 1 << 26 };
  const { stdout } = await outputOf('ps', ['-A', '-o', 'pgid=', '-o', 'args='], options);
  return stdout
    .toString()
    .split('\n')
    .filter(line => Number.parseInt(line, 10) === group);
}

/** Out of proc(5): a small system has no ps. */
function argumentsOnLinux(group: number): readonly string[] {
  return fs.readdirSync('/proc').flatMap(pid => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      // Behind the name, which may have anything in it: state, parent, group.
      const [, , pgrp] = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      return Number(pgrp) === group ? [fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
    } catch {
      // It has just ended.
      return [];
    }
  });
}

/** @returns whether there is anybody to hear it */
function signal(pid: number, by: 'SIGINT' | 'SIGKILL' | 0): boolean {
  try {
    return process.kill(pid, by);
  } catch {
    return false;
  }
}
