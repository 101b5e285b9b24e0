import type { ZipEntry } from './zipEntry.ts';

/**
 * Where the packed bytes of a zip's files lie. Files that share bytes are how a small zip lists more than any disk
 * holds; an honest zip has none.
 */
export class ZipLayout {
  readonly #begins: number[] = [];
  readonly #ends: number[] = [];

  /** @returns false where it doesn't lie behind all others: such are for `fitting`, when all are known */
  add({ position, packed }: ZipEntry): boolean {
    if (position < (this.#ends.at(-1) ?? 0)) return false;
    this.#begins.push(position);
    this.#ends.push(position + packed);
    return true;
  }

  /** Those that share no byte with what was added, nor with each other. */
  fitting(entries: readonly ZipEntry[]): ReadonlySet<ZipEntry> {
    const fitting = new Set<ZipEntry>();
    let end = 0;
    for (const entry of [...entries].sort((a, b) => a.position - b.position)) {
      if (entry.position < end || !this.#isFree(entry)) continue;
      fitting.add(entry);
      end = entry.position + entry.packed;
    }
    return fitting;
  }

  #isFree({ position, packed }: ZipEntry): boolean {
    let [low, high] = [0, this.#begins.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#begins[middle]! < position) low = middle + 1;
      else high = middle;
    }
    return (
      position >= (this.#ends[low - 1] ?? 0) && position + packed <= (this.#begins[low] ?? Number.POSITIVE_INFINITY)
    );
  }
}
