/** The row of a job in the catalog: the truth about what runs, for any window and any command line. */
import os from 'node:os';
import type { Statement } from 'better-sqlite3';
import { isAlive, processStart } from '../backup/process.ts';
import type { Catalog } from './open.ts';

export interface JobStatus {
  readonly id: number;
  readonly job: string;
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
  readonly started: number;
  readonly ended: number | null;
  readonly state: 'running' | 'done' | 'stopped' | 'failed' | 'died';
  readonly exit: number | null;
  readonly summary: string;
}

interface Row extends Omit<JobStatus, 'state'> {
  readonly host: string;
  readonly pid: number;
  readonly pid_start: number;
}

/** Exit status of a job that the person stopped. */
const STOPPED = 130;
const KEPT_ROWS = 200;

export class JobRow {
  readonly id: number;
  readonly #update: Statement<unknown[]>;
  readonly #end: Statement<unknown[]>;

  constructor(db: Catalog, job: string) {
    this.id = Number(
      db
        .prepare('INSERT INTO job(job, host, pid, pid_start, started) VALUES (?, ?, ?, ?, ?)')
        .run(job, os.hostname(), process.pid, processStart(process.pid), Date.now()).lastInsertRowid,
    );
    db.prepare('DELETE FROM job WHERE id <= ?').run(this.id - KEPT_ROWS);
    this.#update = db.prepare('UPDATE job SET phase = ?, done = ?, total = ?, bytes = ? WHERE id = ?');
    this.#end = db.prepare('UPDATE job SET ended = ?, exit = ?, summary = ? WHERE id = ?');
  }

  update(phase: string, done: number, total: number, bytes: number): void {
    this.#update.run(phase, done, total, bytes, this.id);
  }

  end(exit: number, summary: object): void {
    this.#end.run(Date.now(), exit, JSON.stringify(summary), this.id);
  }
}

function stateOf(row: Row): JobStatus['state'] {
  if (row.ended == null) return row.host !== os.hostname() || isAlive(row.pid, row.pid_start) ? 'running' : 'died';
  if (row.exit === STOPPED) return 'stopped';
  return row.exit === 0 || row.exit === 1 ? 'done' : 'failed';
}

/** @returns the newest first */
export function recentJobs(db: Catalog, limit = 20): readonly JobStatus[] {
  const rows = db
    .prepare<[number], Row>(
      'SELECT id, job, host, pid, pid_start, phase, done, total, bytes, started, ended, exit, summary FROM job ORDER BY id DESC LIMIT ?',
    )
    .all(limit);
  return rows.map(row => {
    const { host: _host, pid: _pid, pid_start: _start, ...shown } = row;
    return { ...shown, state: stateOf(row) };
  });
}
