/** By what a folder that osxphotos exported into is known to be unchanged. */
import fs from 'node:fs';
import path from 'node:path';
import type { Given } from '../given.ts';

/** What osxphotos keeps in the top folder of what it exported into. It is read, never written. */
export const EXPORT_DATABASE = '.osxphotos_export.db';

/** Of its files, and of its database: what osxphotos knows of a photo may change without its files. */
export async function exportStamp(given: Given): Promise<string> {
  const stamps = given.parts.map(({ form, path }) => (form === 'folder' ? exportDatabaseStamp(path) : ''));
  return [await given.stamp(), ...stamps].join('\n');
}

/** Changes whenever osxphotos has written to it. */
export function exportDatabaseStamp(folder: string): string {
  return [EXPORT_DATABASE, `${EXPORT_DATABASE}-wal`]
    .map(name => {
      const stat = fs.lstatSync(path.join(folder, name), { throwIfNoEntry: false, bigint: true });
      return stat == null ? 'none' : `${stat.size} ${stat.mtimeNs}`;
    })
    .join('\n');
}
