import { fileKind } from '../../media/kinds.ts';
import { entryPath } from '../archive/entryPath.ts';
import { FilePart } from '../archive/filePart.ts';
import { FolderEntry } from '../archive/folderEntry.ts';
import { lookOutside } from '../outsideFiles.ts';
import type { LibraryFiles, LibraryFolder } from './libraryFiles.ts';
import type { LibraryRow } from './libraryRow.ts';

/** Where an original lies, or would. */
export interface OriginalPlace {
  /** Within the library, with `/`; of one that was left where it was, `referenced` and its path. */
  readonly folder: string;
  readonly name: string;
  readonly entry: FolderEntry | undefined;
  /** What lies beside it. */
  readonly listed: LibraryFolder | undefined;
  /** It was never copied into the library: absolute path. */
  readonly referenced?: string;
}

/** @returns undefined where the database names no place that could be a photo's */
export function originalPlace(row: LibraryRow, uuid: string, files: LibraryFiles): OriginalPlace | undefined {
  const { directory, filename } = row;
  if (typeof filename !== 'string' || (directory != null && typeof directory !== 'string')) return undefined;
  if (typeof directory === 'string' && directory.startsWith('/')) return referencedPlace(directory, filename);
  const at = entryPath(`${directory ?? uuid.charAt(0)}/${filename}`);
  if (at.unsafe != null || at.name !== filename) return undefined;
  const first = uuid.charAt(0);
  const places: readonly (readonly [folder: string, name: string])[] = [
    [`originals/${at.directory}`, filename],
    ...['scopes/cloudsharing/data', 'resources/cloudsharing/data'].flatMap(shared => [
      // Of a shared video the file of that name is its poster.
      [`${shared}/${at.directory}`, row.kind === 1 ? `${uuid}.medium.MP4` : filename] as const,
    ]),
    [`scopes/momentshared/originals/${first}`, filename],
    [`scopes/syndication/originals/${first}`, filename],
  ];
  for (const [folder, name] of places) {
    const listed = files.in(folder);
    const entry = listed.files.get(name);
    if (entry != null) return { folder, name, entry, listed };
  }
  const folder = `originals/${at.directory}`;
  return { folder, name: filename, entry: undefined, listed: files.in(folder) };
}

/** Anybody can write any path into a database: only what is a photo or video by its name is looked at. */
function referencedPlace(directory: string, filename: string): OriginalPlace | undefined {
  const at = entryPath(`${directory.slice(1)}/${filename}`);
  if (at.unsafe != null || at.name !== filename || !isMedia(filename)) return undefined;
  const folder = `referenced/${at.directory}`;
  const referenced = `/${at.directory}/${filename}`;
  const stat = lookOutside(referenced);
  const entry =
    stat != null
      ? new FolderEntry(new FilePart(referenced), { text: '' }, { text: filename }, stat.size, stat.mtimeMs, 0)
      : undefined;
  return { folder, name: filename, entry, listed: undefined, referenced };
}

function isMedia(name: string): boolean {
  return ['image', 'raw', 'video'].includes(fileKind(name));
}
