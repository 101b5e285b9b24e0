/** How well the file system of a backup keeps the times of its files. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { KEEPSAKE } from './layout.ts';
import type { Clock } from './sameTime.ts';
import { microseconds } from './walk.ts';
import { PROBE } from './writable.ts';

/** As Linux numbers them in statfs(2): msdos/vfat and exFAT. */
const FAT_TYPES = new Set([0x4d44, 0x2011bab0]);
/** Says nothing of what is behind it. */
const FUSE = 0x65735546;

const SECOND = 1_000_000;
/** An odd second and a fraction that FAT (2 s) and exFAT (10 ms) can't keep. */
const PROBED = 1_000_000_001_237_654;

/**
 * @param root of the backup. Where its file system doesn't tell its type (macOS, Windows, FUSE), an empty file of our
 *   own in `.keepsake` is given a time, and that is read back; where that can't be done, times are taken for exact
 */
export function clockOf(root: string): Clock {
  if (process.platform === 'linux') {
    try {
      const { type } = fs.statfsSync(root);
      if (type !== FUSE) return FAT_TYPES.has(type) ? 'fat' : 'exact';
    } catch {
      // asked in the other way
    }
  }
  const kept = probe(path.join(root, KEEPSAKE));
  return kept == null ? 'exact' : clockThatKept(kept);
}

/** @param kept microseconds that were read back where {@link PROBED} was set @returns as a file system with that resolution is treated */
export function clockThatKept(kept: number): Clock {
  if (kept % (2 * SECOND) === 0) return 'fat';
  // Whole seconds are HFS+, NFS and others, which keep them truly.
  return kept % SECOND !== 0 && kept % 10_000 === 0 ? 'fat' : 'exact';
}

/** @returns the time that was kept, in microseconds; undefined where nothing can be written */
export function probe(folder: string): number | undefined {
  const file = path.join(folder, `${PROBE}${randomUUID()}`);
  try {
    fs.closeSync(fs.openSync(file, 'wx'));
    try {
      fs.utimesSync(file, PROBED / SECOND, PROBED / SECOND);
      return microseconds(fs.lstatSync(file).mtimeMs);
    } finally {
      fs.rmSync(file, { force: true });
    }
  } catch {
    return undefined;
  }
}
