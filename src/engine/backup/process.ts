/** Whether a process that once wrote its number down is still the same one, for numbers are used again. */
import fs from 'node:fs';

/**
 * When a process started, in an unit of the system's (Linux: ticks from boot), or 0 where it can't be told.
 * Only for comparing with a later reading of the same process number.
 */
export function processStart(pid: number): number {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the command in parentheses, may hold spaces and parentheses itself.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return Number(fields[19] ?? 0);
  } catch {
    return 0;
  }
}

/** @param started what `processStart` gave when it was written down; 0 leaves that comparison out */
export function isAlive(pid: number, started: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = processStart(pid);
  return started === 0 || now === 0 || now === started;
}
