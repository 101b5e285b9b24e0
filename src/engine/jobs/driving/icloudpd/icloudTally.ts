import type { Counts } from '../../job.ts';

const WAYS = ['copied', 'unchanged', 'duplicates', 'skipped', 'missing', 'failed'] as const;

/** Counts photos and videos, file by file: those that came in, and those that icloudpd only told of. */
export class IcloudTally {
  /** Of the exports of what came. */
  readonly #sums = new Map<string, number>();
  /** Told to be there from before. */
  readonly #there = new Set<string>();
  /** They are in the sums. */
  readonly #counted = new Set<string>();
  /** By the person's choice. */
  leftOut = 0;
  failed = 0;
  /** They came before, and were deleted from the backup since. */
  readonly #gone = new Set<string>();

  /** What an export of some that came has counted. */
  add(counts: Counts): void {
    for (const [name, count] of Object.entries(counts))
      if (typeof count === 'number') this.#sums.set(name, (this.#sums.get(name) ?? 0) + count);
  }

  /** An export counts them. */
  count(paths: readonly string[]): void {
    for (const path of paths) {
      this.#counted.add(path);
      this.#there.delete(path);
    }
  }

  isCounted(path: string): boolean {
    return this.#counted.has(path);
  }

  /** @param path any text that no other file has */
  wasThere(path: string): void {
    if (!this.#counted.has(path)) this.#there.add(path);
  }

  /** @returns whether that is new */
  isGone(path: string): boolean {
    const isNew = !this.#gone.has(path);
    this.#gone.add(path);
    return isNew;
  }

  /** @param more what the export that is at work has counted so far */
  counts(more: Counts = {}): Counts {
    const all: Record<string, number> = Object.fromEntries(this.#sums);
    for (const [name, count] of Object.entries(more))
      if (typeof count === 'number') all[name] = (all[name] ?? 0) + count;
    const way = (name: (typeof WAYS)[number]): number => all[name] ?? 0;
    const counts = {
      ...all,
      copied: way('copied'),
      unchanged: way('unchanged') + this.#there.size,
      duplicates: way('duplicates'),
      skipped: way('skipped') + this.leftOut + this.#gone.size,
      missing: way('missing'),
      failed: way('failed') + this.failed,
    };
    return { ...counts, items: WAYS.reduce((items, name) => items + counts[name], 0) };
  }
}
