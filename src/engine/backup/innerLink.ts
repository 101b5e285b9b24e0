/** Symbolic links that lead to a file of the backup itself, as those of albums do: the file is there, so nothing is left out. */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import { isDropping } from './dropping.ts';
import { KEEPSAKE } from './layout.ts';
import { joinPath, type Name, nameOf } from './name.ts';

/**
 * Goes by what the link says: a relative path that stays within the backup, through no other link.
 * @param root absolute path of the backup @param dir folder of the link @param path the link itself
 */
export function leadsWithin(root: string, dir: Name, path: Name): boolean {
  try {
    const says = fs.readlinkSync(joinPath(root, path), { encoding: 'buffer' }).toString('latin1');
    const within = dir.text === '' ? [] : (dir.raw ?? Buffer.from(dir.text)).toString('latin1').split('/');
    for (const part of says.split('/')) {
      if (part === '' || (part === '..' && within.pop() == null)) return false;
      if (part !== '..' && part !== '.') within.push(part);
    }
    if (within[0] === KEEPSAKE || within.some((part, i) => isDropping(part, i < within.length - 1))) return false;
    for (let i = 1; i <= within.length; i++) {
      const stat = fs.lstatSync(joinPath(root, nameOf(Buffer.from(within.slice(0, i).join('/'), 'latin1'))));
      if (i < within.length ? !stat.isDirectory() : !stat.isFile()) return false;
    }
    return within.length > 0;
  } catch {
    return false;
  }
}
