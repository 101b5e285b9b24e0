import { isZero } from './dateText.ts';
import { FACTS_VERSION } from './factsVersion.ts';
import type { FileFacts } from './model.ts';
import { place } from './tagGps.ts';
import { line, list, number, text } from './tagValues.ts';

type Json = Readonly<Record<string, unknown>>;

/**
 * What Google Takeout's JSON claims of one photo; undefined where the JSON is something else, such as the metadata
 * of an album. `formatted` is in the language of the account and never read; `creationTime` is of the upload. The
 * title is the file's name at Google, so it is not a title in our sense.
 */
export function takeoutFacts(json: unknown): FileFacts | undefined {
  const root = record(json);
  const taken = record(root?.photoTakenTime);
  if (root == null || taken == null) return undefined;
  const origin = 'sidecar' as const;
  const seconds = number(taken.timestamp, -4_544_640_000, 253_402_300_799);
  const utcMs = seconds == null || isZero(seconds * 1000) ? undefined : Math.round(seconds * 1000);
  const gps = geo(root.geoData) ?? geo(root.geoDataExif);
  const people = list((Array.isArray(root.people) ? root.people : []).map(person => record(person)?.name));
  const description = text(root.description);
  const title = line(root.title);
  return {
    v: FACTS_VERSION,
    sidecarOf: { form: 'takeout', ...(title != null && { name: title }) },
    ...(utcMs != null && {
      times: [{ time: { known: 'instant' as const, utcMs }, origin, tag: 'photoTakenTime' }],
    }),
    ...(gps != null && { gps: { value: gps, origin } }),
    ...(description != null && { description: { value: description, origin } }),
    ...(people != null && { people: { value: people, origin } }),
    ...(root.favorited === true && { favorite: { value: true, origin } }),
  };
}

function geo(value: unknown): ReturnType<typeof place> {
  const found = record(value);
  if (found == null) return undefined;
  const alt = number(found.altitude, -12_000, 100_000);
  // An altitude of 0 stands for "unknown" here, as the position (0, 0) does.
  return place(found.latitude, found.longitude, alt === 0 ? undefined : alt);
}

function record(value: unknown): Json | undefined {
  return typeof value === 'object' && value != null && !Array.isArray(value) ? (value as Json) : undefined;
}
