import type { CaptureTime } from './model.ts';

/** What a date in a tag or a name says, before any zone is inferred. */
export interface ReadDate {
  readonly time: CaptureTime;
  /** Only the day is stated: the clock is midnight for want of a better one. */
  readonly dayOnly: boolean;
}

const FORM =
  /^(\d{4})[:\-/.](\d{1,2})[:\-/.](\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|[+-]\d{1,2}(?::?\d{2})?)?.*)?$/i;

/** The year of the first photograph that is known. */
const FIRST_YEAR = 1826;
const MINUTE = 60_000;

/**
 * A date as exiftool prints it (`2019:07:01 10:00:00.5+02:00`) or as ISO 8601. A `Z` says which instant it was, not
 * which zone. Undefined for what is no date, for the zero dates (0000, 1904-01-01 and 1970-01-01 at midnight) that
 * devices write for "unknown", and for years before the first photograph.
 */
export function readDate(value: unknown, subSeconds?: unknown): ReadDate | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const found = FORM.exec(value.trim());
  if (found == null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction, zone] = found;
  const parts = [year, month, day, hour ?? 0, minute ?? 0, second].map(Number);
  const wallMs = wallClock(parts);
  if (wallMs == null || isZero(wallMs)) return undefined;
  const withMs = wallMs + milliseconds(fraction ?? subSeconds);
  if (hour == null) return { time: { known: 'wall', wallMs }, dayOnly: true };
  if (zone == null) return { time: { known: 'wall', wallMs: withMs }, dayOnly: false };
  if (/^(Z|UTC)$/i.test(zone)) return { time: { known: 'instant', utcMs: withMs }, dayOnly: false };
  const offsetMin = readOffset(zone);
  return offsetMin == null
    ? { time: { known: 'wall', wallMs: withMs }, dayOnly: false }
    : { time: { known: 'zoned', wallMs: withMs, offsetMin }, dayOnly: false };
}

/** Minutes east of UTC from `+02:00`, `-0330`, `+2`; undefined where it is no offset that any place ever had. */
export function readOffset(value: unknown): number | undefined {
  if (value === 'Z') return 0;
  const found = typeof value === 'string' ? /^\s*([+-])(\d{1,2})(?::?(\d{2}))?\s*$/.exec(value) : null;
  if (found == null) return undefined;
  const minutes = (Number(found[2]) * 60 + Number(found[3] ?? 0)) * (found[1] === '-' ? -1 : 1);
  return minutes >= -12 * 60 && minutes <= 14 * 60 && Number(found[3] ?? 0) < 60 ? minutes : undefined;
}

/** The wall clock as if UTC, from year, month (1 to 12), day, hour, minute, second; undefined where impossible. */
export function wallClock(parts: readonly number[]): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (year < FIRST_YEAR || year > 9999 || hour > 23 || minute > 59 || second > 60) return undefined;
  const ms = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59));
  const back = new Date(ms);
  return back.getUTCMonth() === month - 1 && back.getUTCDate() === day ? ms : undefined;
}

/** Whether it is the zero of QuickTime's or of Unix's clock, which stands for "never set". */
export function isZero(ms: number): boolean {
  return ms === 0 || ms === Date.UTC(1904, 0, 1);
}

function milliseconds(fraction: unknown): number {
  const digits = typeof fraction === 'number' ? String(fraction) : typeof fraction === 'string' ? fraction.trim() : '';
  return /^\d+$/.test(digits) ? Math.floor(Number(`0.${digits}`) * 1000 + 1e-6) : 0;
}

/** The instant where it is known, in ms from 1970-01-01 UTC. */
export function instantOf(time: CaptureTime): number | undefined {
  switch (time.known) {
    case 'zoned':
      return time.wallMs - time.offsetMin * MINUTE;
    case 'instant':
      return time.utcMs;
    case 'wall':
      return undefined;
  }
}

/** What the clock showed, or UTC where only the instant is known: the time by which a photo is filed. */
export function filingMs(time: CaptureTime): number {
  return time.known === 'instant' ? time.utcMs : time.wallMs;
}
