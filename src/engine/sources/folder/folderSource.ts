import fs from 'node:fs';
import path from 'node:path';
import { KEEPSAKE } from '../../backup/layout.ts';
import type { Part } from '../archive/entry.ts';
import type { Given } from '../given.ts';
import { recordedEvents } from '../keepsake/recordedEvents.ts';
import type { OpenOptions, OpenSource, Recognition, Source, SourceEvent } from '../source.ts';
import { folderEvents } from './folderEvents.ts';
import { folderStamp } from './folderStamp.ts';

/** Photos in folders (or archives of such): cards, synced folders, what other programs exported, other backups. */
export const folder: Source = {
  kind: 'folder',
  label: 'Folder',

  async recognise(given: Given): Promise<Recognition> {
    const [first] = await kinds(given);
    if (first != null) return { confidence: 0.6, by: first.by };
    return { confidence: 0.2, by: undefined };
  },

  stamp: folderStamp,

  async open(given: Given, options: OpenOptions = {}): Promise<OpenSource> {
    const [first] = await kinds(given);
    return {
      kind: 'folder',
      label: first?.label ?? `Folder (${given.inWords()})`,
      events: (): AsyncIterable<SourceEvent> =>
        options.catalogOf == null
          ? folderEvents(given, options)
          : recordedEvents(given, folderEvents(given, options), options.catalogOf),
    };
  },
};

interface Kind {
  readonly label: string;
  readonly by: string;
}

async function kinds(given: Given): Promise<readonly Kind[]> {
  const listings = await given.listings();
  return listings.flatMap(({ part, directories }) => kindOf(part, [...directories.keys()]) ?? []);
}

function kindOf(part: Part, directories: readonly string[]): Kind | undefined {
  const has = (name: string): boolean => part.form === 'folder' && fs.existsSync(path.join(part.path, name));
  if (has(path.join(KEEPSAKE, 'backup.json'))) return { label: 'Keepsake backup', by: 'its .keepsake folder' };
  const card = directories.find(directory => /(^|\/)DCIM\/\d{3}[A-Z0-9_]{5}$/i.test(directory));
  if (card != null || /[\\/]DCIM$/i.test(part.path))
    return { label: 'Camera card', by: `its folder ${card ?? 'DCIM'}` };
  if (/[\\/]iCloud ?Photos([\\/]|$)/i.test(part.path))
    return { label: 'iCloud for Windows', by: 'the path of its folder' };
  return undefined;
}
