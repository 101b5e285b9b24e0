/** Whether two readings of a file's time are of the same time, on file systems that keep it badly. */
import fs from 'node:fs';

export type Clock = 'exact' | 'fat';

const SECOND = 1_000_000;
const HOUR = 3600 * SECOND;
/** msdos/vfat and exFAT, as Linux numbers them in statfs(2). FUSE says only that it is FUSE: taken for exact. */
const FAT_TYPES = new Set([0x4d44, 0x2011bab0]);

/** @param root a folder on the volume in question */
export function clockOf(root: string): Clock {
  try {
    return FAT_TYPES.has(Number(fs.statfsSync(root).type)) ? 'fat' : 'exact';
  } catch {
    return 'exact';
  }
}

/**
 * FAT keeps two seconds and local time: readings may differ by 2 s, and by whole hours after a change of the
 * system's zone or of summer time.
 * @param a microseconds
 * @param b microseconds
 */
export function sameTime(a: number, b: number, clock: Clock): boolean {
  if (a === b) return true;
  if (clock === 'exact') return false;
  const apart = Math.abs(a - b);
  const beyondHours = apart % HOUR;
  return apart <= 26 * HOUR && Math.min(beyondHours, HOUR - beyondHours) <= 2 * SECOND;
}
