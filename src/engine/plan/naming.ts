/** Gives a file another name, never one that is taken. */
import type { FilePath, FileSystem } from './fileSystem.ts';
import { codeOf, hasNoLinks, Refused } from './refused.ts';

/** linked: it has both names now; renamed: it has the new one only, for this file system has no links. */
export type Naming = 'linked' | 'renamed';

/**
 * A link fails where there is something of the name already, which a rename would replace.
 * @throws {Refused} where the name is taken, or lies on another volume; the system's error
 */
export function giveName(fs: FileSystem, from: FilePath, to: FilePath): Naming {
  try {
    fs.link(from, to);
    return 'linked';
  } catch (error) {
    refuse(error);
    if (!hasNoLinks(error)) throw error;
  }
  if (fs.lstat(to) != null) throw taken();
  try {
    fs.rename(from, to);
    return 'renamed';
  } catch (error) {
    refuse(error);
    throw error;
  }
}

function refuse(error: unknown): void {
  if (codeOf(error) === 'EEXIST') throw taken();
  if (codeOf(error) === 'EXDEV')
    throw new Refused('conflict', 'It lies on another volume than where it is to go; a backup must be on one volume.');
}

const taken = (): Refused => new Refused('conflict', 'Another file of this name has appeared there.');

/** Takes back {@link giveName}. `to` goes only where it is the same file as `from`. */
export function takeNameBack(fs: FileSystem, from: FilePath, to: FilePath, naming: Naming): void {
  if (naming === 'linked') {
    if (fs.isSameFile(from, to)) fs.unlink(to);
  } else if (fs.lstat(from) == null) fs.rename(to, from);
}
