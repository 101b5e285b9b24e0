/** By what a Photos library is known to be unchanged. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { walk } from '../../backup/walk.ts';
import { type Given, SourceUnreadable } from '../given.ts';
import { refusedWords } from './libraryAccess.ts';

/** What Photos knows of everything in a library, within it. */
export const DATABASE = 'database/Photos.sqlite';
/** Where files of photos lie in a library. */
const ROOMS = ['originals', 'resources/renders', 'resources/cloudsharing/data', 'scopes'];

/** Of the database and of the photos' files: a stat for each. The thousands of previews don't count. @throws SourceUnreadable */
export async function libraryStamp({ parts }: Given): Promise<string> {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(`${part.path}\n`);
    for (const name of [DATABASE, `${DATABASE}-wal`]) hash.update(`${statOf(path.join(part.path, name))}\n`);
    for (const room of ROOMS.map(name => path.join(part.path, name))) {
      if (fs.lstatSync(room, { throwIfNoEntry: false })?.isDirectory() !== true) continue;
      for (const { dir, files, listed } of walk(room)) {
        hash.update(`\0\0${dir.text}\0${listed}`);
        for (const { name, size, mtime, onlineOnly } of files)
          hash.update(`\0${name.text}\0${size}\0${mtime}${onlineOnly}`);
      }
      await setImmediate();
    }
  }
  return hash.digest('hex');
}

function statOf(file: string): string {
  try {
    const { size, mtimeNs } = fs.statSync(file, { bigint: true });
    return `${size} ${mtimeNs}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'none';
    throw new SourceUnreadable(refusedWords(file, code) ?? `${file} can't be read (${code}). Nothing was changed.`);
  }
}
