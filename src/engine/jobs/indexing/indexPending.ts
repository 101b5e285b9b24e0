/** Reads and groups what the catalog knows to be new, changed or moved: the part of index that other jobs end with. */
import { noteIndexed } from '../../catalog/unread.ts';
import type { JobRun } from '../job.ts';
import { keyPending } from './keys.ts';
import { settleMoves } from './moves.ts';
import { PendingFiles } from './pending.ts';

/**
 * After a survey.
 * @param processes of exiftool
 * @returns whether there was anything to do
 * @throws {import('../job.ts').Stopped}; what was read until then is kept
 */
export async function indexPending(
  run: JobRun,
  processes: number,
  first: PendingFiles = new PendingFiles(run.store.db),
): Promise<boolean> {
  const { db } = run.store;
  let pending = first;
  if (pending.length > 0) {
    await keyPending(run, pending);
    if (settleMoves(run.store) > 0) pending = new PendingFiles(db);
  }
  const touched = new Set(
    db
      .prepare<[], { id: number }>('SELECT id FROM dir WHERE dirty = 1')
      .all()
      .map(({ id }) => id),
  );
  if (pending.length === 0 && touched.size === 0) return false;
  // What reads and groups brings time zones and exiftool with it: loaded where there is work for it.
  const { readAll } = await import('./readAll.ts');
  await readAll(run, pending, touched, processes);
  noteIndexed(db);
  return true;
}
