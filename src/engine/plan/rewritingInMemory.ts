/** Rewrites a file that is small and plain: read once, proved in memory, written beside with what undoes it. */
import { hash } from 'node:crypto';
import type { NewFile } from './fileSystem.ts';
import type { Item } from './item.ts';
import { type Keeper, placeOfOld } from './keptBytes.ts';
import { Refused } from './refused.ts';
import { LARGEST_REWRITTEN, rewritten } from './rewriting.ts';
import { bytesOf, keepBytes, patchOf } from './undoData.ts';

/**
 * @returns what is left: to wait for the disk, without holding any bytes; undefined where it is none of these
 * @throws {Refused}; the system's error
 */
export async function rewriteInMemory(
  keeper: Keeper,
  item: Item,
  tags: Readonly<Record<string, unknown>>,
): Promise<(() => Promise<void>) | undefined> {
  const { fs, places } = keeper;
  const { step, found } = item;
  const from = places.at(step.path);
  if (found == null || found.size > LARGEST_REWRITTEN) return undefined;
  const old = await bytesOf(fs, from);
  const now = await rewritten(old, tags);
  if (now == null) return undefined;
  if (sha256In(old) !== step.sha256)
    throw new Refused('conflict', `${step.path.text} was changed while the plan was being applied.`);
  item.sha256 = sha256In(now);
  const patch = patchOf(old, now, step.sha256);
  const files: NewFile[] = [];
  const wait = async (): Promise<void> => {
    // A file that is being synced is not closed, whatever became of the other.
    const synced = await Promise.allSettled(files.map(file => file.sync()));
    for (const file of files) file.close();
    for (const one of synced) if (one.status === 'rejected') throw one.reason;
  };
  try {
    const file = fs.create(places.at(item.temporary));
    files.push(file);
    file.write(now);
    file.setTime(new Date());
    file.setMode(found.mode);
    const kept = placeOfOld(keeper, item, patch);
    if (patch == null) await keepBytes(fs, from, kept);
    else {
      const undo = fs.create(kept);
      files.push(undo);
      undo.write(patch);
    }
  } catch (error) {
    for (const file of files) file.close();
    throw error;
  }
  return wait;
}

const sha256In = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex');
