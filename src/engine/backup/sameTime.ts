/** Whether two readings of a file's time are of the same time, on file systems that keep it badly. */

export type Clock = 'exact' | 'fat';

const SECOND = 1_000_000;
const HOUR = 3600 * SECOND;
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
