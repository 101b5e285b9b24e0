/** Whether a folder lies on a disk of this machine, where no service takes bytes away: a hole there is damage. */
import fs from 'node:fs';

/** As Linux numbers them in statfs(2): ext, XFS, Btrfs, F2FS, bcachefs, JFS, ZFS, NTFS, FAT, exFAT, overlay, tmpfs. */
const LOCAL_TYPES: ReadonlySet<number> = new Set([
  0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0xca451a4e, 0x3153464a, 0x2fc12fc1, 0x7366746e, 0x4d44, 0x2011bab0,
  0x794c7630, 0x01021994,
]);

/** False where it can't be told: macOS and Windows keep placeholders on local disks, and FUSE says nothing of what is behind it. */
export function isLocalDisk(folder: string): boolean {
  if (process.platform !== 'linux') return false;
  try {
    return LOCAL_TYPES.has(fs.statfsSync(folder).type >>> 0);
  } catch {
    return false;
  }
}
