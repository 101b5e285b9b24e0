/** What systems and programs leave behind: never an asset, never "extra", not part of a backup. */

const FOLDERS_AND_FILES = new Set(
  [
    '.DS_Store',
    '.AppleDouble',
    '.Spotlight-V100',
    '.fseventsd',
    '.Trashes',
    '.TemporaryItems',
    '.DocumentRevisions-V100',
    '.apdisk',
    '.VolumeIcon.icns',
    'Icon\r',
    'Thumbs.db',
    'ehthumbs.db',
    'desktop.ini',
    '$RECYCLE.BIN',
    'System Volume Information',
    '@eaDir',
    '#recycle',
    '#snapshot',
    '@Recycle',
    '@Recently-Snapshot',
    '.@__thumb',
    '.dtrashes',
    'lost+found',
  ].map(name => name.toLowerCase()),
);

/** @param name one part of a path. `._*` is what macOS writes beside each file on a foreign volume. */
export function isDropping(name: string): boolean {
  return name.startsWith('._') || FOLDERS_AND_FILES.has(name.toLowerCase());
}
