/** Which of the tags that are asked for a file has room for: what is there stays, word for word. Pure. */
import type { RawTags } from '../programs/exiftool.ts';
import type { TagValue, WritableTags } from '../programs/writableTags.ts';
import { isAsAsked, tagIn } from './tagsRead.ts';

/** EXIF's tags that are one statement: a part of it alone, or one half new and one old, would be another. */
const TIME = ['EXIF:DateTimeOriginal', 'EXIF:SubSecTimeOriginal', 'EXIF:OffsetTimeOriginal'];
const PLACE = ['EXIF:GPSLatitude', 'EXIF:GPSLatitudeRef', 'EXIF:GPSLongitude', 'EXIF:GPSLongitudeRef'];
const ALTITUDE = ['EXIF:GPSAltitude', 'EXIF:GPSAltitudeRef'];

export interface Vacant {
  readonly tags: Readonly<Record<string, TagValue>>;
  /** Tags for which there is no room: the file says something else there. */
  readonly occupied: readonly string[];
}

/**
 * Where EXIF has a time or a place already (zeros, say, or a half of one), it is left, and XMP says it: readers who
 * can make nothing of the one look at the other.
 * @param present tags of the file as it is
 */
export function vacantTags(asked: WritableTags, present: RawTags): Vacant {
  const wanted: Record<string, TagValue> = { ...asked };
  instead(wanted, present, TIME, xmpTime);
  instead(wanted, present, [...PLACE, ...ALTITUDE], xmpPlace);
  const tags: Record<string, TagValue> = {};
  const occupied: string[] = [];
  for (const [tag, value] of Object.entries(wanted)) {
    if (!isTaken(tag, present)) tags[tag] = value;
    else if (!isAsAsked(tag, value, present)) occupied.push(tag);
  }
  return { tags, occupied };
}

/** QuickTime's clock at zero was never set. */
function isTaken(tag: string, present: RawTags): boolean {
  const value = tagIn(tag, present);
  return value !== undefined && !(tag === 'QuickTime:CreateDate' && /^0000/.test(String(value)));
}

function instead(
  wanted: Record<string, TagValue>,
  present: RawTags,
  group: readonly string[],
  inXmp: (asked: WritableTags) => WritableTags,
): void {
  const asked = Object.fromEntries(Object.entries(wanted).filter(([tag]) => group.includes(tag)));
  if (Object.keys(asked).length === 0 || !group.some(tag => isTaken(tag, present))) return;
  if (Object.entries(asked).every(([tag, value]) => isAsAsked(tag, value, present))) return;
  for (const tag of group) delete wanted[tag];
  Object.assign(wanted, inXmp(asked));
}

function xmpTime(asked: WritableTags): WritableTags {
  const [clock, fraction, offset] = TIME.map(tag => asked[tag]);
  if (clock == null) return {};
  const moment = `${clock}${fraction == null ? '' : `.${fraction}`}${offset ?? ''}`;
  return { 'XMP-exif:DateTimeOriginal': moment };
}

function xmpPlace(asked: WritableTags): WritableTags {
  const signed = (tag: string, minus: string): number => Number(asked[tag]) * (asked[`${tag}Ref`] === minus ? -1 : 1);
  if (asked['EXIF:GPSLatitude'] == null || asked['EXIF:GPSLongitude'] == null) return {};
  const altitude = asked['EXIF:GPSAltitude'];
  return {
    'XMP-exif:GPSLatitude': signed('EXIF:GPSLatitude', 'S'),
    'XMP-exif:GPSLongitude': signed('EXIF:GPSLongitude', 'W'),
    ...(altitude != null && {
      'XMP-exif:GPSAltitude': altitude,
      'XMP-exif:GPSAltitudeRef': asked['EXIF:GPSAltitudeRef'] ?? 0,
    }),
  };
}
