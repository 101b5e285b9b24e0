/** A folder becomes a backup at its first index or verification, but not where it looks like a drive that is not there. */
import fs from 'node:fs';
import path from 'node:path';
import { backupAround } from '../backup/backupAround.ts';
import { hasFiles } from '../backup/hasFiles.ts';
import { readIdentity } from '../backup/identity.ts';
import { layoutOf } from '../backup/layout.ts';
import { seenBefore } from '../catalog/lastSeen.ts';
import { cacheFolder } from '../catalog/location.ts';
import { NoBackup } from '../catalog/store.ts';

/**
 * @param mayBeEmpty something is going to be put there
 * @throws {NoBackup}; nothing was made then
 */
export function refuseUnmounted(root: string, cache = cacheFolder(), mayBeEmpty = false): void {
  // That there is no such folder is said by who opens it.
  if (!fs.statSync(root, { throwIfNoEntry: false })?.isDirectory() || readIdentity(layoutOf(root)) != null) return;
  const outer = backupAround(root);
  if (outer != null)
    throw new NoBackup(
      `${root} is a folder within the backup ${outer}, whose record covers it. Nothing was changed. Run this on ${outer}.`,
    );
  // Where only backup.json was lost the record is there still.
  const before = fs.existsSync(layoutOf(root).keepsake) ? undefined : seenBefore(cache, root);
  if (before != null)
    throw new NoBackup(
      `The drive that was at ${root} is not mounted: there was a backup here, and now there is no .keepsake folder. Nothing was changed. Plug it in and try again. If you removed .keepsake on purpose and want to begin anew, delete ${before} first.`,
    );
  if (!mayBeEmpty && !hasFiles(root))
    throw new NoBackup(
      `There is nothing in ${root}, so there is nothing to do and nothing was changed. If it is the place of a drive, is the drive mounted?`,
    );
}

/**
 * Makes the folder that photos are to come into, where only that is missing.
 * @throws {NoBackup}, the system's error
 */
export function makeTarget(root: string, cache = cacheFolder()): void {
  if (fs.existsSync(root)) return;
  if (!fs.existsSync(path.dirname(root)))
    throw new NoBackup(
      `There is no folder ${path.dirname(root)} to make ${path.basename(root)} in. Nothing was changed. If it is on a drive that is unplugged, plug it in; else make the folder first.`,
    );
  const outer = backupAround(root);
  if (outer != null)
    throw new NoBackup(
      `${root} would lie within the backup ${outer}, whose record covers it. Nothing was changed. Export into ${outer}.`,
    );
  fs.mkdirSync(root);
  // The place of a folder can be told when there is one.
  const before = seenBefore(cache, root);
  if (before == null) return;
  fs.rmdirSync(root);
  throw new NoBackup(
    `The drive with ${root} is not mounted: there was a backup here, and now there is no such folder. Nothing was changed. Plug it in and try again. If you removed it on purpose and want to begin anew, delete ${before} first.`,
  );
}
