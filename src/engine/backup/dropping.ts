import { isTemporaryName } from './temporaryName.ts';

/** Folders and files that systems and NAS boxes leave behind; compared without case, as their volumes are. */
const DROPPINGS: ReadonlySet<string> = new Set([
  '.ds_store',
  '.appledouble',
  '.localized',
  'thumbs.db',
  'thumbs.db:encryptable',
  'ehthumbs.db',
  'desktop.ini',
  '@eadir',
  '#recycle',
  '#snapshot',
  '@recently-snapshot',
  'icon\r',
  '@recycle',
  '.@__thumb',
  '.spotlight-v100',
  '.fseventsd',
  '.trashes',
  '.temporaryitems',
  '.documentrevisions-v100',
  '.volumeicon.icns',
  '.apdisk',
  '$recycle.bin',
  'system volume information',
  'lost+found',
  '.dtrashes',
  '.dtrashed',
  '.nomedia',
]);

/**
 * Whether the system left this name behind: never an asset, never "extra". `X_exiftool_tmp` is none of them: a
 * write was broken off there, which a person must hear of.
 */
export function isDropping(name: string, isFolder = false): boolean {
  // What macOS keeps of a file beside it is a file; a folder of such a name is a person's.
  if (!isFolder && (name.startsWith('._') || isTemporaryName(name))) return true;
  const lower = name.toLowerCase();
  return DROPPINGS.has(lower) || /^\.trash-\d+$/.test(lower);
}
