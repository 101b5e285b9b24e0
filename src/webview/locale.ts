import { type CaptureTime, wallDate } from './capturetime.ts';

const dayLength = 86_400_000;

/** Numbers, sizes and dates in the person's language. */
export class Locale {
  readonly tag: string | undefined;
  readonly #formats = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

  constructor(tag: string) {
    // VS Code may name a language that this browser doesn't know: its own is better than an error.
    try {
      this.tag = Intl.getCanonicalLocales(tag)[0];
    } catch {
      this.tag = undefined;
    }
  }

  number(value: number, digits = 0): string {
    return this.#numbers({ maximumFractionDigits: digits }).format(value);
  }

  /** Decimal units, as the system's file managers and drives count: `1.9 MB`, `612 GB`. */
  bytes(value: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
    let scaled = value;
    let unit = 0;
    while (scaled >= 999.5 && unit < units.length - 1) {
      scaled /= 1000;
      unit++;
    }
    const digits = unit >= 2 && scaled < 9.95 ? 1 : 0;
    return this.#numbers({
      style: 'unit',
      unit: units[unit]!,
      unitDisplay: unit === 0 ? 'long' : 'short',
      maximumFractionDigits: digits,
    }).format(scaled);
  }

  /** A day counted from 1970-01-01: `Saturday 14 June 2025`. */
  day(days: number): string {
    return this.#dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(days * dayLength);
  }

  month(days: number): string {
    return this.#dates({ month: 'long', year: 'numeric' }).format(days * dayLength);
  }

  /** `Sat 14 June 2025, 18:42:07`, on the clock that the photo was taken by. */
  captured(time: CaptureTime): string {
    const wall = wallDate(time);
    const date = this.#dates({ weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' }).format(wall);
    if (!time.hasClock) return date;
    const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
    return `${date}, ${this.#dates(clock).format(wall)}`;
  }

  /** `14 June 2025, 18:42`. */
  capturedShort(time: CaptureTime): string {
    const wall = wallDate(time);
    const date = this.#dates({ day: 'numeric', month: 'long', year: 'numeric' }).format(wall);
    if (!time.hasClock) return date;
    return `${date}, ${this.#dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(wall)}`;
  }

  /** An instant of this computer's own doing (verified, found), in its own zone: `19 Nov 2025, 03:14`. */
  instant(at: number): string {
    return this.#dates({ dateStyle: 'medium', timeStyle: 'short' }, 'here').format(at);
  }

  /** `2 days ago`. */
  ago(at: number, now: number): string {
    const seconds = Math.round((at - now) / 1000);
    const format = new Intl.RelativeTimeFormat(this.tag, { numeric: 'auto' });
    const steps = [
      ['year', 31_556_952],
      ['month', 2_629_746],
      ['week', 604_800],
      ['day', 86_400],
      ['hour', 3600],
      ['minute', 60],
    ] as const;
    for (const [unit, length] of steps)
      if (Math.abs(seconds) >= length) return format.format(Math.trunc(seconds / length), unit);
    return format.format(0, 'minute');
  }

  #numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const key = `n${JSON.stringify(options)}`;
    let format = this.#formats.get(key) as Intl.NumberFormat | undefined;
    if (format === undefined) {
      format = new Intl.NumberFormat(this.tag, options);
      this.#formats.set(key, format);
    }
    return format;
  }

  #dates(options: Intl.DateTimeFormatOptions, clock: 'UTC' | 'here' = 'UTC'): Intl.DateTimeFormat {
    const key = `d${clock}${JSON.stringify(options)}`;
    let format = this.#formats.get(key) as Intl.DateTimeFormat | undefined;
    if (format === undefined) {
      format = new Intl.DateTimeFormat(this.tag, {
        ...options,
        calendar: 'gregory',
        ...(clock === 'UTC' ? { timeZone: 'UTC' } : {}),
      });
      this.#formats.set(key, format);
    }
    return format;
  }
}

/** Seconds as `0:14` or `1:02:09`; less than a second still shows as `0:01`. */
export function clockLength(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}
