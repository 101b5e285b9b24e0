import type { RawTags } from '../programs/exiftool.ts';
import { readDate } from './dateText.ts';
import { FACTS_VERSION } from './factsVersion.ts';
import { added } from './keywords.ts';
import type { CaptureTime, FileFacts, TimeClaim } from './model.ts';
import { place } from './tagGps.ts';
import { line, list, number, text } from './tagValues.ts';

/**
 * What exiftool's own JSON (`-j`, with or without `-G` and `-n`, as osxphotos writes it) claims: an array of one
 * object with `SourceFile`. Undefined where it is not of that form.
 */
export function exiftoolJsonFacts(json: unknown): FileFacts | undefined {
  const [found] = Array.isArray(json) && json.length === 1 ? json : [];
  if (typeof found !== 'object' || found == null || typeof found.SourceFile !== 'string') return undefined;
  const tags = flatten(found as RawTags);
  const source = line(found.SourceFile)
    ?.split(/[\\/]/)
    .findLast(part => part !== '');
  const times = claims(tags);
  const gps = place(
    degrees(tags.GPSLatitude, tags.GPSLatitudeRef),
    degrees(tags.GPSLongitude, tags.GPSLongitudeRef),
    degrees(tags.GPSAltitude, undefined),
  );
  const people = list(tags.PersonInImage) ?? list(tags.RegionName);
  const words = [
    ['XMP-dc:Subject', list(tags.Subject)],
    ['IPTC:Keywords', list(tags.Keywords)],
    ['XMP-digiKam:TagsList', list(tags.TagsList)],
  ] as const;
  const keywords = list(words.reduce<readonly string[]>((all, [tag, value]) => added(all, tag, value ?? []), []));
  const title = line(tags.Title ?? tags.ObjectName);
  const description = text(tags.Description ?? tags['Caption-Abstract'] ?? tags.ImageDescription);
  const rating = number(tags.Rating, -1, 5);
  const origin = 'sidecar' as const;
  return {
    v: FACTS_VERSION,
    sidecarOf: { form: 'exiftool', ...(source != null && { name: source }) },
    ...(times.length > 0 && { times }),
    ...(gps != null && { gps: { value: gps, origin } }),
    ...(people != null && { people: { value: people, origin } }),
    ...(keywords != null && { keywords: { value: keywords, origin } }),
    ...(title != null && { title: { value: title, origin } }),
    ...(description != null && { description: { value: description, origin } }),
    ...(rating != null && { rating: { value: rating, origin } }),
  };
}

/** Tags without their group; the first of a name wins, except that EXIF wins over what was derived from it. */
function flatten(tags: RawTags): RawTags {
  const flat: Record<string, unknown> = Object.create(null);
  const rank = ([key]: [string, unknown]): number => (/^(Composite|File|System|IPTC):/.test(key) ? 1 : 0);
  for (const [key, value] of Object.entries(tags).sort((a, b) => rank(a) - rank(b))) {
    const name = key.slice(key.lastIndexOf(':') + 1);
    if (!Object.hasOwn(flat, name)) flat[name] = value;
  }
  return flat;
}

function claims(tags: RawTags): readonly TimeClaim[] {
  const offsets: Readonly<Record<string, string>> = {
    DateTimeOriginal: 'OffsetTimeOriginal',
    CreateDate: 'OffsetTimeDigitized',
  };
  return ['DateTimeOriginal', 'CreationDate', 'DateCreated', 'CreateDate'].flatMap(name => {
    const offset = tags[offsets[name] ?? ''];
    const whole = written(tags[name]);
    const time =
      readDate(typeof offset === 'string' && !/[+-]\d\d:\d\d$|Z$/.test(whole) ? `${whole}${offset}` : whole)?.time ??
      readDate(whole)?.time;
    return time == null ? [] : [{ time: time satisfies CaptureTime, origin: 'sidecar' as const, tag: name }];
  });
}

/** A whole object is none of what exiftool writes there, and may be made so that it has no text. */
const written = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** `33 deg 42' 54.23" N`, `33.715`, `2.9 m Above Sea Level`. */
function degrees(value: unknown, reference: unknown): number | undefined {
  const words = written(value).slice(0, 100);
  const parts = words.match(/-?\d+(\.\d+)?/g)?.map(Number);
  if (parts == null) return undefined;
  const [whole = 0, minutes = 0, seconds = 0] = parts;
  const amount = words.includes('deg') ? Math.abs(whole) + minutes / 60 + seconds / 3600 : Math.abs(whole);
  const side = /([NSEW])\s*$/i.exec(words)?.[1] ?? /^\s*([NSEW])/i.exec(written(reference))?.[1] ?? '';
  const negative = whole < 0 || /[SW]/i.test(side) || /below/i.test(words);
  return negative ? -amount : amount;
}
