import { wallClock } from './dateText.ts';
import type { CaptureTime } from './model.ts';

const YEAR = '(1[89]\\d\\d|20\\d\\d)';
const MONTH = '(0[1-9]|1[0-2])';
const DAY = '(0[1-9]|[12]\\d|3[01])';
const HOUR = '([01]\\d|2[0-3])';
const SIXTY = '([0-5]\\d)';

/** `20190701_100000`, `PXL_20190701_100000123`, `20190701100000`. */
const COMPACT = new RegExp(`(?<!\\d)${YEAR}${MONTH}${DAY}[-_ T]?${HOUR}${SIXTY}${SIXTY}(\\d{3})?(?!\\d)`);
/** `2019-07-01 10.00.00`, `2019-07-01-100000`, `2019_07_01T10_00_00`. */
const SPACED = new RegExp(
  `(?<!\\d)${YEAR}([-_.])${MONTH}\\2${DAY}(?:[-_ T.]|, | at |_at_)${HOUR}([-_.:]?)${SIXTY}\\6${SIXTY}(?!\\d)`,
);
/** `Screenshot 2019-07-01 at 9.05.07 PM`: macOS and WhatsApp where the clock has twelve hours. */
const TWELVE = new RegExp(
  `(?<!\\d)${YEAR}-${MONTH}-${DAY}(?: at |[ _]+)(1[0-2]|0?[1-9])[.:]${SIXTY}[.:]${SIXTY}[\\s\u202f]*([AP])\\.?M\\b`,
  'i',
);
const DAY_ONLY = new RegExp(`(?<!\\d)${YEAR}([-_.])${MONTH}\\2${DAY}(?!\\d)`);
const DAY_COMPACT = new RegExp(`(?<!\\d)(19[7-9]\\d|20\\d\\d)${MONTH}${DAY}(?!\\d)`);

/**
 * The time that a file's name tells. Pixel phones (`PXL_`) name by UTC, everyone else by the wall clock. Where a
 * name has only a day (`IMG-20190701-WA0001`), the clock is given as 00:00: the day is what is known, and the
 * origin `filename` says how much to make of it.
 */
export function nameTime(name: string): CaptureTime | undefined {
  const normal = name.normalize('NFC');
  const twelve = TWELVE.exec(normal);
  if (twelve != null) {
    const [, year, month, day, hour, minute, second, half] = twelve;
    const hours = (Number(hour) % 12) + (half?.toUpperCase() === 'P' ? 12 : 0);
    return wall(wallClock([Number(year), Number(month), Number(day), hours, Number(minute), Number(second)]));
  }
  const compact = COMPACT.exec(normal);
  if (compact != null) {
    const ms = wallClock(compact.slice(1, 7).map(Number));
    const exact = ms == null ? undefined : ms + Number(compact[7] ?? 0);
    return exact != null && /^PXL_/i.test(normal) ? { known: 'instant', utcMs: exact } : wall(exact);
  }
  const spaced = SPACED.exec(normal);
  if (spaced != null) return wall(wallClock([1, 3, 4, 5, 7, 8].map(part => Number(spaced[part]))));
  return dayIn(normal);
}

/**
 * The day that a folder stands for, as 00:00 of its wall clock: `2019/07/01`, `2019/07-01`, `2019-07-01 Party`. A
 * folder of a month or of a year says too little and gives nothing, and so does one that names two days.
 * @param dir path relative to the backup, with `/`
 */
export function folderTime(dir: string): CaptureTime | undefined {
  const parts = dir.normalize('NFC').split('/');
  for (let end = parts.length; end > 0; end--) {
    const deepest = parts[end - 1]!;
    const whole = /^\d{4}/.test(deepest) ? dayIn(deepest) : undefined;
    if (whole != null) return whole;
    const three = /^(\d{4})\/(\d{2})(?:[-_ ][^/]*)?\/(\d{2})(?:[-_ ][^/\d][^/]*)?$/.exec(
      parts.slice(Math.max(0, end - 3), end).join('/'),
    );
    const two = /^(\d{4})\/(\d{2})[-_](\d{2})(?:[-_ ][^/\d][^/]*)?$/.exec(
      parts.slice(Math.max(0, end - 2), end).join('/'),
    );
    const found = three ?? two;
    if (found != null) return wall(wallClock(found.slice(1, 4).map(Number)));
  }
  return undefined;
}

/** The one day that a text names; undefined where it names two, as a holiday's folder does. */
function dayIn(text: string): CaptureTime | undefined {
  const spaced = DAY_ONLY.exec(text);
  const found = spaced ?? DAY_COMPACT.exec(text);
  if (found == null) return undefined;
  const rest = text.slice(found.index + found[0].length);
  if (DAY_ONLY.test(rest) || DAY_COMPACT.test(rest)) return undefined;
  const [year, month, day] = spaced == null ? found.slice(1, 4) : [spaced[1], spaced[3], spaced[4]];
  return wall(wallClock([year, month, day].map(Number)));
}

function wall(wallMs: number | undefined): CaptureTime | undefined {
  return wallMs == null ? undefined : { known: 'wall', wallMs };
}
