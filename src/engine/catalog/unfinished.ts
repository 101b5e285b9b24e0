/** Whether the last jobs of this machine came to their end: what they had not read yet is in no list. */
import { recentJobs } from './jobRow.ts';
import type { Catalog } from './open.ts';
import { isUnread } from './unread.ts';

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

const CHANGING: ReadonlySet<string> = new Set(['export', 'apply', 'undo']);

/**
 * The last job that changed files, where it was stopped, failed or was killed before what it did was read.
 * @returns its name, as the command line gives it
 */
export function brokenOff(db: Catalog): string | undefined {
  const last = recentJobs(db).find(({ job }) => CHANGING.has(job));
  if (last == null || last.state === 'running' || last.state === 'done') return undefined;
  const isBehind = db.prepare('SELECT 1 FROM dir WHERE dirty = 1 LIMIT 1').get() != null || isUnread(db);
  return isBehind ? last.job : undefined;
}
