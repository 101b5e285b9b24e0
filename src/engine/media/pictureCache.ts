import { randomUUID } from 'node:crypto';
import { mkdir, opendir, rename, rm, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A use is noted on the file when the last note is older than this. */
const NOTE_USE_MS = 12 * 3600_000;
/** After this share of the limit was written, or this long, the whole folder is looked at again. */
const SWEEP_SHARE = 0.05;
const SWEEP_MS = 24 * 3600_000;
/** A sweep leaves this share of the limit. */
const KEEP_SHARE = 0.9;
/** Temporary files of this age belong to nobody. */
const STALE_MS = 3600_000;
const MARK = '.swept';
const NAME = /^[0-9a-f]{32}\.[a-z0-9]{3,4}$/;
/** As `nameOf` makes it: nothing else is looked for, removed or written, wherever a key came from. */
const PLACE = /^([0-9a-f]{2})\/\1[0-9a-f]{30}\.[a-z0-9]{3,4}$/;

/** Whether a file of the cache has the beginning and the end that it must have: a crash may leave it short or empty. */
export type LooksWhole = (file: string, size: number) => boolean | Promise<boolean>;

/**
 * A folder of pictures that can be made again: `ab/abcdef….webp`, named for the content they were made from.
 * Several processes may use it at once. The least recently used ones go when it grows beyond its limit; the
 * limit may be passed by a twentieth between two looks.
 */
export class PictureCache {
  readonly folder: string;
  readonly #limit: number;
  readonly #looksWhole: LooksWhole;
  #written = 0;
  #sweeping: Promise<void> | undefined;

  /**
   * @param folder absolute; made when first written to
   * @param limit bytes that its files may take
   */
  constructor(folder: string, limit: number, looksWhole: LooksWhole) {
    this.folder = folder;
    this.#limit = limit;
    this.#looksWhole = looksWhole;
  }

  /**
   * @param key 32 lowercase hex digits
   * @returns the name relative to the folder, with `/`: `ab/abcdef….webp`
   * @throws RangeError for any other key
   */
  static nameOf(key: string, extension: string): string {
    return checked(`${key.slice(0, 2)}/${key}.${extension}`);
  }

  /** @throws RangeError for a name that {@link nameOf} would not give */
  pathOf(name: string): string {
    return path.join(this.folder, checked(name));
  }

  /** Whether it is there and looks whole; notes that it was used. One that is broken is removed. */
  async has(name: string): Promise<boolean> {
    const file = this.pathOf(name);
    try {
      const { size, mtimeMs } = await stat(file);
      if (!(await this.#looksWhole(file, size))) {
        await rm(file, { force: true });
        return false;
      }
      const now = Date.now();
      if (now - mtimeMs > NOTE_USE_MS) await utimes(file, now / 1000, now / 1000);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Puts a picture there whole or not at all.
   * @param write puts the content into the file named, which is a temporary one
   * @throws Error of the file system (ENOSPC, EACCES, …)
   */
  async put(name: string, write: (temporary: string) => Promise<void>): Promise<void> {
    const file = this.pathOf(name);
    const temporary = `${file}.${randomUUID()}.tmp`;
    await mkdir(path.dirname(file), { recursive: true });
    try {
      await write(temporary);
      await rename(temporary, file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    // A copy of a person's file has that file's time where the system clones it.
    const now = Date.now() / 1000;
    await utimes(file, now, now);
    this.#written += (await stat(file)).size;
  }

  /** Makes room if it is time to; at most one look at a time. Never throws: a cache that can't be swept still serves. */
  async tidy(): Promise<void> {
    if (!(await this.#due())) return;
    this.#sweeping ??= this.#sweep()
      .catch(() => undefined)
      .finally(() => {
        this.#sweeping = undefined;
      });
    await this.#sweeping;
  }

  async #due(): Promise<boolean> {
    if (this.#written === 0) return false;
    if (this.#written > this.#limit * SWEEP_SHARE) return true;
    try {
      const { mtimeMs } = await stat(path.join(this.folder, MARK));
      return Math.abs(Date.now() - mtimeMs) > SWEEP_MS;
    } catch {
      return true;
    }
  }

  async #sweep(): Promise<void> {
    this.#written = 0;
    await writeFile(path.join(this.folder, MARK), '');
    const found: { file: string; size: number; used: number }[] = [];
    let total = 0;
    for await (const folder of await opendir(this.folder)) {
      if (!folder.isDirectory() || !/^[0-9a-f]{2}$/.test(folder.name)) continue;
      for await (const entry of await opendir(path.join(this.folder, folder.name))) {
        const file = path.join(this.folder, folder.name, entry.name);
        // Another process may take it away in between.
        const seen = await stat(file).catch(() => undefined);
        if (seen == null || !seen.isFile()) continue;
        if (NAME.test(entry.name)) {
          found.push({ file, size: seen.size, used: seen.mtimeMs });
          total += seen.size;
        } else if (entry.name.endsWith('.tmp') && Date.now() - seen.mtimeMs > STALE_MS) {
          await unlink(file).catch(() => undefined);
        }
      }
    }
    if (total <= this.#limit) return;
    found.sort((a, b) => a.used - b.used);
    // The newest one stays, however large: somebody is about to look at it.
    for (const { file, size } of found.slice(0, -1)) {
      if (total <= this.#limit * KEEP_SHARE) return;
      await unlink(file).catch(() => undefined);
      total -= size;
    }
  }
}

function checked(name: string): string {
  if (!PLACE.test(name)) throw new RangeError(`${JSON.stringify(name)} is no name of a picture in a cache.`);
  return name;
}
