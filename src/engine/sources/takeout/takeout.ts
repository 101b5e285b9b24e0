import type { Given } from '../given.ts';
import type { OpenOptions, OpenSource, Recognition, Source, SourceEvent } from '../source.ts';
import { mergeFolders } from './folders.ts';
import { photoFolders } from './photoFolders.ts';
import { takeoutEvents } from './takeoutEvents.ts';

/** Google Photos out of a Google Takeout: zips, tars and unpacked trees, all parts of it mixed. */
export const takeout: Source = {
  kind: 'google-takeout',
  label: 'Google Takeout',

  async recognise(given: Given): Promise<Recognition> {
    const listings = await given.listings();
    const { folders } = mergeFolders(listings);
    const { proof } = await photoFolders(folders);
    if (proof != null) return { confidence: 1, by: `the sidecars of Google Photos, such as ${proof}` };
    const named = given.parts.find(({ name }) => /^takeout-\d{8}T\d{6}Z-/i.test(name));
    if (named != null) return { confidence: 0.8, by: `the name of ${named.name}` };
    const browser = folders.some(folder => [...folder.entries()].some(({ name }) => name === 'archive_browser.html'));
    return browser
      ? { confidence: 0.5, by: 'its archive_browser.html' }
      : { confidence: 0, by: 'nothing of a Google Takeout' };
  },

  async open(given: Given, options: OpenOptions = {}): Promise<OpenSource> {
    return {
      kind: 'google-takeout',
      label: `Google Takeout, ${given.inWords()}`,
      events: (): AsyncIterable<SourceEvent> => takeoutEvents(given, options),
    };
  },
};
