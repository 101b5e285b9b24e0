import tzLookup from '@photostructure/tz-lookup';
import type { CaptureTime, Gps } from './model.ts';
import { ZoneOffsets } from './zoneOffsets.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** Offsets in use somewhere since 1970 that are not whole hours, in minutes. */
const BETWEEN = new Set([-570, -270, -210, -150, 210, 270, 330, 345, 390, 450, 510, 525, 570, 630, 690, 765, 825]);

/**
 * The offset that a wall clock had, given the instant that something else states for the same moment: their
 * difference, where that is an offset which some place really has, within the tolerance. Undefined otherwise.
 * @returns minutes east of UTC
 */
export function offsetBetween(wallMs: number, utcMs: number, toleranceMs: number): number | undefined {
  const difference = wallMs - utcMs;
  const minutes = Math.round(difference / (15 * MINUTE)) * 15;
  if (Math.abs(difference - minutes * MINUTE) > toleranceMs) return undefined;
  if (minutes < -12 * 60 || minutes > 14 * 60) return undefined;
  return minutes % 60 === 0 || BETWEEN.has(minutes) ? minutes : undefined;
}

/**
 * The same time with the zone of the place where it was taken, by the rules that held there on that date. It comes
 * back unchanged at sea, in the hour that a clock shows twice or never, and where the offset is not whole minutes
 * (local mean time, before there were zones).
 */
export function withZoneOf(time: CaptureTime, gps: Gps | undefined): CaptureTime {
  if (time.known === 'zoned' || gps == null) return time;
  const zone = zoneAt(gps);
  if (zone == null) return time;
  if (time.known === 'instant') {
    const offsetMin = zone.at(time.utcMs);
    return Number.isInteger(offsetMin) ? { known: 'zoned', wallMs: time.utcMs + offsetMin * MINUTE, offsetMin } : time;
  }
  const { wallMs } = time;
  const around = new Set([zone.at(wallMs - DAY), zone.at(wallMs + DAY)]);
  const holding = [...around].filter(offset => zone.at(wallMs - offset * MINUTE) === offset);
  const [offsetMin] = holding;
  return holding.length === 1 && Number.isInteger(offsetMin) ? { known: 'zoned', wallMs, offsetMin: offsetMin! } : time;
}

function zoneAt(gps: Gps): ZoneOffsets | undefined {
  let name: string;
  try {
    name = tzLookup(gps.lat, gps.lon);
  } catch {
    return undefined;
  }
  // At sea there are only nautical zones, which no camera's clock follows.
  if (name.startsWith('Etc/')) return undefined;
  // Asking whether there is such a zone makes a formatter of 20 KB beside the heap, which no one clears up in time.
  if (!zones.has(name)) zones.set(name, ZoneOffsets.of(name));
  return zones.get(name);
}

/** There are some hundred. */
const zones = new Map<string, ZoneOffsets | undefined>();
