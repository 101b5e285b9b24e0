/** Where a file of a source is for an editor: a file that is there, or the archive that it lies in. */
import fs from 'node:fs';
import path from 'node:path';

export interface PlaceInSource {
  /** Absolute path of something that is there, as far as anything is. */
  readonly file: string;
  /** It lies in that, and its own path has to be said. */
  readonly isWithin: boolean;
}

const ARCHIVE = /\.(zip|tgz|tar|tar\.gz)$/i;

/**
 * @param where within the source, with `/`
 * @param sources absolute paths, as they were given
 * @param at the file, or the archive that it lies in, where that is known
 * @returns undefined where there is no source
 */
export function placeInSource(where: string, sources: readonly string[], at?: string): PlaceInSource | undefined {
  if (at != null) return { file: at, isWithin: ARCHIVE.test(at) };
  for (const source of where === '' ? [] : sources) {
    // The name of an archive stands for all of it.
    if (path.basename(source) === where) return { file: source, isWithin: false };
    // What a Takeout says of itself begins below its own folder.
    const file = [source, path.join(source, 'Takeout')]
      .map(folder => path.join(folder, where))
      .find(one => !path.relative(source, one).startsWith('..') && isThere(one));
    if (file != null) return { file, isWithin: false };
  }
  const [first] = sources;
  return first == null ? undefined : { file: archiveIn(first), isWithin: where !== '' };
}

/** Of a folder of archives the first of them, for a folder is nothing that an editor opens. */
function archiveIn(source: string): string {
  try {
    const [archive] = fs
      .readdirSync(source)
      .filter(name => ARCHIVE.test(name))
      .sort();
    return archive == null ? source : path.join(source, archive);
  } catch {
    return source;
  }
}

function isThere(file: string): boolean {
  try {
    return fs.lstatSync(file, { throwIfNoEntry: false }) != null;
  } catch {
    // A part of it is a file, or too long for this system.
    return false;
  }
}
