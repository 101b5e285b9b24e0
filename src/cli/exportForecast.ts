/** What a dry run of an export says at its end: how much is to come, whether there is room, how long it takes. */
import type { JobResult } from '../engine/jobs/job.ts';
import { formatBytes, formatDuration, formatNumberOf } from './format.ts';
import { printable } from './printedPath.ts';

type Counts = JobResult['counts'];

/** @returns sentences behind the counts, with a blank before each */
export function exportForecast(counts: Counts): string {
  const [bytes, free] = [Number(counts.bytes ?? 0), Number(counts.free ?? 0)];
  if (counts.plan == null && bytes === 0) return ' Nothing was changed. What they are is known when they are here.';
  const room = `${formatBytes(bytes)} to be written, ${formatBytes(free)} free${bytes > free ? ': that is too little' : ''}.`;
  const plan =
    counts.plan == null
      ? ''
      : `; the plan is ${printable(String(counts.plan))}, and "keepsake apply" does what it says`;
  return ` ${room}${timeOf(counts)} Nothing was changed${plan}.`;
}

/** How long it is going to take, and how that is known. */
function timeOf({ estimatedSeconds, tried, triedOn }: Counts): string {
  if (typeof estimatedSeconds !== 'number') return '';
  const where = triedOn === 'disk' ? 'to that disk' : 'to the temporary folder';
  const about = formatDuration(Math.max(1, estimatedSeconds));
  return ` That takes about ${about}, going by ${formatNumberOf(Number(tried), 'file')} of it written ${where} to try it.`;
}
