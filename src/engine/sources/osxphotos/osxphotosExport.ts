import type { Given } from '../given.ts';
import type { OpenOptions, OpenSource, Recognition, Source, SourceEvent } from '../source.ts';
import { EXPORT_DATABASE, isExportedInto } from './exportDatabase.ts';
import { exportedEvents } from './exportedEvents.ts';

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

  async open(given: Given, options: OpenOptions = {}): Promise<OpenSource> {
    return {
      kind: 'osxphotos',
      label: `osxphotos export (${given.inWords()})`,
      events: (): AsyncIterable<SourceEvent> => exportedEvents(given, options),
    };
  },
};
