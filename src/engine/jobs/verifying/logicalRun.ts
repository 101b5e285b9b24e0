/**
 * A verification that was stopped or killed is gone on with: what it had proved is not read again. A run is
 * remembered in the catalog from its beginning to its end.
 */
import * as z from 'zod/mini';
import type { Catalog } from '../../catalog/open.ts';

const Remembered = z.object({ begun: z.number(), first: z.boolean() });

export interface LogicalRun {
  /** Unix ms: what was proved from then on belongs to this run. */
  readonly begun: number;
  /** The manifest is being made: files that it doesn't hold are not extra. */
  readonly first: boolean;
  readonly resumed: boolean;
}

const KEY = 'verify-run';
/** What was proved longer ago than this is proved again. */
const GOES_ON_FOR = 24 * 3600 * 1000;

/** @param restart begin anew, whatever was proved */
export function beginRun(db: Catalog, restart: boolean): LogicalRun {
  const row = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(KEY);
  const remembered = row == null ? undefined : Remembered.safeParse(JSON.parse(row.value)).data;
  const now = Date.now();
  if (remembered != null && !restart && now - remembered.begun < GOES_ON_FOR) return { ...remembered, resumed: true };
  const empty = db.prepare('SELECT 1 FROM file WHERE rec_sha IS NOT NULL LIMIT 1').get() == null;
  const run = { begun: now, first: empty || remembered?.first === true };
  db.prepare('INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)').run(KEY, JSON.stringify(run));
  return { ...run, resumed: false };
}

export function endRun(db: Catalog): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(KEY);
}
