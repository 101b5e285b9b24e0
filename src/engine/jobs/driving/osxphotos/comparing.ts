/** What osxphotos has to be asked for of a photo: by the library, by what it exported before, and by what is there. Pure. */
import type { OsxphotosFlags } from '../../../programs/osxphotosFlags.ts';
import type { ExportedFile } from '../../../sources/osxphotos/exportedFile.ts';
import { isMedia, type LibraryPhoto, type LibraryPhotoFile } from '../../../sources/osxphotos/libraryPhotos.ts';
import type { Standing, Standings } from './standing.ts';

/** A file of the library with what was made of it: more than one where a photo goes into the folder of each album. */
export interface Pair {
  readonly file: LibraryPhotoFile;
  readonly exported: readonly ExportedFile[];
}

export interface Comparison {
  /** Why osxphotos is asked for it; undefined where there is nothing to do. */
  readonly why: 'new' | 'changed' | 'failed' | 'gone' | 'missing' | 'metadata' | undefined;
  /** Its files that need nothing, as they are counted. */
  readonly unchanged: number;
  /** Taken out of the backup since, and not to be brought back: where they were. */
  readonly removed: readonly string[];
  /** Of the unchanged ones, those that are on record with other bytes than osxphotos exported. */
  readonly accepted: readonly string[];
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
  standings: Pick<Standings, 'of' | 'isElsewhere'>,
): Comparison {
  const standing = (one: ExportedFile): Standing => standings.of(one);
  const files = photo.files.filter(({ role }, i) => isExported(role === 'raw' && i === 0 ? 'original' : role, flags));
  const absent = photo.absent.filter(({ what }) => isExported(ROLES[what], flags));
  const media = exported.filter(({ path }) => isMedia(path.slice(path.lastIndexOf('/') + 1)));
  const { pairs, rest } = paired(files, media);
  const removed: string[] = [];
  const accepted: string[] = [];
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
    if (made.length === 0) {
      want(exported.length === 0 ? 'new' : 'changed', size);
      continue;
    }
    const states = made.map(standing);
    const isAway = states.every(state => state === 'absent' || state === 'removed');
    if (isAway && standings.isElsewhere(file)) unchanged++;
    else if (states.includes('absent') || (again && states.includes('removed'))) want('gone', size);
    else if (states.includes('changed')) want('changed', size);
    else if (states.every(state => state === 'removed')) removed.push(made[0]!.path);
    else if (made.some(({ hasError }) => hasError)) want('failed', size);
    else {
      unchanged++;
      accepted.push(...made.filter((_, i) => states[i] === 'accepted').map(({ path }) => path));
    }
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
  if (why == null && unchanged > 0 && (isRetold || isOtherwise(exported, media, flags))) {
    why = 'metadata';
    wanted = unchanged;
    unchanged = 0;
  }
  return { why, unchanged, removed, accepted, missing, wanted, bytes, pairs };
}

const EXIFTOOL = 2;

/** Whether it was exported without what is to be written now, or with what is not. */
function isOtherwise(
  exported: readonly ExportedFile[],
  media: readonly ExportedFile[],
  flags: OsxphotosFlags,
): boolean {
  const wanted = flags.has('--exiftool') ? EXIFTOOL : 0;
  if (media.some(({ options }) => options != null && (options & EXIFTOOL) !== wanted)) return true;
  return flags
    .valuesOf('--sidecar')
    .some(kind => !exported.some(({ path }) => path.toLowerCase().endsWith(kind === 'xmp' ? '.xmp' : '.json')));
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
  const isOf = (file: LibraryPhotoFile, { srcSize, srcMtime }: ExportedFile): boolean =>
    srcSize === file.size && srcMtime === Math.trunc(file.mtimeMs / 1000);
  const take = (file: LibraryPhotoFile): ExportedFile[] => {
    const at = rest.findIndex(one => isOf(file, one));
    return at < 0 ? [] : rest.splice(at, 1);
  };
  // Two files of a photo may be alike in both: each has one first.
  const pairs = files.map(file => ({ file, exported: take(file) }));
  // An original never changes in a library: only its time does, when the library is copied, or it was downloaded before.
  for (const { file, exported } of pairs) {
    const at = rest.findIndex(({ srcSize }) => srcSize === file.size);
    if (exported.length === 0 && file.role !== 'edited' && at >= 0) exported.push(...rest.splice(at, 1));
  }
  for (const { file, exported } of pairs)
    for (let more = take(file); more.length > 0; more = take(file)) exported.push(...more);
  return { pairs, rest };
}
