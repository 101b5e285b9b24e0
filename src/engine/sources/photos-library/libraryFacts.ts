import { FACTS_VERSION } from '../../media/factsVersion.ts';
import type { CaptureTime, FileFacts } from '../../media/model.ts';
import { place } from '../../media/tagGps.ts';
import { line, number, text } from '../../media/tagValues.ts';
import type { LibraryJoins } from './libraryJoins.ts';
import type { LibraryRow } from './libraryRow.ts';

/** 2001-01-01 UTC in Unix seconds, from which Apple counts. */
const EPOCH = 978_307_200;
/** Years 1825 to 9999: what lies beyond is no date that anybody gave. */
const FIRST = -4_544_640_000 - EPOCH;
const LAST = 253_402_300_799 - EPOCH;
/** Seconds; the zones of the world reach from -12 to +14 hours. */
const FARTHEST = 15 * 3600;

/** What the library says of a photo, as composeAsset takes it. */
export function libraryFacts(row: LibraryRow, { keywords, people }: LibraryJoins): FileFacts {
  const origin = 'sidecar' as const;
  const time = captureTime(row);
  const gps = place(row.lat, row.lon);
  const title = line(row.title);
  const caption = text(row.caption);
  const words = keywords.of(row.pk);
  const faces = people.of(row.pk);
  return {
    v: FACTS_VERSION,
    sidecarOf: { form: 'apple' },
    ...(time != null && { times: [{ time, origin, tag: 'ZDATECREATED' }] }),
    ...(gps != null && { gps: { value: gps, origin } }),
    ...(title != null && { title: { value: title, origin } }),
    ...(caption != null && { description: { value: caption, origin } }),
    ...(words.length > 0 && { keywords: { value: words, origin } }),
    ...(faces.length > 0 && { people: { value: faces, origin } }),
    ...(row.favorite === 1 && { favorite: { value: true, origin } }),
  };
}

/** What has no field of ours and is worth keeping. */
export function libraryRaw(row: LibraryRow, uuid: string): Readonly<Record<string, unknown>> {
  const added = number(row.added, FIRST, LAST);
  const burst = line(row.burst);
  const pick = number(row.burstPick, 1, 255);
  return {
    uuid,
    ...(added != null && { added: new Date(Math.round((added + EPOCH) * 1000)).toISOString() }),
    ...(burst != null && { burst, ...(pick != null && { burstPick: pick }) }),
  };
}

function captureTime({ created, offset }: LibraryRow): CaptureTime | undefined {
  const seconds = number(created, FIRST, LAST);
  if (seconds == null) return undefined;
  const utcMs = Math.round((seconds + EPOCH) * 1000);
  const east = number(offset, -FARTHEST, FARTHEST);
  // Zones before 1900 had odd seconds; those stay instants.
  if (east == null || east % 60 !== 0) return { known: 'instant', utcMs };
  return { known: 'zoned', wallMs: utcMs + east * 1000, offsetMin: east / 60 };
}
