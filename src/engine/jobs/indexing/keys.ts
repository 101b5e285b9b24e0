/**
 * The content keys of pending files, of those that may hold what lay elsewhere before. They are asked for before
 * any file is read: who was renamed into whom can only be told with all of them known.
 */
import { joinPath } from '../../backup/name.ts';
import { sizesAway } from '../../catalog/contentsAway.ts';
import { fileKind } from '../../media/kinds.ts';
import { thumbKey } from '../../media/thumbnail/key.ts';
import type { JobRun } from '../job.ts';
import type { PendingFile, PendingFiles } from './pending.ts';

/**
 * Fills the table `temp.keyed`. A first index has nothing that could have moved, and reads nothing here.
 * @throws {import('../job.ts').Stopped}
 */
export async function keyPending(run: JobRun, pending: PendingFiles): Promise<void> {
  const { db } = run.store;
  db.exec('DELETE FROM temp.keyed');
  const sizes = sizesAway(db);
  if (sizes.size === 0) return;
  const add = db.prepare('INSERT INTO temp.keyed(file, key) VALUES (?, ?)');
  let done = 0;
  for (const file of pending) {
    const key = sizes.has(file.size) ? keyOf(run.store.layout.root, file) : undefined;
    if (key != null) add.run(file.id, key);
    run.progress({ phase: 'look', done: ++done, total: pending.length, bytes: 0, totalBytes: 0 });
    const waiting = run.pause();
    if (waiting != null) await waiting;
  }
}

function keyOf(root: string, file: PendingFile): string | undefined {
  const kind = fileKind(file.name.text);
  if (kind === 'other' || kind === 'sidecar' || file.onlineOnly || file.size === 0) return undefined;
  try {
    return thumbKey(joinPath(root, file.dirName, file.name), file.size);
  } catch {
    // Reading it will say why.
    return undefined;
  }
}
