import { splitName } from '../../media/kinds.ts';
import type { Entry } from '../archive/entry.ts';
import { wholeEntry } from '../archive/wholeEntry.ts';
import { folderEvents } from '../folder/folderEvents.ts';
import type { Given } from '../given.ts';
import type { OpenOptions, OpenSource, Recognition, Source, SourceEvent } from '../source.ts';

/** What begins every XMP that icloudpd writes. */
const TOOLKIT = /x:xmptk="icloudpd[ "]/;

/**
 * A folder that icloudpd filled by itself. It is a folder of photos like any other: live videos (`_HEVC.MOV`) and XMP
 * are known there already, and nothing tells of albums. Only its name is another.
 */
export const icloudpd: Source = {
  kind: 'icloudpd',
  label: 'icloudpd download',

  async recognise(given: Given): Promise<Recognition> {
    const by = await signOf(given);
    return by == null ? { confidence: 0, by: 'nothing of icloudpd' } : { confidence: 0.5, by };
  },

  async open(given: Given, options: OpenOptions = {}): Promise<OpenSource> {
    return {
      kind: 'icloudpd',
      label: `icloudpd download (${given.inWords()})`,
      events: (): AsyncIterable<SourceEvent> => folderEvents(given, options),
    };
  },
};

/** XMP that are looked into. */
const MOST = 20;

/** What no other program leaves behind. */
async function signOf(given: Given): Promise<string | undefined> {
  let read = 0;
  for (const { part, directories } of await given.listings()) {
    if (part.form !== 'folder') continue;
    for (const entries of directories.values()) {
      const names = new Set([...entries].map(({ name }) => name));
      for (const entry of entries) {
        const { name } = entry;
        if (hasItsSize(entry, names)) return `${name}, which is named by its size`;
        if (/_HEVC\.MOV$/.test(name) && names.has(name.replace(/_HEVC\.MOV$/, '.HEIC')))
          return `${name} beside its HEIC`;
      }
      const xmp = [...entries].find(({ name, size }) => splitName(name).extension === 'xmp' && size < 1 << 16);
      if (xmp != null && ++read <= MOST && (await isOfIcloudpd(xmp))) return `${xmp.name}, which it wrote`;
    }
  }
  return undefined;
}

/** `IMG_0001-1234567.JPG` beside `IMG_0001.JPG`, of as many bytes. */
function hasItsSize({ name, size }: Entry, names: ReadonlySet<string>): boolean {
  const found = /^(.+)-(\d{4,})(\.[^.]+)$/s.exec(name);
  return found != null && Number(found[2]) === size && names.has(`${found[1]}${found[3]}`);
}

async function isOfIcloudpd(entry: Entry): Promise<boolean> {
  try {
    return TOOLKIT.test((await wholeEntry(entry)).toString('utf8', 0, 1000));
  } catch {
    return false;
  }
}
