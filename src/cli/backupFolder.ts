/** Says of what was given in place of a backup's folder what it is, and what to give. */
import fs from 'node:fs';
import path from 'node:path';
import { backupAround } from '../engine/backup/backupAround.ts';
import { layoutOf } from '../engine/backup/layout.ts';
import { NoBackup } from '../engine/catalog/store.ts';
import { resolvePath } from './context.ts';
import { UsageError } from './exit.ts';

/** The nearest part of a path that there is. */
function existing(where: string): string {
  let part = path.dirname(where);
  while (part !== path.dirname(part) && !fs.existsSync(part)) part = path.dirname(part);
  return part;
}

const NOTHING = 'Nothing was changed.';

function whatItIs(where: string, stat: fs.Stats): string {
  if (!stat.isFile()) return `${where} is a device or a pipe, not a folder. ${NOTHING} Give the folder of a backup.`;
  const outer = backupAround(where);
  if (outer != null) return `${where} is a file of the backup ${outer}. ${NOTHING} Give the folder: ${outer}.`;
  if (/\.(zip|tar|tgz|gz|7z|rar)$/i.test(where))
    return `${where} is an archive, not a folder. ${NOTHING} Unpack it, and give the folder that it was unpacked to.`;
  return `${where} is a file, not a folder. ${NOTHING} Give the folder of the backup, for example the one that it lies in: ${path.dirname(where)}.`;
}

/** @throws {NoBackup}, and the system's error where it can't be looked at; that there is nothing at all is said by who opens it */
export function checkFolder(root: string): void {
  let stat: fs.Stats | undefined;
  try {
    stat = fs.statSync(root, { throwIfNoEntry: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTDIR') throw error;
  }
  if (stat == null) {
    const part = existing(root);
    if (fs.statSync(part, { throwIfNoEntry: false })?.isDirectory() !== false) return;
    throw new NoBackup(`There is no ${root}, for ${part} is a file. ${NOTHING} Give the folder of a backup.`);
  }
  if (!stat.isDirectory()) throw new NoBackup(whatItIs(root, stat));
  if (fs.existsSync(layoutOf(root).identity)) return;
  const outer = backupAround(root);
  if (outer != null)
    throw new NoBackup(
      `${root} is a folder within the backup ${outer}, whose record covers it. ${NOTHING} Run this on ${outer}.`,
    );
}

/** @returns absolute path @throws {UsageError} for what a variable that is not set leaves behind */
export function backupPath(given: string): string {
  if (given.trim() === '') throw new UsageError('The name of the folder is empty. Give the folder of a backup.');
  return resolvePath(given);
}
