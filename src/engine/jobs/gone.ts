/** Whether a file or a folder is really not there, and not only out of reach. */
import fs from 'node:fs';
import { joinPath, type Name, nameOf } from '../backup/name.ts';

/**
 * Goes down from the root: all folders above can be listed as far as they are there, and none of them is a link.
 * @param place relative to the backup
 * @returns false where it is there
 * @throws the system's error where a folder above can't be listed; one with the code ENOTDIR where it is none
 */
export function isGone(root: string, place: Name): boolean {
  fs.readdirSync(root);
  const bytes = place.raw ?? Buffer.from(place.text);
  for (let slash = bytes.indexOf(0x2f); ; slash = bytes.indexOf(0x2f, slash + 1)) {
    const path = joinPath(root, nameOf(slash === -1 ? bytes : bytes.subarray(0, slash)));
    const stat = fs.lstatSync(path, { throwIfNoEntry: false });
    if (stat == null) return true;
    if (slash === -1) return false;
    if (!stat.isDirectory()) throw Object.assign(new Error(`${path} is no folder.`), { code: 'ENOTDIR' });
    fs.readdirSync(path);
  }
}
