/** A folder that Photos keeps: `.photoslibrary`, or as it was called before, `.photolibrary`. */
const LIBRARY = /\.photos?library$/i;

export function isLibraryName(name: string): boolean {
  return LIBRARY.test(name);
}

/**
 * What to do where a library can't be looked into: macOS guards it against every program that wasn't let in.
 * @param file path of the library, or of a file in it
 * @param code of the system's error
 * @returns undefined where it is something else
 */
export function refusedWords(file: string, code: string | undefined, platform = process.platform): string | undefined {
  const library = file.split(/[\\/]/).find(isLibraryName);
  if (library == null || (code !== 'EPERM' && code !== 'EACCES')) return undefined;
  if (platform !== 'darwin')
    return `${library} may not be read by this user (${code}). Nothing was changed. Check the permissions of the folder and of what is in it.`;
  return `macOS doesn’t let this program look into ${library} (${code}). Nothing was changed. Open System Settings > Privacy & Security > Full Disk Access, switch it on for the program that this runs in (Visual Studio Code, or your terminal), quit that program, start it again, and export once more.`;
}
