/** Whether there is anything at all in a folder that is to become a backup: an empty one is most often a drive that is not mounted. */
import { walk } from './walk.ts';

/** @param root absolute path @returns true also where that can't be known, for a folder that can't be listed says so itself */
export function hasFiles(root: string): boolean {
  for (const { dir, files, listed } of walk(root)) if (files.length > 0 || (!listed && dir.text === '')) return true;
  return false;
}
