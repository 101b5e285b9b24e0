import { groupingKeys } from '../media/groupingKeys.ts';
import type { GroupFile } from '../media/model.ts';
import { hashOf, RowIndex } from '../table/rowIndex.ts';

/** Files that are grouped at once, as far as they can be told apart. */
export const SHARE = 4096;

/**
 * Shares of a folder's files that have nothing to do with each other: grouped one after the other they are what they
 * would be as a whole, and take much less memory than a hundred thousand at once.
 * @param fileAt from 0 to `count`; asked twice for each
 * @returns which files each share has, in their order
 */
export function* shares(
  count: number,
  fileAt: (index: number) => GroupFile,
  size = SHARE,
): Generator<readonly number[]> {
  if (count <= size) {
    yield Array.from({ length: count }, (_, index) => index);
    return;
  }
  // What told them apart is not kept while they are grouped.
  yield* relatedOf(count, fileAt).packed(size);
}

function relatedOf(count: number, fileAt: (index: number) => GroupFile): Related {
  const related = new Related(count);
  const givers = new RowIndex();
  for (let index = 0; index < count; index++)
    for (const key of groupingKeys(fileAt(index)).gives) {
      const giver = givers.get(hashOf(key));
      if (giver == null) givers.set(hashOf(key), index);
      else related.join(index, giver);
    }
  for (let index = 0; index < count; index++)
    for (const key of groupingKeys(fileAt(index)).seeks) {
      const giver = givers.get(hashOf(key));
      if (giver != null) related.join(index, giver);
    }
  return related;
}

/** Sets of files, each called after its first one. */
class Related {
  readonly #firsts: Uint32Array;

  constructor(count: number) {
    this.#firsts = Uint32Array.from({ length: count }, (_, index) => index);
  }

  join(a: number, b: number): void {
    const [first, second] = [this.#first(a), this.#first(b)];
    this.#firsts[Math.max(first, second)] = Math.min(first, second);
  }

  /** Whole sets, in the order of their first ones, as many as fit into a share. */
  *packed(size: number): Generator<readonly number[]> {
    const sizes = new Uint32Array(this.#firsts.length);
    for (let index = 0; index < sizes.length; index++) sizes[this.#first(index)]!++;
    const shareOf = new Uint32Array(sizes.length);
    let [share, full] = [0, 0];
    for (let index = 0; index < sizes.length; index++) {
      if (this.#firsts[index] !== index) continue;
      if (full > 0 && full + sizes[index]! > size) [share, full] = [share + 1, 0];
      shareOf[index] = share;
      full += sizes[index]!;
    }
    const lists: number[][] = Array.from({ length: share + 1 }, () => []);
    for (let index = 0; index < sizes.length; index++) lists[shareOf[this.#first(index)]!]!.push(index);
    yield* lists;
  }

  #first(index: number): number {
    let first = index;
    while (this.#firsts[first] !== first) {
      // Halves the way for the next time.
      this.#firsts[first] = this.#firsts[this.#firsts[first]!]!;
      first = this.#firsts[first]!;
    }
    return first;
  }
}
