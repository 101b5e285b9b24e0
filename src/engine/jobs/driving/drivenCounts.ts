/** How a driven export is counted, and how that is said. Pure. */
import type { ExportCounts } from '../exporting/tally.ts';
import type { DrivenCounts } from './drivenProgram.ts';

export const NOTHING: DrivenCounts = { copied: 0, unchanged: 0, skipped: 0, missing: 0, failed: 0 };

export function sum(a: DrivenCounts, b: DrivenCounts): ExportCounts {
  const copied = a.copied + b.copied;
  const unchanged = a.unchanged + b.unchanged;
  const skipped = a.skipped + b.skipped;
  const missing = a.missing + b.missing;
  const failed = a.failed + b.failed;
  const items = copied + unchanged + skipped + missing + failed;
  return { items, copied, unchanged, duplicates: 0, skipped, missing, failed };
}

export const counted = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

export const ofPhotos = (n: number): string => counted(n, 'photo or video', 'photos and videos');
