import { archiveName } from '../archive/archiveForm.ts';
import type { Given } from '../given.ts';
import type { OpenOptions, OpenSource, Recognition, Source, SourceEvent } from '../source.ts';
import { readAppleCsv } from './appleCsv.ts';
import { archiveEvents } from './archiveEvents.ts';
import { partOf } from './partSet.ts';

const OWN_NAME = /icloud[ -]?(photos|fotos|shared albums)/i;

/** iCloud Photos out of Apple's archive of a person's data (privacy.apple.com): zips, zips of zips, unpacked trees. */
export const appleArchive: Source = {
  kind: 'apple-archive',
  label: 'Apple data archive',

  async recognise(given: Given): Promise<Recognition> {
    const listings = await given.listings();
    let inner: string | undefined;
    for (const { directories } of listings) {
      for (const [directory, entries] of directories) {
        for (const entry of entries) {
          if (archiveName(entry.name) === 'zip' && isOwnName(entry.name)) inner ??= entry.name;
          if (!/\.csv$/i.test(entry.name)) continue;
          if ((await readAppleCsv(entry)).form !== 'details') continue;
          const where = directory === '' ? entry.name : `${directory}/${entry.name}`;
          return { confidence: 1, by: `its list of photos, ${where}` };
        }
      }
    }
    const named = given.parts.find(({ name }) => isOwnName(name))?.name ?? inner;
    return named == null
      ? { confidence: 0, by: 'nothing of an archive of Apple' }
      : { confidence: 0.8, by: `the name of ${named}` };
  },

  async open(given: Given, options: OpenOptions = {}): Promise<OpenSource> {
    return {
      kind: 'apple-archive',
      label: `Apple data archive, ${given.inWords()}`,
      events: (): AsyncIterable<SourceEvent> => archiveEvents(given, options),
    };
  },
};

function isOwnName(name: string): boolean {
  return OWN_NAME.test(name) && (partOf(name) != null || /\.zip$/i.test(name));
}
