/** Where a sidecar says otherwise than the photo itself when or where it was taken. Pure. */
import { formatCaptureTime } from './captureTime.ts';
import { filingMs, instantOf } from './dateText.ts';
import type { AssetFacts, CaptureTime, FileFacts, Gps, Group } from './model.ts';

export interface Disagreement {
  readonly code: 'date-differs' | 'place-differs';
  /** Sentences with both values, and which one counts. */
  readonly message: string;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Apple's archive has times to the minute, and a GPS receiver's clock is of its last fix. */
const TIME_TOLERANCE = 3 * MINUTE;
/** From UTC-12 to UTC+14, in quarters of an hour. */
const LARGEST_OFFSET = 14 * 60 * MINUTE;
const QUARTER = 15 * MINUTE;
/** Metres: more than what rounding to three decimals, or a receiver, is off by. */
const PLACE_TOLERANCE = 200;
const DEGREE = 111_320;

/**
 * @param asset composed of these files and sidecars
 * @param sidecars what they say, by what a person calls them
 * @returns at most one of each code: of the first sidecar that differs
 */
export function disagreements(
  asset: Pick<AssetFacts, 'capturedAt' | 'gps'>,
  group: Group,
  files: ReadonlyMap<string, FileFacts>,
  sidecars: readonly (readonly [name: string, facts: FileFacts])[],
): readonly Disagreement[] {
  const own = new Set(group.members.filter(({ role }) => role !== 'sidecar').map(({ name }) => name));
  const isOwn = (file: string | undefined): boolean => file != null && own.has(file);
  const { capturedAt, gps } = asset;
  const found: Disagreement[] = [];
  if (capturedAt != null && isOwn(capturedAt.file) && capturedAt.origin !== 'filename') {
    const slack = TIME_TOLERANCE + 1000 * (files.get(group.main)?.duration ?? 0);
    for (const [name, facts] of sidecars) {
      const said = facts.times?.[0]?.time;
      if (said == null || isSameTime(capturedAt.value, said, slack)) continue;
      const [counts, other] = [capturedAt.value, said].map(formatCaptureTime);
      found.push({
        code: 'date-differs',
        message: `It says itself that it was taken ${counts}, but ${name} says ${other}. What it says itself counts.`,
      });
      break;
    }
  }
  if (gps != null && isOwn(gps.file))
    for (const [name, { gps: said }] of sidecars) {
      if (said == null || metresBetween(gps.value, said.value) <= PLACE_TOLERANCE) continue;
      const [counts, other] = [gps.value, said.value].map(placeText);
      found.push({
        code: 'place-differs',
        message: `It says itself that it was taken at ${counts}, but ${name} says ${other}. What it says itself counts.`,
      });
      break;
    }
  return found;
}

/** Whether two times may be one moment: a clock of an unknown zone is so at every real offset. */
export function isSameTime(one: CaptureTime, other: CaptureTime, slack: number): boolean {
  const apart = Math.abs(filingMs(one) - filingMs(other));
  if (apart <= slack) return true;
  // Of a day alone the clock is midnight: the same day, wherever on earth.
  if ([one, other].some(time => time.known === 'wall' && time.wallMs % DAY === 0))
    return apart <= DAY + (one.known === other.known ? 0 : LARGEST_OFFSET);
  const [a, b] = [instantOf(one), instantOf(other)];
  if (a != null && b != null && Math.abs(a - b) <= slack) return true;
  // Two clocks, or two instants with their zones, leave nothing open.
  if (one.known === other.known && one.known !== 'instant') return false;
  const isZone = (ms: number): boolean =>
    ms <= LARGEST_OFFSET + slack && Math.abs(ms - Math.round(ms / QUARTER) * QUARTER) <= slack;
  return isZone(apart) || (a != null && b != null && isZone(Math.abs(a - b)));
}

function metresBetween(one: Gps, other: Gps): number {
  const north = (one.lat - other.lat) * DEGREE;
  const turn = Math.abs(one.lon - other.lon);
  const east = Math.min(turn, 360 - turn) * DEGREE * Math.cos((((one.lat + other.lat) / 2) * Math.PI) / 180);
  return Math.hypot(north, east);
}

const placeText = ({ lat, lon }: Gps): string => `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
