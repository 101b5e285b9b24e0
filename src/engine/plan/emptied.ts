/** Folders that an undo took the last file out of: they go, with those above them, up to the first that is not empty. */
import fs from 'node:fs';
import { joinPath, type Name } from '../backup/name.ts';
import { parted } from './step.ts';

/** @param folders relative to the root, which itself stays */
export function removeEmptied(root: string, folders: Iterable<Name>): void {
  for (let folder of folders)
    for (; folder.text !== ''; folder = parted(folder).dir) {
      try {
        // A folder that holds anything stays, as does one that is a link.
        fs.rmdirSync(joinPath(root, folder));
      } catch {
        break;
      }
    }
}
