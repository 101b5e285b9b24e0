/** The bytes that files of the backup have now, where their record may not be trusted. */
import fs from 'node:fs';
import { clockOf } from '../../backup/clock.ts';
import { hashFile } from '../../backup/hash.ts';
import { joinPath, type Name } from '../../backup/name.ts';
import type { Clock } from '../../backup/sameTime.ts';
import { microseconds } from '../../backup/walk.ts';
import { isAsRecorded } from '../verifying/asRecorded.ts';

export interface Recorded {
  readonly id: number;
  readonly sha: Buffer | null;
  readonly rec_size: number | null;
  readonly rec_mtime: number | null;
  /** What verifying found last; null where it was fine. */
  readonly state: string | null;
}

export class BytesHere {
  readonly #root: string;
  readonly #pause: () => Promise<void> | undefined;
  /** Asked of the disk when it is needed. */
  #clock: Clock | undefined;
  /** Of files that are not as recorded, whether their bytes are. */
  readonly #whole = new Map<number, boolean>();
  readonly #read = new Map<string, string>();

  /** @param root of the backup */
  constructor(root: string, pause: () => Promise<void> | undefined) {
    this.#root = root;
    this.#pause = pause;
  }

  /** Whether they are those on record. What is as it was recorded costs a stat; of anything else only the bytes tell. */
  async areRecorded(path: Name, { id, sha, rec_size, rec_mtime, state }: Recorded): Promise<boolean> {
    const known = this.#whole.get(id);
    if (known != null) return known;
    const stat = sha == null ? undefined : this.#lstat(path);
    if (sha == null || stat?.isFile() !== true) return false;
    this.#clock ??= clockOf(this.#root);
    const now = { size: stat.size, mtime: microseconds(stat.mtimeMs), rec_size, rec_mtime };
    if (state == null && isAsRecorded(now, this.#clock)) return true;
    const isWhole = (await this.sha256(path)) === sha.toString('hex');
    this.#whole.set(id, isWhole);
    return isWhole;
  }

  #lstat(path: Name): fs.Stats | undefined {
    try {
      return fs.lstatSync(joinPath(this.#root, path), { throwIfNoEntry: false });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code == null) throw error;
      return undefined;
    }
  }

  /** In hex. @returns undefined where it can't be told: it is then not the same as any */
  async sha256(path: Name): Promise<string | undefined> {
    try {
      const { sha256, unsteady } = await hashFile(joinPath(this.#root, path), () => {}, this.#pause, 'cloud');
      if (unsteady) return undefined;
      const hex = sha256.toString('hex');
      this.#read.set(path.text, hex);
      return hex;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code == null) throw error;
      return undefined;
    }
  }

  /** As {@link sha256} gave it before. */
  known(path: Name): string | undefined {
    return this.#read.get(path.text);
  }
}
