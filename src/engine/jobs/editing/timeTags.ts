/**
 * The tags by which a file says when it was taken: EXIF and XMP of pictures (MWG: DateTimeOriginal and
 * photoshop:DateCreated), QuickTime's of films, and whatever else the file says it in. Pure.
 */
import { instantOf } from '../../media/dateText.ts';
import { clockText, filmTime, milliseconds, momentText, offsetText } from '../../media/embeddedTags.ts';
import type { CaptureTime, TimeClaim } from '../../media/model.ts';
import { tagIn } from '../../media/tagsRead.ts';
import type { RawTags } from '../../programs/exiftool.ts';
import type { TagValue, WritableTags } from '../../programs/writableTags.ts';
import type { WrittenForm } from './writtenForm.ts';

type Tags = Readonly<Record<string, TagValue>>;

/** When it was digitised or made: of a scan another time than when it was taken. */
const DIGITISED: ReadonlySet<string> = new Set([
  'EXIF:CreateDate',
  'XMP-exif:DateTimeDigitized',
  'XMP-xmp:CreateDate',
  'IPTC:DigitalCreationDate',
]);

export const isDigitised = (claim: TimeClaim): boolean => DIGITISED.has(claim.tag);

/**
 * @param time when it was taken
 * @param claims every time that the file states
 * @param moved what each of the others is to say from now on; undefined: what it says
 */
export function timeTags(
  form: WrittenForm,
  time: CaptureTime,
  present: RawTags,
  claims: readonly TimeClaim[],
  moved: (claim: TimeClaim) => CaptureTime | undefined,
): WritableTags {
  const tags: Record<string, TagValue> = {
    ...(form === 'image' ? pictureTime(time) : form === 'film' ? filmTimes(time) : xmpTime(time)),
  };
  for (const claim of claims) {
    const other = Object.hasOwn(tags, claim.tag) ? undefined : moved(claim);
    if (other != null) Object.assign(tags, said(claim.tag, other, present));
  }
  return tags;
}

const fraction = (time: CaptureTime): string | null => {
  const digits = milliseconds(Math.round(time.known === 'instant' ? time.utcMs : time.wallMs));
  return digits === '000' ? null : digits;
};
const clock = (time: CaptureTime): string => clockText(Math.round(time.known === 'instant' ? time.utcMs : time.wallMs));
/** EXIF has no word for an instant alone: UTC, with its offset, is the same one. */
const offset = (time: CaptureTime): string | null =>
  time.known === 'zoned' ? offsetText(time.offsetMin) : time.known === 'instant' ? '+00:00' : null;

function pictureTime(time: CaptureTime): Tags {
  return {
    'EXIF:DateTimeOriginal': clock(time),
    'EXIF:SubSecTimeOriginal': fraction(time),
    'EXIF:OffsetTimeOriginal': offset(time),
    'XMP-photoshop:DateCreated': momentText(time),
  };
}

function xmpTime(time: CaptureTime): Tags {
  return { 'XMP-exif:DateTimeOriginal': momentText(time), 'XMP-photoshop:DateCreated': momentText(time) };
}

/** A clock without zone can't stand in QuickTime's keys: what they say would be another time. */
function filmTimes(time: CaptureTime): Tags {
  return time.known === 'wall' ? { ...filmTime(time), 'Keys:CreationDate': null } : filmTime(time);
}

/** One more place where a file says a time, in the form that it has there. */
function said(tag: string, time: CaptureTime, present: RawTags): Tags {
  const [group = ''] = tag.split(':');
  if (group.startsWith('XMP')) return { [tag]: momentText(time) };
  switch (tag) {
    case 'EXIF:CreateDate':
      return {
        'EXIF:CreateDate': clock(time),
        'EXIF:SubSecTimeDigitized': fraction(time),
        // It may have been given with another of EXIF's times.
        'EXIF:OffsetTimeDigitized': tagIn('EXIF:OffsetTimeDigitized', present) === undefined ? null : offset(time),
      };
    case 'IPTC:DateCreated':
      return iptc(tag, 'IPTC:TimeCreated', time, present);
    case 'IPTC:DigitalCreationDate':
      return iptc(tag, 'IPTC:DigitalCreationTime', time, present);
    case 'PNG:CreationTime':
      return { [tag]: momentText(time) };
    case 'QuickTime:CreateDate':
    case 'Track1:MediaCreateDate':
    case 'Track1:TrackCreateDate': {
      const utcMs = instantOf(time);
      const clockTag = utcMs == null ? undefined : filmTime({ known: 'instant', utcMs })['QuickTime:CreateDate'];
      return clockTag == null ? {} : { [tag]: clockTag };
    }
    case 'Keys:CreationDate':
    case 'ItemList:ContentCreateDate':
    case 'UserData:ContentCreateDate':
    case 'UserData:DateTimeOriginal':
      return { [tag]: time.known === 'wall' ? null : momentText(time) };
    default:
      return {};
  }
}

/** IPTC's time of day has a zone always: without one only the day is said. */
function iptc(dateTag: string, timeTag: string, time: CaptureTime, present: RawTags): Tags {
  const [day = '', hour = ''] = clock(time).split(' ');
  const zone = offset(time);
  const hasTime = present[timeTag] !== undefined;
  return { [dateTag]: day, ...(hasTime && { [timeTag]: zone == null ? null : hour + zone }) };
}
