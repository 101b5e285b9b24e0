import { type Given, SourceUnreadable } from '../given.ts';
import type { OpenOptions, OpenSource, Recognition, Source, SourceEvent } from '../source.ts';
import { isExportedInto } from './exportDatabase.ts';
import { exportedEvents } from './exportedEvents.ts';
import { EXPORT_DATABASE, exportStamp } from './exportStamp.ts';

/** A folder that osxphotos exported into: its files, with the albums, people, captions that its database knows. */
export const osxphotosExport: Source = {
  kind: 'osxphotos',
  label: 'osxphotos export',

  async recognise({ parts }: Given): Promise<Recognition> {
    const isOne = parts.some(({ form, path }) => form === 'folder' && isExportedInto(path));
    return isOne
      ? { confidence: 0.9, by: `its ${EXPORT_DATABASE}` }
      : { confidence: 0, by: 'nothing of an osxphotos export' };
  },

  stamp: exportStamp,

  async open(given: Given, options: OpenOptions = {}): Promise<OpenSource> {
    const other = given.parts.find(({ form, path }) => form === 'folder' && !isExportedInto(path));
    if (other != null || given.parts.every(({ form }) => form !== 'folder'))
      throw new SourceUnreadable(
        `${(other ?? given.parts[0])?.path ?? 'What was named'} is neither a Photos library nor a folder that osxphotos exported into (that has ${EXPORT_DATABASE}). Nothing was changed. Name the library, or take the files as they are with "--from folder".`,
      );
    return {
      kind: 'osxphotos',
      label: `osxphotos export (${given.inWords()})`,
      events: (): AsyncIterable<SourceEvent> => exportedEvents(given, options),
    };
  },
};
