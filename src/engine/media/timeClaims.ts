import type { RawTags } from '../programs/exiftool.ts';
import { instantOf, readDate, readOffset } from './dateText.ts';
import type { CaptureTime, TimeClaim } from './model.ts';
import { exif, firstOf } from './tagValues.ts';

type ClaimOrigin = TimeClaim['origin'];

/** Tags whose value is the whole claim, in order of trust after EXIF. */
const WHOLE: readonly (readonly [ClaimOrigin, string])[] = [
  ['xmp', 'XMP-exif:DateTimeOriginal'],
  ['xmp', 'XMP-photoshop:DateCreated'],
  ['xmp', 'XMP-exif:DateTimeDigitized'],
  ['xmp', 'XMP-xmp:CreateDate'],
  ['exif', 'PNG:CreationTime'],
  ['quicktime', 'Keys:CreationDate'],
  ['quicktime', 'XML:CreationDateValue'],
  ['quicktime', 'ItemList:ContentCreateDate'],
  ['quicktime', 'UserData:ContentCreateDate'],
  ['quicktime', 'UserData:DateTimeOriginal'],
  ['quicktime', 'H264:DateTimeOriginal'],
  ['quicktime', 'RIFF:DateTimeOriginal'],
];

/** Clocks that the format defines as UTC. */
const UTC: readonly string[] = [
  'QuickTime:CreateDate',
  'Track1:MediaCreateDate',
  'Track1:TrackCreateDate',
  'Matroska:DateTimeOriginal',
  'ASF:CreationDate',
];

/** Every time that the tags state, best first. */
export function timeClaims(tags: RawTags): readonly TimeClaim[] {
  const claims: TimeClaim[] = [
    ...exifClaim(tags, 'DateTimeOriginal', 'SubSecTimeOriginal', ['OffsetTimeOriginal']),
    ...exifClaim(tags, 'CreateDate', 'SubSecTimeDigitized', ['OffsetTimeDigitized']),
  ];
  const whole = (origin: ClaimOrigin, tag: string): void => {
    const time = readDate(tags[tag])?.time;
    if (time != null) claims.push({ time, origin, tag });
  };
  for (const [origin, tag] of WHOLE.filter(([origin]) => origin === 'xmp')) whole(origin, tag);
  claims.push(...iptcClaim(tags, 'DateCreated', 'TimeCreated'));
  claims.push(...iptcClaim(tags, 'DigitalCreationDate', 'DigitalCreationTime'));
  for (const [origin, tag] of WHOLE.filter(([origin]) => origin !== 'xmp')) whole(origin, tag);
  for (const tag of UTC) {
    const read = readDate(tags[tag])?.time;
    const utcMs = read == null ? undefined : (instantOf(read) ?? (read.known === 'wall' ? read.wallMs : undefined));
    if (utcMs != null) claims.push({ time: { known: 'instant', utcMs }, origin: 'quicktime', tag });
  }
  const gps = gpsClock(tags);
  if (gps != null) claims.push({ time: { known: 'instant', utcMs: gps.value }, origin: 'gps', tag: gps.tag });
  return claims;
}

/** UTC of the GPS receiver. A date without its time of day says too little. */
export function gpsClock(tags: RawTags): { readonly tag: string; readonly value: number } | undefined {
  const date = tags['GPS:GPSDateStamp'];
  const time = tags['GPS:GPSTimeStamp'];
  if (typeof date === 'string' && typeof time === 'string') {
    const read = readDate(`${date} ${time}Z`);
    if (read?.time.known === 'instant') return { tag: 'GPS:GPSTimeStamp', value: read.time.utcMs };
  }
  return firstOf(tags, ['XMP-exif:GPSDateTime'], value => {
    const read = readDate(value);
    if (read == null || read.dayOnly) return undefined;
    return instantOf(read.time) ?? (read.time.known === 'wall' ? read.time.wallMs : undefined);
  });
}

function exifClaim(tags: RawTags, name: string, subSeconds: string, offsets: readonly string[]): TimeClaim[] {
  const found = firstOf(tags, exif(name), value =>
    readDate(value, firstOf(tags, exif(subSeconds), part => part)?.value),
  );
  if (found == null) return [];
  const offset =
    firstOf(
      tags,
      offsets.flatMap(tag => exif(tag)),
      readOffset,
    )?.value ?? otherOffset(tags, String(tags[found.tag]));
  return [{ time: withOffset(found.value.time, offset), origin: 'exif', tag: `EXIF:${name}` }];
}

/** Some cameras give the offset with another of the three EXIF times only; it holds where the clock is the same. */
function otherOffset(tags: RawTags, value: string): number | undefined {
  const twins: readonly (readonly [string, string])[] = [
    ['DateTimeOriginal', 'OffsetTimeOriginal'],
    ['CreateDate', 'OffsetTimeDigitized'],
    ['ModifyDate', 'OffsetTime'],
  ];
  for (const [clock, offset] of twins) {
    if (firstOf(tags, exif(clock), text => (text === value ? true : undefined)) == null) continue;
    const found = firstOf(tags, exif(offset), readOffset);
    if (found != null) return found.value;
  }
  return undefined;
}

function withOffset(time: CaptureTime, offsetMin: number | undefined): CaptureTime {
  return time.known === 'wall' && offsetMin != null ? { known: 'zoned', wallMs: time.wallMs, offsetMin } : time;
}

function iptcClaim(tags: RawTags, dateTag: string, timeTag: string): TimeClaim[] {
  const date = tags[`IPTC:${dateTag}`];
  const clock = tags[`IPTC:${timeTag}`];
  if (typeof date !== 'string') return [];
  const time = (readDate(typeof clock === 'string' ? `${date} ${clock}` : date) ?? readDate(date))?.time;
  return time == null ? [] : [{ time, origin: 'iptc', tag: `IPTC:${dateTag}` }];
}
