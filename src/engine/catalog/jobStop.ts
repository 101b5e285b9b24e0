/** Stops a job of any window or terminal of this machine, as Ctrl+C there would. */
import os from 'node:os';
import { isAlive } from '../backup/process.ts';
import type { Catalog } from './open.ts';

interface Row {
  readonly host: string;
  readonly pid: number;
  readonly pid_start: number;
  readonly ended: number | null;
}

const BY_HAND = 'Stop it there with Ctrl+C, or close the window that started it.';

/**
 * @param id of the job's row
 * @returns false where it runs no more
 * @throws Error with a sentence where it can't be stopped from here
 */
export function stopJob(db: Catalog, id: number): boolean {
  const row = db.prepare<[number], Row>('SELECT host, pid, pid_start, ended FROM job WHERE id = ?').get(id);
  if (row == null || row.ended != null) return false;
  if (row.host !== os.hostname()) throw new Error(`This job runs on the computer ${row.host}. ${BY_HAND}`);
  if (!isAlive(row.pid, row.pid_start)) return false;
  // Where the start isn't known, the number may be another program's by now.
  if (row.pid_start === 0) throw new Error(`This job was started in a terminal or in another window. ${BY_HAND}`);
  try {
    process.kill(row.pid, 'SIGINT');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw new Error(`This job belongs to another user of this computer. ${BY_HAND}`, { cause: error });
  }
}
