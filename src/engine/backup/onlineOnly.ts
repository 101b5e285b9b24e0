import type { Stats } from 'node:fs';

/** A file was not read, for reading would download it. */
export class OnlineOnly extends Error {
  override readonly name = 'OnlineOnly';
  readonly code = 'ONLINE_ONLY';

  constructor() {
    super('The file is online only: reading it would download it.');
  }
}

/**
 * Whether a file is a placeholder of iCloud or OneDrive, which reading would download: it has a size, but no
 * block on the disk. A very small file may live in its inode, without blocks.
 */
export function isOnlineOnly(stat: Stats): boolean {
  return stat.blocks === 0 && stat.size >= 4096;
}
