/** The folders that a plan puts files into: made where they are absent, and never through a link that leads out. */
import { joinName, type Name } from '../backup/name.ts';
import type { FilePath, FileSystem } from './fileSystem.ts';
import { inParallel } from './inParallel.ts';
import { Refused } from './refused.ts';
import { parted } from './step.ts';

const AT_ONCE = 4;

export class Folders {
  readonly #fs: FileSystem;
  readonly #at: (path: Name) => FilePath;
  readonly #sound = new Set<string>();
  readonly #unsynced = new Map<string, Name>();

  /** @param at absolute path of what lies in the backup */
  constructor(fs: FileSystem, at: (path: Name) => FilePath) {
    this.#fs = fs;
    this.#at = at;
  }

  /** What is known of folders is looked at again: another program may have put a link in their place. */
  forget(): void {
    this.#sound.clear();
  }

  /**
   * That each part of it that is there is a folder of its own, not a link.
   * @returns whether all of it is there
   * @throws {Refused}
   */
  check(dir: Name): boolean {
    if (dir.text === '' || this.#sound.has(dir.text)) return true;
    if (!this.check(parted(dir).dir)) return false;
    const stat = this.#fs.lstat(this.#at(dir));
    if (stat == null) return false;
    if (stat.kind === 'link')
      throw new Refused('unsafe-path', `${dir.text} is a link; nothing is written through links.`);
    if (stat.kind !== 'folder') throw new Refused('conflict', `${dir.text} is a file where a folder is needed.`);
    this.#sound.add(dir.text);
    return true;
  }

  /** Makes it with all that lead to it. @throws {Refused}; the system's error */
  make(dir: Name): void {
    if (this.check(dir)) return;
    const { dir: parent, name } = parted(dir);
    this.make(parent);
    this.#fs.makeFolder(this.#at(joinName(parent, name)));
    this.check(dir);
    this.touch(parent);
  }

  /** A name came to this folder, or left it. */
  touch(dir: Name): void {
    this.#unsynced.set(dir.text, dir);
  }

  /** Makes all that was touched last. */
  async sync(): Promise<void> {
    const dirs = [...this.#unsynced.values()];
    await inParallel(dirs, AT_ONCE, async dir => {
      // Another program may have taken the folder away: then there is nothing to be made last.
      if (this.#fs.lstat(this.#at(dir)) != null) await this.#fs.syncFolder(this.#at(dir));
      this.#unsynced.delete(dir.text);
    });
  }
}
