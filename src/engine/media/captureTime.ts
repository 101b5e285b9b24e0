import { filingMs, instantOf } from './dateText.ts';
import type { CaptureTime, Fact, FileFacts, Gps, Role, TimeClaim } from './model.ts';
import { folderTime, nameTime } from './nameTime.ts';
import { offsetBetween, withZoneOf } from './timeZone.ts';

const SECOND = 1000;
const DAY = 86_400_000;

/** A GPS receiver's clock is of its last fix, which may be some time before the photo. */
const GPS_TOLERANCE = 150 * SECOND;
/** The video half of a live photo begins a little before the still. */
const LIVE_TOLERANCE = 5 * SECOND;
/** The same moment written twice, once without fractions of a second. */
const SAME_TOLERANCE = 2 * SECOND;
/** Apple's archive writes times to the minute. */
const MINUTE_TOLERANCE = 60 * SECOND;

export interface TimedFile {
  readonly name: string;
  readonly role: Role;
  readonly facts: FileFacts | undefined;
}

export interface CaptureTimeInput {
  /** The asset's files, the most trusted first: original, RAW, live, edited, then sidecars. */
  readonly files: readonly TimedFile[];
  /** Folder of the files relative to the backup, with `/`. */
  readonly dir: string;
  /** Where it was taken, for the zone. */
  readonly gps?: Gps | undefined;
  /** What the clock says now, ms: a later time is believed only where nothing else is known. */
  readonly nowMs: number;
}

interface Candidate {
  readonly time: CaptureTime;
  readonly origin: Fact<CaptureTime>['origin'];
  readonly file?: string;
}

interface Claim extends TimeClaim {
  readonly file: TimedFile;
}

/**
 * When a photo was taken, and how that is known. In order of trust: EXIF, XMP and IPTC, QuickTime, the clock of the
 * GPS receiver; the same from an XMP sidecar (before all of them where somebody edits the photo by it); a JSON sidecar; the file's name; a folder of one day. Within each, the
 * original's word goes before the RAW's, the live video's and the edit's.
 *
 * A wall clock without zone gets one where something else states the instant (GPS, a sidecar, the other half of a
 * live photo) and the difference is a real offset, or where the place is known. An instant without zone gets the
 * zone of its place. Otherwise both stay what they are. The zone of this machine plays no part.
 */
export function captureTime(input: CaptureTimeInput): Fact<CaptureTime> | undefined {
  const claims = input.files.flatMap(file => (file.facts?.times ?? []).map(claim => ({ ...claim, file })));
  const ranked = claims
    .map((claim, index) => ({ claim, index, rank: rank(claim, input.files) }))
    .sort((a, b) => compare(a.rank, b.rank) || a.index - b.index)
    .map(({ claim }) => claim);
  const candidates: Candidate[] = preferFullClock(ranked).map(claim => ({
    time: withZone(claim, claims, input),
    origin: claim.origin,
    file: claim.file.name,
  }));
  for (const file of input.files) {
    const time = file.role === 'sidecar' ? undefined : nameTime(file.name);
    if (time != null) candidates.push({ time: withZoneOf(time, input.gps), origin: 'filename', file: file.name });
  }
  const folder = folderTime(input.dir);
  if (folder != null) candidates.push({ time: folder, origin: 'folder' });
  const best = candidates.find(({ time }) => filingMs(time) <= input.nowMs + DAY) ?? candidates[0];
  if (best == null) return undefined;
  return { value: best.time, origin: best.origin, ...(best.file != null && { file: best.file }) };
}

/** Kind of file, kind of tag, place of the file, and whether the zone is stated: smaller is trusted more. */
function rank(claim: Claim, files: readonly TimedFile[]): readonly number[] {
  const { form, edited } = claim.file.facts?.sidecarOf ?? {};
  const fromFile = edited === true ? -1 : form == null ? 0 : form === 'xmp' ? 1 : form === 'exiftool' ? 2 : 3;
  const kinds = { exif: 0, xmp: 1, iptc: 1, quicktime: 2, gps: 3, sidecar: 4 };
  const clock = claim.time.known === 'wall' ? 1 : 0;
  return [fromFile, kinds[claim.origin], files.indexOf(claim.file), clock];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const differing = a.findIndex((value, index) => value !== b[index]);
  return differing < 0 ? 0 : a[differing]! - b[differing]!;
}

/** A date without time of day stands as midnight: the next claim of the same day that has the time goes first. */
function preferFullClock(ranked: readonly Claim[]): readonly Claim[] {
  const [first] = ranked;
  if (first == null || first.time.known !== 'wall' || first.time.wallMs % DAY !== 0) return ranked;
  const midnight = first.time.wallMs;
  const fuller = ranked.find(
    ({ time }) => time.known !== 'instant' && time.wallMs > midnight && time.wallMs < midnight + DAY,
  );
  return fuller == null ? ranked : [fuller, ...ranked.filter(claim => claim !== fuller)];
}

function withZone(claim: Claim, claims: readonly Claim[], input: CaptureTimeInput): CaptureTime {
  const { time } = claim;
  if (time.known !== 'wall') return withZoneOf(time, input.gps);
  for (const { utcMs, tolerance } of references(claim, claims)) {
    const offsetMin = offsetBetween(time.wallMs, utcMs, tolerance);
    if (offsetMin != null) return { known: 'zoned', wallMs: time.wallMs, offsetMin };
  }
  return withZoneOf(time, input.gps);
}

/**
 * The instants by which a wall clock may be placed, best first. Left out are a video's UTC clock, which many
 * cameras set to local time, and zones in embedded XMP and IPTC, which are of the computer that wrote them.
 */
function references(claim: Claim, claims: readonly Claim[]): { utcMs: number; tolerance: number }[] {
  const gps = claim.file.facts?.gpsUtcMs;
  const found = gps == null ? [] : [{ utcMs: gps, tolerance: GPS_TOLERANCE }];
  const stated = (tolerance: number, wanted: (other: Claim) => boolean): void => {
    for (const other of claims) {
      const utcMs = other === claim || !wanted(other) ? undefined : instantOf(other.time);
      if (utcMs != null) found.push({ utcMs, tolerance });
    }
  };
  stated(SAME_TOLERANCE, other => other.origin === 'exif' && other.file !== claim.file);
  stated(LIVE_TOLERANCE, other => other.origin === 'quicktime' && other.time.known === 'zoned');
  stated(SAME_TOLERANCE, other => other.file.role === 'sidecar');
  stated(MINUTE_TOLERANCE, other => other.file.facts?.sidecarOf?.form === 'apple');
  return found;
}

/**
 * `2019-07-01T10:00:00+02:00`, without offset where only the wall clock is known, with `Z` where only the instant
 * is. Milliseconds only where they are not 0.
 */
export function formatCaptureTime(time: CaptureTime): string {
  const text = new Date(filingMs(time))
    .toISOString()
    .slice(0, -1)
    .replace(/\.000$/, '');
  switch (time.known) {
    case 'wall':
      return text;
    case 'instant':
      return `${text}Z`;
    case 'zoned':
      return text + formatOffset(time.offsetMin);
  }
}

function formatOffset(minutes: number): string {
  const size = Math.abs(minutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
