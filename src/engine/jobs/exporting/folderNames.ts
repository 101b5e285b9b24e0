/**
 * Which names are free in each folder of the backup. A stem belongs to one asset: a photo beside another's video
 * of the same stem would become its live half.
 */

import { fold } from '../../media/draft.ts';
import { originalStems } from '../../media/editNames.ts';
import { fileKind, splitName } from '../../media/kinds.ts';

interface Taken {
  readonly names: Set<string>;
  readonly stems: Set<string>;
}

export class FolderNames {
  readonly #existing: (folder: string) => Iterable<string>;
  readonly #folders = new Map<string, Taken>();

  /** @param existing names of the files and folders that a folder of the backup has; asked once a folder */
  constructor(existing: (folder: string) => Iterable<string>) {
    this.#existing = existing;
  }

  /**
   * Takes the names for an asset.
   * @param tails what follows the stem in each file's name
   * @returns the stem that was free: `stem`, or `stem (2)` and on
   */
  take(folder: string, stem: string, tails: readonly string[]): string {
    const taken = this.#folder(folder);
    let free = stem;
    for (let n = 2; !isFree(taken, free, tails); n++) free = `${stem} (${n})`;
    claim(taken, free, tails);
    return free;
  }

  /**
   * Takes names for files that join an asset which has the stem already.
   * @returns whether all of them were free; none is taken otherwise
   */
  join(folder: string, stem: string, tails: readonly string[]): boolean {
    const taken = this.#folder(folder);
    if (tails.some(tail => taken.names.has(fold(stem + tail)))) return false;
    claim(taken, stem, tails);
    return true;
  }

  #folder(folder: string): Taken {
    const key = fold(folder);
    const known = this.#folders.get(key);
    if (known != null) return known;
    const names = new Set<string>();
    const stems = new Set<string>();
    for (const name of this.#existing(folder)) {
      names.add(fold(name));
      for (const stem of stemsOf(name)) stems.add(stem);
    }
    const fresh = { names, stems };
    this.#folders.set(key, fresh);
    return fresh;
  }
}

function claim(taken: Taken, stem: string, tails: readonly string[]): void {
  for (const tail of tails) {
    taken.names.add(fold(stem + tail));
    for (const claimed of stemsOf(stem + tail)) taken.stems.add(claimed);
  }
}

function isFree(taken: Taken, stem: string, tails: readonly string[]): boolean {
  return tails.every(
    tail => !taken.names.has(fold(stem + tail)) && stemsOf(stem + tail).every(claimed => !taken.stems.has(claimed)),
  );
}

/** The stems under which grouping may look for a file's fellows. */
function stemsOf(name: string): readonly string[] {
  const normal = name.normalize('NFC');
  const { stem, extension } = splitName(normal);
  const own = fileKind(normal) === 'sidecar' ? [stem, splitName(stem).stem] : [stem];
  return own.flatMap(each => [fold(each), ...originalStems(each, extension).map(original => fold(original.stem))]);
}
