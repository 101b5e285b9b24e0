/** Whether the last index of this machine came to its end: what it had not read yet is in no list. */
import { recentJobs } from './jobRow.ts';
import type { Catalog } from './open.ts';

const KEY = 'index-run';

export function beginIndex(db: Catalog): void {
  db.prepare("INSERT OR IGNORE INTO meta(key, value) VALUES (?, '1')").run(KEY);
}

export function endIndex(db: Catalog): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(KEY);
}

/** It was stopped, failed or was killed. False while one is at work. */
export function isUnfinished(db: Catalog): boolean {
  if (db.prepare('SELECT 1 FROM meta WHERE key = ?').get(KEY) == null) return false;
  return !recentJobs(db).some(({ job, state }) => job === 'index' && state === 'running');
}
