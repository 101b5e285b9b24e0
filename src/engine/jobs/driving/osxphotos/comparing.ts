/** What osxphotos has to be asked for of a photo: by the library, by what it exported before, and by what is there. Pure. */
import type { OsxphotosFlags } from '../../../programs/osxphotosFlags.ts';
import type { ExportedFile } from '../../../sources/osxphotos/exportDatabase.ts';
import { isMedia, type LibraryPhoto, type LibraryPhotoFile } from '../../../sources/osxphotos/libraryPhotos.ts';
import type { Standing } from './standing.ts';

/** A file of the library with what was made of it. */
export interface Pair {
  readonly file: LibraryPhotoFile;
  readonly exported: ExportedFile | undefined;
}

export interface Comparison {
  /** Why osxphotos is asked for it; undefined where there is nothing to do. */
  readonly why: 'new' | 'changed' | 'failed' | 'gone' | 'missing' | 'metadata' | undefined;
  /** Its files that need nothing, as they are counted. */
  readonly unchanged: number;
  /** Taken out of the backup since, and not to be brought back: where they were. */
  readonly removed: readonly string[];
  /** Not on this computer, and not to be downloaded. */
  readonly missing: LibraryPhoto['absent'];
  /** Files that are wanted. */
  readonly wanted: number;
  /** Of those that are on this computer. */
  readonly bytes: number;
  readonly pairs: readonly Pair[];
}

export interface Asked {
  readonly flags: OsxphotosFlags;
  /** Also what was taken out of the backup since. */
  readonly again: boolean;
  /** What the library says of the photo isn't what was said when it was exported, and osxphotos writes that into files. */
  readonly isRetold: boolean;
}

/** @param exported what osxphotos noted of the photo, sidecars among it */
export function comparePhoto(
  photo: LibraryPhoto,
  exported: readonly ExportedFile[],
  { flags, again, isRetold }: Asked,
  standing: (file: ExportedFile) => Standing,
): Comparison {
  const files = photo.files.filter(({ role }, i) => isExported(role === 'raw' && i === 0 ? 'original' : role, flags));
  const absent = photo.absent.filter(({ what }) => isExported(ROLES[what], flags));
  const media = exported.filter(({ path }) => isMedia(path.slice(path.lastIndexOf('/') + 1)));
  const { pairs, rest } = paired(files, media);
  const removed: string[] = [];
  let why: Comparison['why'];
  let unchanged = 0;
  let wanted = 0;
  let bytes = 0;
  const want = (reason: NonNullable<Comparison['why']>, size: number): void => {
    why ??= reason;
    wanted++;
    bytes += size;
  };
  for (const { file, exported: made } of pairs) {
    const { size } = file;
    if (made == null) {
      want(exported.length === 0 ? 'new' : 'changed', size);
      continue;
    }
    const state = standing(made);
    if (state === 'removed' && !again) removed.push(made.path);
    else if (state === 'removed' || state === 'absent') want('gone', size);
    else if (state === 'changed') want('changed', size);
    else if (made.hasError) want('failed', size);
    else unchanged++;
  }
  const missing: LibraryPhoto['absent'][number][] = [];
  for (const one of absent) {
    // Downloaded before, or exported when it still was on this computer.
    const made = rest.find(file => ['same', 'accepted'].includes(standing(file)));
    if (made != null) {
      rest.splice(rest.indexOf(made), 1);
      unchanged++;
    } else if (flags.has('--download-missing')) want('missing', 0);
    else missing.push(one);
  }
  if (why == null && isRetold && unchanged > 0) {
    why = 'metadata';
    wanted = unchanged;
    unchanged = 0;
  }
  return { why, unchanged, removed, missing, wanted, bytes, pairs };
}

/** What of a photo osxphotos exports at all. */
function isExported(role: LibraryPhotoFile['role'], flags: OsxphotosFlags): boolean {
  if (role === 'edited') return !flags.has('--skip-edited');
  if (role === 'live') return !flags.has('--skip-live');
  // Of a photo that is RAW alone it is the original.
  if (role === 'raw') return !flags.has('--skip-raw');
  return true;
}

const ROLES = { original: 'original', RAW: 'raw', 'live video': 'live', 'edited version': 'edited' } as const;

/** By size and time of the source, as osxphotos noted them. */
function paired(
  files: readonly LibraryPhotoFile[],
  media: readonly ExportedFile[],
): { readonly pairs: readonly Pair[]; readonly rest: ExportedFile[] } {
  const rest = [...media];
  const pairs = files.map((file): Pair => {
    const seconds = Math.trunc(file.mtimeMs / 1000);
    const at = rest.findIndex(({ srcSize, srcMtime }) => srcSize === file.size && srcMtime === seconds);
    return { file, exported: at < 0 ? undefined : rest.splice(at, 1)[0] };
  });
  return { pairs, rest };
}
