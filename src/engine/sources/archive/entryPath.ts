/** Bytes (UTF-8) of a whole path that no system of ours has longer. */
const LONGEST_PATH = 4096;
const DEEPEST = 64;

export type EntryPath =
  | { readonly directory: string; readonly name: string; readonly unsafe?: undefined }
  | { readonly unsafe: string };

/**
 * Takes the path of an archive's entry apart. What leads out of the folder that it would be unpacked to, or could
 * be taken for another path by some system, is refused: an archive that says so was made to do harm or is damaged.
 * @param text decoded; ends in `/` for a folder
 */
export function entryPath(text: string): EntryPath {
  if (text === '') return { unsafe: 'it has no name' };
  if (text.includes('\0')) return { unsafe: 'its name holds a NUL' };
  if (Buffer.byteLength(text) > LONGEST_PATH) return { unsafe: 'its path is longer than any system allows' };
  // Some Windows programs write `\` between folders; Takeout never has it in a name.
  const path = text.replaceAll('\\', '/');
  if (path.startsWith('/')) return { unsafe: 'its path is absolute' };
  if (/^[A-Za-z]:/.test(path)) return { unsafe: 'its path begins with a drive' };
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  if (parts.includes('..')) return { unsafe: 'its path leads out of the archive' };
  if (parts.length > DEEPEST) return { unsafe: 'it lies in too many folders within each other' };
  const name = parts.pop();
  return name == null ? { unsafe: 'it has no name' } : { directory: parts.join('/'), name };
}

/** A path that may hold anything, as it can be printed: of a long one the beginning, and the end, which says what it is. */
export function shownPath(text: string): string {
  const short = text.length <= 300 ? text : `${text.slice(0, 150)}…${text.slice(-149)}`;
  return short.toWellFormed().replace(/[\u0000-\u001f\u007f]/g, '\u{fffd}');
}
