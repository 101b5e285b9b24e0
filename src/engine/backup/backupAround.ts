import fs from 'node:fs';
import path from 'node:path';
import { layoutOf } from './layout.ts';

/**
 * The backup that a place lies within, itself not included: a second backup inside would not know what the first one
 * has recorded.
 * @param where absolute path, of what may not be there
 */
export function backupAround(where: string): string | undefined {
  for (let folder = path.dirname(where); ; folder = path.dirname(folder)) {
    if (fs.existsSync(layoutOf(folder).identity)) return folder;
    if (folder === path.dirname(folder)) return undefined;
  }
}
