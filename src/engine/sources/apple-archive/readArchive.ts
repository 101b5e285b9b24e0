import { line } from '../../media/tagValues.ts';
import type { Entry, Part } from '../archive/entry.ts';
import { wholeEntry } from '../archive/wholeEntry.ts';
import type { SourceFinding } from '../finding.ts';
import type { Given } from '../given.ts';
import { AlbumLists } from './albumLists.ts';
import { readAppleCsv } from './appleCsv.ts';
import { type ArchiveFolder, archiveFolders, within } from './archiveFolder.ts';
import type { Details } from './details.ts';
import { openInnerZips } from './innerZips.ts';
import { missingParts } from './partSet.ts';

/** Bytes of an `AlbumInfo.json` that is read. */
const INFO_LIMIT = 1 << 20;

export interface AboutFolder {
  /** Title of the shared album that it is. */
  readonly shared: string | undefined;
  readonly isDeleted: boolean;
}

/** An archive with all its lists read. */
export interface ReadArchive {
  readonly parts: readonly Part[];
  readonly folders: readonly ArchiveFolder[];
  readonly details: Details;
  readonly albums: AlbumLists;
  readonly findings: readonly SourceFinding[];
  about(folder: ArchiveFolder): AboutFolder;
}

/** @param details that are filled */
export async function readArchive(given: Given, details: Details): Promise<ReadArchive> {
  const { listings, findings: found } = await openInnerZips(given);
  const folders = archiveFolders(listings);
  const parts = listings.map(({ part }) => part);
  const findings: SourceFinding[] = [...missing(listings, folders), ...found];
  const albums = new AlbumLists();
  const shared = new Map<ArchiveFolder, string>();
  for (const folder of folders) {
    for (const entry of folder.entries) {
      if (/^AlbumInfo\.json$/i.test(entry.name)) shared.set(folder, await sharedTitle(folder, entry));
      if (!/\.csv$/i.test(entry.name)) continue;
      const path = within(folder, entry.name);
      const csv = await readAppleCsv(entry);
      if (csv.form === 'details') details.list(folder, csv.rows);
      else if (csv.form === 'list' && !csv.isSystem)
        albums.add(folder, entry, csv.names, isMemory(folder, csv.isMemory));
      else if (csv.form === 'empty') findings.push({ code: 'skipped', path, message: `${path} is empty.` });
      else if (csv.form === 'other')
        findings.push({ code: 'skipped', path, message: `${path} is no list of photos. It was not used.` });
      const trouble = csv.form === 'unreadable' ? csv.why : 'trouble' in csv ? csv.trouble : undefined;
      if (trouble != null)
        findings.push({ code: 'metadata-unread', path, message: `${path} was not read in full: ${trouble}.` });
    }
    await details.matchNames(folder);
  }
  await details.match();
  const about = (folder: ArchiveFolder): AboutFolder => ({
    shared: shared.get(folder),
    isDeleted: /^recently deleted$/i.test(folder.name),
  });
  for (const folder of folders) {
    const { shared: title, isDeleted } = about(folder);
    if (title == null && !isDeleted) albums.count(folder);
  }
  findings.push(...albums.findings());
  return { parts, folders, details, albums, findings, about };
}

const isMemory = ({ name }: ArchiveFolder, byHeader: boolean): boolean => byHeader || /^memories$/i.test(name);

function missing(
  listings: readonly { readonly part: Part; readonly directories: ReadonlyMap<string, unknown> }[],
  folders: readonly ArchiveFolder[],
): readonly SourceFinding[] {
  const names = new Set(listings.map(({ part }) => part.name));
  for (const { path } of folders) for (const segment of path.split('/')) names.add(segment);
  return missingParts(names).map(name => ({
    code: 'missing-part',
    path: name,
    message: `${name} is not among the parts: the others say that it exists. The photos in it are missing. Download it again at privacy.apple.com, and export once more.`,
  }));
}

async function sharedTitle(folder: ArchiveFolder, entry: Entry): Promise<string> {
  try {
    const json: unknown = entry.size > INFO_LIMIT ? undefined : JSON.parse((await wholeEntry(entry)).toString('utf8'));
    for (const field of ['albumName', 'albumTitle', 'title', 'name']) {
      const title = line((json as Readonly<Record<string, unknown>> | null | undefined)?.[field]);
      if (title != null) return title;
    }
  } catch {
    // The folder is called after the album.
  }
  return line(folder.name) ?? 'Shared album';
}
