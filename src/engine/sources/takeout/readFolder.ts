import { nameKey } from '../../backup/name.ts';
import { groupDirectory } from '../../media/grouping.ts';
import { fileKind, photoOfJson } from '../../media/kinds.ts';
import type { FileFacts, Grouping } from '../../media/model.ts';
import { SIDECAR_LIMIT } from '../../media/sidecar.ts';
import type { Entry } from '../archive/entry.ts';
import type { NamedEntries } from '../archive/namedEntries.ts';
import { wholeEntry } from '../archive/wholeEntry.ts';
import type { SourceFinding } from '../finding.ts';
import { readAhead } from '../readAhead.ts';
import { shares } from '../shares.ts';
import { FolderSayings } from './folderSayings.ts';
import { isMedia, type TakeoutFolder } from './folders.ts';
import { type Photo, type PhotoJson, photoJson } from './photoJson.ts';

/** Files that are asked for at once. */
const AHEAD = 32;

/** A folder with its sidecars read. */
export interface ReadFolder {
  readonly folder: TakeoutFolder;
  readonly entries: NamedEntries;
  /** What its photos' JSONs say, and its media where they were read. */
  readonly said: FolderSayings;
  /** What it is called as an album; none where it is none. */
  readonly titles: readonly string[];
  readonly findings: readonly SourceFinding[];
  /** Its files as photos, some thousands at a time. */
  groupings(): Iterable<Grouping>;
  /** When all is told: nothing can be read after it. */
  close(): void;
}

/** @param factsOf what a media file says of itself, where that is read */
export async function readFolder(
  folder: TakeoutFolder,
  factsOf: ((entry: Entry) => Promise<FileFacts | undefined>) | undefined,
): Promise<ReadFolder> {
  const { files: entries, rivals } = folder.read();
  const said = new FolderSayings(entries);
  const titles = new Set<string>();
  const findings: SourceFinding[] = [];
  const tell = (code: SourceFinding['code'], name: string, message: string): void => {
    findings.push({ code, path: `${folder.path}/${name}`, message: `${folder.path}/${name} ${message}` });
  };
  const read = async (row: number, entry: Entry, facts: FileFacts | undefined): Promise<void> => {
    if (isMedia(entry.name)) {
      if (facts != null) said.addFacts(row, facts);
      if (entry.size === 0) tell('empty', entry.name, 'has no bytes. Look for it at Google, or in another export.');
      return;
    }
    if (!/\.json$/i.test(entry.name)) {
      if (fileKind(entry.name) === 'other' && !/\.html?$/i.test(entry.name)) {
        tell('skipped', entry.name, 'is no photo or video by its name. It was left out.');
      }
      return;
    }
    const json = await readJson(entry);
    if (json.form === 'unreadable') {
      tell('metadata-unread', entry.name, `can't be read: ${json.why}. What it says was not used.`);
    } else if (json.form === 'album') {
      titles.add(json.title);
    } else if (json.form === 'photo') {
      if (await disputed(json, rivals.get(nameKey(entry.name)) ?? [])) {
        tell('ambiguous-sidecar', entry.name, 'is there twice and says different things. Neither was used.');
        return;
      }
      for (const oddity of json.oddities) tell('metadata-unread', entry.name, `was used but for one thing: ${oddity}.`);
      said.addPhoto(row, json);
    } else if (photoOfJson(entry.name) != null) {
      tell('skipped', entry.name, 'is no sidecar of Google Photos. What it says was not used, and it was left out.');
    }
  };
  const close = (): void => said.close();
  try {
    const factsIn = (row: number): Promise<FileFacts | undefined> | undefined => {
      const entry = entries.at(row);
      return isMedia(entry.name) ? factsOf?.(entry) : undefined;
    };
    for await (const [row, facts] of readAhead(entries.forward(), AHEAD, factsIn))
      await read(row, entries.at(row), facts);
  } catch (error) {
    close();
    throw error;
  }
  const fileAt = (row: number) => {
    const { name, size } = entries.at(row);
    return { name, size, facts: said.forGrouping(row) };
  };
  function* groupings(): Generator<Grouping> {
    for (const share of shares(entries.length, fileAt)) yield groupDirectory(share.map(fileAt));
  }
  return { folder, entries, said, titles: [...titles], findings, groupings, close };
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
