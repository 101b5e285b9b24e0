/** What takes longest to begin is begun first: an export of folders walks over them in a thread, while all else is loaded. */
import fs from 'node:fs';
import { beginThread } from '../engine/jobs/surveying/waitingThread.ts';
import { isLibraryName } from '../engine/sources/photos-library/libraryAccess.ts';

/** @param args of the command line; where they are read wrongly here, a thread is begun for nothing, or later */
export function beginEarly(args: readonly string[]): void {
  const isSource = (arg: string, i: number): boolean => i > 0 && !arg.startsWith('-') && args[i - 1] !== '--to';
  if (args[0] !== 'export' || args.includes('--dry-run')) return;
  if (args.some((arg, i) => isSource(arg, i) && isWalked(arg))) beginThread();
}

/** Of a library of Photos other files are looked at. */
function isWalked(source: string): boolean {
  try {
    return fs.statSync(source).isDirectory() && !isLibraryName(source);
  } catch {
    return false;
  }
}
