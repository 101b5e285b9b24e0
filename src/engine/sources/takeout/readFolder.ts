import { nameKey } from '../../backup/name.ts';
import { groupDirectory } from '../../media/grouping.ts';
import { fileKind } from '../../media/kinds.ts';
import type { FileFacts, Grouping } from '../../media/model.ts';
import { SIDECAR_LIMIT } from '../../media/sidecar.ts';
import type { Entry } from '../archive/entry.ts';
import { wholeEntry } from '../archive/wholeEntry.ts';
import type { SourceFinding } from '../finding.ts';
import { isMedia, type TakeoutFolder } from './folders.ts';
import { type Photo, type PhotoJson, photoJson } from './photoJson.ts';
import { forGrouping, PhotoStore } from './photoStore.ts';

/** A folder with its sidecars read and its files grouped. */
export interface ReadFolder {
  readonly folder: TakeoutFolder;
  /** By name as given. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly grouping: Grouping;
  /** What its photos' JSONs say, by name. */
  readonly photos: PhotoStore;
  /** Facts of media, where they were read. */
  readonly facts: ReadonlyMap<string, FileFacts>;
  /** What it is called as an album; none where it is none. */
  readonly titles: readonly string[];
  readonly findings: readonly SourceFinding[];
}

/** @param factsOf what a media file says of itself, where that is read */
export async function readFolder(
  folder: TakeoutFolder,
  factsOf: ((entry: Entry) => Promise<FileFacts | undefined>) | undefined,
): Promise<ReadFolder> {
  const { files, rivals } = folder.read();
  const entries = byGivenName(files);
  const photos = new PhotoStore();
  const grouped = new Map<string, FileFacts>();
  const facts = new Map<string, FileFacts>();
  const titles = new Set<string>();
  const findings: SourceFinding[] = [];
  const tell = (code: SourceFinding['code'], name: string, message: string): void => {
    findings.push({ code, path: `${folder.path}/${name}`, message: `${folder.path}/${name} ${message}` });
  };
  // In the order in which they lie, so that nothing is read backwards.
  for (const entry of [...files.values()].sort((a, b) => a.position - b.position)) {
    if (isMedia(entry.name)) {
      const said = await factsOf?.(entry);
      if (said != null) facts.set(entry.name, said);
      if (entry.size === 0) tell('empty', entry.name, 'has no bytes. Look for it at Google, or in another export.');
      continue;
    }
    if (!/\.json$/i.test(entry.name)) {
      if (fileKind(entry.name) === 'other' && !/\.html?$/i.test(entry.name)) {
        tell('skipped', entry.name, 'is no photo or video by its name. It was left out.');
      }
      continue;
    }
    const json = await readJson(entry);
    if (json.form === 'unreadable') {
      tell('metadata-unread', entry.name, `can't be read: ${json.why}. What it says was not used.`);
    } else if (json.form === 'album') {
      titles.add(json.title);
    } else if (json.form === 'photo') {
      if (await disputed(json, rivals.get(nameKey(entry.name)) ?? [])) {
        tell('ambiguous-sidecar', entry.name, 'is there twice and says different things. Neither was used.');
        continue;
      }
      for (const oddity of json.oddities) tell('metadata-unread', entry.name, `was used but for one thing: ${oddity}.`);
      photos.add(entry.name, json);
      grouped.set(entry.name, forGrouping(json.facts));
    }
  }
  const grouping = groupDirectory(
    Array.from(entries.values(), ({ name, size }) => ({ name, size, facts: facts.get(name) ?? grouped.get(name) })),
  );
  return { folder, entries, grouping, photos, facts, titles: [...titles], findings };
}

/** The same map where all names are in NFC, as most are. */
function byGivenName(files: ReadonlyMap<string, Entry>): ReadonlyMap<string, Entry> {
  for (const [key, { name }] of files) {
    if (key !== name) return new Map(Array.from(files.values(), entry => [entry.name, entry]));
  }
  return files;
}

export async function readJson(entry: Entry): Promise<PhotoJson> {
  if (entry.size > SIDECAR_LIMIT) return { form: 'unreadable', why: 'it is far too large for a sidecar' };
  try {
    return photoJson(await wholeEntry(entry));
  } catch (error) {
    return { form: 'unreadable', why: error instanceof Error ? error.message.replace(/\.$/, '') : String(error) };
  }
}

/** Whether another sidecar of the same name says something else of the photo. */
async function disputed(json: Photo, rivals: readonly Entry[]): Promise<boolean> {
  for (const rival of rivals) {
    const other = await readJson(rival);
    if (other.form !== 'photo' || JSON.stringify(other.facts) !== JSON.stringify(json.facts)) return true;
  }
  return false;
}
