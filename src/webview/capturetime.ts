import type { Origin } from '../protocol/origin.ts';

/**
 * The capture time as the protocol writes it, taken apart by hand: a `Date` would shift the wall clock into the zone
 * of whoever looks.
 */
export interface CaptureTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly hasClock: boolean;
  /** `+02:00`; `utc` where the instant is known and the zone isn't; null where only the wall clock is. */
  readonly zone: string | null;
}

const form = /^(-?\d{4,6})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** Names of files and folders that give a day give no clock, though the catalog has to put midnight for it. */
function guessesMidnight(text: string, origin: Origin | undefined): boolean {
  return (origin === 'filename' || origin === 'folder') && text.endsWith('T00:00:00');
}

/** Null where the text is no time; the caller then shows it as it is. */
export function parseCaptureTime(text: string, origin?: Origin): CaptureTime | null {
  const match = form.exec(text);
  if (match === null) return null;
  const zone = match[7] ?? null;
  const time: CaptureTime = {
    year: Number(match[1]),
    month: Number(match[2]),
    day: Number(match[3]),
    hour: Number(match[4] ?? 0),
    minute: Number(match[5] ?? 0),
    second: Number(match[6] ?? 0),
    hasClock: match[4] !== undefined && !guessesMidnight(text, origin),
    zone:
      zone === null ? null : zone === 'Z' ? 'utc' : zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone,
  };
  const valid = time.month >= 1 && time.month <= 12 && time.day >= 1 && time.day <= 31 && time.hour <= 24;
  return valid && time.minute <= 59 && time.second <= 60 ? time : null;
}

/** The wall clock as if it were UTC: for formatting with `timeZone: 'UTC'`, nothing else. */
export function wallDate(time: CaptureTime): Date {
  const date = new Date(0);
  date.setUTCFullYear(time.year, time.month - 1, time.day);
  date.setUTCHours(time.hour, time.minute, time.second);
  return date;
}
