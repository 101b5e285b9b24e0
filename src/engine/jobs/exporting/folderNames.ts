/**
 * Which names are free in each folder of the backup. A stem belongs to one asset: a photo beside another's video
 * of the same stem would become its live half.
 */

import { fold } from '../../media/draft.ts';
import { originalStems } from '../../media/editNames.ts';
import { fileKind, splitName } from '../../media/kinds.ts';

export class FolderNames {
  readonly #existing: (folder: string) => Iterable<string>;
  readonly #folders = new Map<string, { readonly names: Set<string>; readonly stems: Set<string> }>();

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
    for (const tail of tails) {
      const name = free + tail;
      taken.names.add(fold(name));
      for (const claimed of stemsOf(name)) taken.stems.add(claimed);
    }
    return free;
  }

  #folder(folder: string): { readonly names: Set<string>; readonly stems: Set<string> } {
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

function isFree(
  taken: { readonly names: ReadonlySet<string>; readonly stems: ReadonlySet<string> },
  stem: string,
  tails: readonly string[],
): boolean {
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
