/**
 * What a folder was found to hold, to be gone by as long as the folder's own times say that nothing came, went or was
 * renamed in it since: its files then need only be looked at, and the folder needs no listing, which takes as long as
 * four files. Only for file systems that are known to keep those times truly; a folder elsewhere is always listed.
 */
import fs from 'node:fs';
import { joinPath, type Name } from './name.ts';

export interface Listing {
  readonly inode: number;
  /** Of the folder, which no program can set: microseconds from 1970-01-01 UTC. */
  readonly ctime: number;
  readonly files: readonly string[];
  /** The folders that are to be gone into. */
  readonly folders: readonly string[];
}

/** Those of one backup, as its catalog knows them. */
export interface Listings {
  /** @param dir relative to the backup's root, with `/` */
  of(dir: string): Listing | undefined;
  readonly trusted: TrustedTimes;
}

/** As Linux numbers them in statfs(2): btrfs, ext2 to ext4, f2fs, overlayfs, tmpfs, xfs, zfs. */
const TRUSTED = new Set([0x9123683e, 0xef53, 0xf2f52010, 0x794c7630, 0x01021994, 0x58465342, 0x2fc12fc1]);

/** ext3 keeps whole seconds: what was changed within the last of them may change again without its time telling. */
const TICK = 2_000_000;

/** Whether the file system is known to tell by a folder's own times that something came, went or was renamed in it. */
export function keepsFolderTimes(root: string): boolean {
  try {
    return process.platform === 'linux' && TRUSTED.has(fs.statfsSync(root).type);
  } catch {
    return false;
  }
}

/** Whose times are gone by, and up to when. */
export class TrustedTimes {
  readonly #device: number;
  readonly #until: number;

  private constructor(device: number, until: number) {
    this.#device = device;
    this.#until = until;
  }

  /**
   * @param root absolute path of the backup
   * @param written path of a file of ours in it that was written just now: the file system's own clock, which over a
   *   network is not this machine's
   * @returns undefined where folders' times are not to be gone by
   */
  static of(root: string, written: string): TrustedTimes | undefined {
    if (!keepsFolderTimes(root)) return undefined;
    try {
      const { dev, mtimeMs } = fs.lstatSync(written);
      return new TrustedTimes(dev, mtimeMs * 1000 - TICK);
    } catch {
      return undefined;
    }
  }

  /** @returns what a listing that begins now may be known by later; undefined where it may not */
  now(root: string, dir: Name): Pick<Listing, 'inode' | 'ctime'> | undefined {
    if (dir.raw != null) return undefined;
    const stat = fs.lstatSync(joinPath(root, dir), { throwIfNoEntry: false });
    // What is mounted in it may be of any kind.
    if (stat == null || !stat.isDirectory() || stat.dev !== this.#device) return undefined;
    const ctime = stat.ctimeMs * 1000;
    return ctime < this.#until ? { inode: stat.ino, ctime: Math.round(ctime) } : undefined;
  }
}
