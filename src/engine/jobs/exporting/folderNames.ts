/**
 * Which names are free in each folder of the backup. A stem belongs to one asset: a photo beside another's video
 * of the same stem would become its live half.
 */

import { fold } from '../../media/draft.ts';
import { originalStems } from '../../media/editNames.ts';
import { fileKind, splitName } from '../../media/kinds.ts';
import { hashOf, RowIndex } from '../../table/rowIndex.ts';

export class FolderNames {
  readonly #existing: (folder: string) => Iterable<string>;
  /** A number for each folder. */
  readonly #folders = new Map<string, number>();
  /**
   * How often each is taken, as hashes, for there are hundreds of thousands. Where two names had the same, one would be given
   * another name without need.
   */
  readonly #names = new RowIndex();
  readonly #stems = new RowIndex();

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
    const at = this.#folder(folder);
    let free = stem;
    for (let n = 2; !this.#isFree(at, free, tails); n++) free = `${stem} (${n})`;
    this.#claim(at, free, tails);
    return free;
  }

  /**
   * Takes names for files that join an asset which has the stem already.
   * @returns whether all of them were free; none is taken otherwise
   */
  join(folder: string, stem: string, tails: readonly string[]): boolean {
    const at = this.#folder(folder);
    if (tails.some(tail => isClaimed(this.#names, key(at, fold(stem + tail))))) return false;
    this.#claim(at, stem, tails);
    return true;
  }

  /** Lets go of the name of a file that is missing, for it is about to come back. */
  release(folder: string, name: string): void {
    const at = this.#folder(folder);
    const letGo = (index: RowIndex, claimed: string): void => {
      const claims = index.get(key(at, claimed)) ?? 0;
      if (claims > 0) index.set(key(at, claimed), claims - 1);
    };
    letGo(this.#names, fold(name));
    for (const claimed of stemsOf(name)) letGo(this.#stems, claimed);
  }

  #folder(folder: string): number {
    const folded = fold(folder);
    const known = this.#folders.get(folded);
    if (known != null) return known;
    const at = this.#folders.size;
    this.#folders.set(folded, at);
    for (const name of this.#existing(folder)) this.#claim(at, name, ['']);
    return at;
  }

  #claim(at: number, stem: string, tails: readonly string[]): void {
    for (const tail of tails) {
      claim(this.#names, key(at, fold(stem + tail)));
      for (const claimed of stemsOf(stem + tail)) claim(this.#stems, key(at, claimed));
    }
  }

  #isFree(at: number, stem: string, tails: readonly string[]): boolean {
    return tails.every(
      tail =>
        !isClaimed(this.#names, key(at, fold(stem + tail))) &&
        stemsOf(stem + tail).every(claimed => !isClaimed(this.#stems, key(at, claimed))),
    );
  }
}

const isClaimed = (index: RowIndex, key: number): boolean => (index.get(key) ?? 0) > 0;
const claim = (index: RowIndex, key: number): void => index.set(key, (index.get(key) ?? 0) + 1);

const key = (at: number, name: string): number => hashOf(`${at}/${name}`);

/** The stems under which grouping may look for a file's fellows. */
function stemsOf(name: string): readonly string[] {
  const normal = name.normalize('NFC');
  const { stem, extension } = splitName(normal);
  const own = fileKind(normal) === 'sidecar' ? [stem, splitName(stem).stem] : [stem];
  return own.flatMap(each => [fold(each), ...originalStems(each, extension).map(original => fold(original.stem))]);
}
