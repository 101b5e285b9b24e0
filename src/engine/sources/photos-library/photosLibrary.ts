import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { walk } from '../../backup/walk.ts';
import type { Part } from '../archive/entry.ts';
import { type Given, SourceUnreadable } from '../given.ts';
import type { OpenOptions, OpenSource, Recognition, Source, SourceEvent } from '../source.ts';
import { isLibraryName, refusedWords } from './libraryAccess.ts';
import { DATABASE, libraryEvents } from './libraryEvents.ts';

/** Where files of photos lie in a library. */
const ROOMS = ['originals', 'resources/renders', 'resources/cloudsharing/data', 'scopes'];

/** A library of Apple Photos (macOS 10.15 and later), read as it lies on the disk. */
export const photosLibrary: Source = {
  kind: 'photos-library',
  label: 'Photos library',

  async recognise({ parts }: Given): Promise<Recognition> {
    return parts.length > 0 && parts.every(isLibrary)
      ? { confidence: 1, by: `the database of ${parts[0]!.name}` }
      : { confidence: 0, by: 'nothing of a Photos library' };
  },

  /** Of the database and of the photos' files: a stat for each. The thousands of previews don't count. */
  async stamp({ parts }: Given): Promise<string> {
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
  },

  async open(given: Given, options: OpenOptions = {}): Promise<OpenSource> {
    const other = given.parts.find(part => !isLibrary(part));
    if (other != null)
      throw new SourceUnreadable(`${other.path} is no Photos library. Nothing was changed. Name the library alone.`);
    return {
      kind: 'photos-library',
      label: `Photos library, ${given.parts.map(({ name }) => name).join(', ')}`,
      events: (): AsyncIterable<SourceEvent> => libraryEvents(given, options),
    };
  },
};

function isLibrary(part: Part): boolean {
  if (part.form !== 'folder') return false;
  return isLibraryName(part.name) || fs.existsSync(path.join(part.path, DATABASE));
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
