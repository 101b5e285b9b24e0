/**
 * Files that a source only refers to, and that lie somewhere else: originals that were never copied into their Photos
 * library. The stamp of the source doesn't know them, so they are looked at one by one.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** As they were found; to be kept. */
export interface OutsideState {
  /** Names by folder. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  readonly stamp: string;
}

interface Looks {
  readonly size: number;
  readonly mtimeMs: number;
}

/** @param file absolute path @returns undefined where there is no such file, or none that may be looked at */
export function lookOutside(file: string): Looks | undefined {
  try {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    return stat?.isFile() === true ? stat : undefined;
  } catch {
    return undefined;
  }
}

export class OutsideFiles {
  readonly #files = new Map<string, Map<string, string>>();
  #size = 0;

  /** @param file absolute path @param looks undefined where it is not there: it may come */
  add(file: string, looks: Looks | undefined): void {
    const folder = path.dirname(file);
    const names = this.#files.get(folder) ?? new Map<string, string>();
    if (names.size === 0) this.#files.set(folder, names);
    const before = names.size;
    names.set(path.basename(file), wordsOf(looks));
    this.#size += names.size - before;
  }

  get size(): number {
    return this.#size;
  }

  get state(): OutsideState | undefined {
    if (this.#size === 0) return undefined;
    const files = Object.fromEntries([...this.#files].map(([folder, names]) => [folder, [...names.keys()]]));
    return { files, stamp: stampOf(files, (folder, name) => this.#files.get(folder)?.get(name) ?? '') };
  }
}

/** Whether all of them are as they were. */
export const isAsBefore = ({ files, stamp }: OutsideState): boolean =>
  stampOf(files, (folder, name) => wordsOf(lookOutside(path.join(folder, name)))) === stamp;

const wordsOf = (looks: Looks | undefined): string => (looks == null ? 'none' : `${looks.size} ${looks.mtimeMs}`);

function stampOf(files: OutsideState['files'], looks: (folder: string, name: string) => string): string {
  const hash = createHash('sha256');
  for (const [folder, names] of Object.entries(files))
    for (const name of names) hash.update(`${folder}\0${name}\0${looks(folder, name)}\n`);
  return hash.digest('hex');
}
