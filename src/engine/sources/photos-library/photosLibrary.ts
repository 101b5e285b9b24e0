import fs from 'node:fs';
import path from 'node:path';
import type { Part } from '../archive/entry.ts';
import { type Given, SourceUnreadable } from '../given.ts';
import { OutsideFiles } from '../outsideFiles.ts';
import type { OpenOptions, OpenSource, Recognition, Source, SourceEvent } from '../source.ts';
import { isLibraryName } from './libraryAccess.ts';
import { libraryEvents } from './libraryEvents.ts';
import { DATABASE, libraryStamp } from './libraryStamp.ts';

/** A library of Apple Photos (macOS 10.15 and later), read as it lies on the disk. */
export const photosLibrary: Source = {
  kind: 'photos-library',
  label: 'Photos library',

  async recognise({ parts }: Given): Promise<Recognition> {
    return parts.length > 0 && parts.every(isLibrary)
      ? { confidence: 1, by: `the database of ${parts[0]!.name}` }
      : { confidence: 0, by: 'nothing of a Photos library' };
  },

  stamp: libraryStamp,

  async open(given: Given, options: OpenOptions = {}): Promise<OpenSource> {
    const other = given.parts.find(part => !isLibrary(part));
    if (other != null)
      throw new SourceUnreadable(`${other.path} is no Photos library. Nothing was changed. Name the library alone.`);
    const outside = new OutsideFiles();
    return {
      kind: 'photos-library',
      label: `Photos library, ${given.parts.map(({ name }) => name).join(', ')}`,
      outside,
      events: (): AsyncIterable<SourceEvent> => libraryEvents(given, options, outside),
    };
  },
};

function isLibrary(part: Part): boolean {
  if (part.form !== 'folder') return false;
  return isLibraryName(part.name) || fs.existsSync(path.join(part.path, DATABASE));
}
