/** When a photo was taken, after a change of that. Pure. */
import { instantOf } from '../../media/dateText.ts';
import { isSameTime } from '../../media/disagreement.ts';
import type { CaptureTime, TimeClaim } from '../../media/model.ts';
import { nameTime } from '../../media/nameTime.ts';
import type { TimeChange, TimeSource } from './editChange.ts';
import type { EditedAsset } from './editedAsset.ts';
import { isDigitised } from './timeTags.ts';

const MINUTE = 60_000;

export interface NewTime {
  readonly time: CaptureTime;
  /** What another time that the file states becomes; undefined: what it is. */
  readonly moved: (claim: TimeClaim) => CaptureTime | undefined;
}

/**
 * @param before what the file says, or the photo as a whole; undefined where nothing is known
 * @returns a sentence where it can't be done
 */
export function newTime(change: TimeChange, before: CaptureTime | undefined, asset: EditedAsset): NewTime | string {
  if (change.do === 'shift') {
    if (before == null) return 'Nothing is known of when it was taken, so there is nothing to be shifted.';
    return {
      time: shifted(before, change.ms),
      moved: ({ time, origin }) => (origin === 'gps' ? undefined : shifted(time, change.ms)),
    };
  }
  const time = wanted(change, before, asset);
  if (typeof time === 'string') return time;
  // When it was digitised is another matter where it was another time.
  const isOne = (claim: TimeClaim): boolean =>
    !isDigitised(claim) || before == null || isSameTime(claim.time, before, MINUTE);
  return { time, moved: claim => (claim.origin !== 'gps' && isOne(claim) ? time : undefined) };
}

function wanted(
  change: Exclude<TimeChange, { do: 'shift' }>,
  before: CaptureTime | undefined,
  asset: EditedAsset,
): CaptureTime | string {
  switch (change.do) {
    case 'set':
      return change.time;
    case 'zone': {
      const { offsetMin, keep } = change;
      if (before == null) return 'Nothing is known of when it was taken, so there is no zone to be corrected.';
      const utcMs = instantOf(before);
      if (keep === 'instant' && utcMs == null)
        return 'Only its wall clock is known, not the instant, so that can’t be kept; --keep wall gives the clock that zone.';
      const wallMs = before.known === 'instant' ? before.utcMs : before.wallMs;
      return { known: 'zoned', offsetMin, wallMs: keep === 'wall' ? wallMs : (utcMs ?? 0) + offsetMin * MINUTE };
    }
    case 'from':
      return stated(change.source, asset);
  }
}

function stated(source: TimeSource, asset: EditedAsset): CaptureTime | string {
  if (source === 'sidecar') return asset.sidecarTimes[0]?.time ?? 'No sidecar says when it was taken.';
  if (source === 'filename') return nameTime(asset.files[0]?.name ?? '') ?? 'Its name tells no date.';
  if (source !== 'mtime') return asset.neighbourTime ?? `No ${source} photo in its folder has a date.`;
  return { known: 'instant', utcMs: Math.floor(asset.mtimeMs / 1000) * 1000 };
}

export function shifted(time: CaptureTime, ms: number): CaptureTime {
  return time.known === 'instant' ? { ...time, utcMs: time.utcMs + ms } : { ...time, wallMs: time.wallMs + ms };
}
