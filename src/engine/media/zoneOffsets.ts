/** Offsets of a zone: asked of the formatter of dates for each photo, they would take as long as all else about its time. */
import { IANAZone } from 'luxon';

/** In no week of any zone since 1970 does a clock change and change back. */
const WEEK = 7 * 86_400_000;

export class ZoneOffsets {
  readonly #zone: IANAZone;
  /** Offset all through a week; NaN where it changes within it. */
  readonly #weeks = new Map<number, number>();

  private constructor(zone: IANAZone) {
    this.#zone = zone;
  }

  /** @param name as in the IANA time zone database. @returns undefined where this system knows no such zone */
  static of(name: string): ZoneOffsets | undefined {
    const zone = IANAZone.create(name);
    return zone.isValid ? new ZoneOffsets(zone) : undefined;
  }

  /** @param utcMs Unix ms. @returns minutes east of UTC, not always whole */
  at(utcMs: number): number {
    // Before there were zones, and before they were kept to, clocks were changed at will.
    if (utcMs < 0) return this.#zone.offset(utcMs);
    const week = Math.floor(utcMs / WEEK);
    let offset = this.#weeks.get(week);
    if (offset == null) {
      const first = this.#zone.offset(week * WEEK);
      offset = first === this.#zone.offset((week + 1) * WEEK) ? first : Number.NaN;
      this.#weeks.set(week, offset);
    }
    return Number.isNaN(offset) ? this.#zone.offset(utcMs) : offset;
  }
}
