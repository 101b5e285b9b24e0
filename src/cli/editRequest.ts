/** What a person asks to be changed of photos, out of the words of a command line. */

import { COPIED_FIELDS, type CopiedField, type CopyWish } from '../engine/jobs/editing/copiedFields.ts';
import type { EditChange, ListChange, TimeChange } from '../engine/jobs/editing/editChange.ts';
import { readDate, readOffset } from '../engine/media/dateText.ts';
import type { Gps } from '../engine/media/model.ts';
import { placeOf } from '../engine/media/placeText.ts';
import { line } from '../engine/media/tagValues.ts';
import type { Turn } from '../engine/media/turning/orientation.ts';
import { isFreeTag, type TagValue, WRITABLE, writableTags } from '../engine/programs/writableTags.ts';
import { UsageError } from './exit.ts';
import { printable } from './printedPath.ts';

type Writable = { -readonly [K in keyof EditChange]: EditChange[K] };
type Operator = '=' | '+=' | '-=';

const TEXTS = { title: 'title', description: 'description', caption: 'description', copyright: 'copyright' } as const;
const LISTS = {
  keywords: 'keywords',
  keyword: 'keywords',
  people: 'people',
  person: 'people',
  creator: 'creator',
} as const;
const NAMES = 'title, description, keywords, people, rating, creator, copyright, date';

/** What exiftool takes these for where no group is said. */
const BARE: Readonly<Record<string, string>> = {
  artist: 'creator',
  'by-line': 'creator',
  subject: 'keywords',
  'caption-abstract': 'description',
  imagedescription: 'description',
  objectname: 'title',
  rights: 'copyright',
  copyrightnotice: 'copyright',
  personinimage: 'people',
  datetimeoriginal: 'date',
  city: 'XMP-photoshop:City',
  state: 'XMP-photoshop:State',
  country: 'XMP-photoshop:Country',
  headline: 'XMP-photoshop:Headline',
  credit: 'XMP-photoshop:Credit',
  source: 'XMP-photoshop:Source',
  instructions: 'XMP-photoshop:Instructions',
  location: 'XMP-iptcCore:Location',
  label: 'XMP-xmp:Label',
  usercomment: 'EXIF:UserComment',
  make: 'EXIF:Make',
  model: 'EXIF:Model',
  lensmodel: 'EXIF:LensModel',
  software: 'EXIF:Software',
};

const MOST = 65_536;

export interface EditFlags {
  readonly set?: readonly string[];
  readonly shiftTime?: string;
  readonly setGps?: string;
  readonly rotate?: string;
  readonly albumKeywords?: boolean;
  readonly zone?: string;
  readonly keep?: string;
  readonly dateFrom?: string;
  readonly remove?: readonly string[];
  readonly copyFrom?: string;
  readonly copy?: string;
}

/** @throws {UsageError} with what to write instead */
export function editRequest(flags: EditFlags): EditChange {
  const change: Writable = {};
  for (const asked of flags.set ?? []) add(change, asked);
  const times = [
    ...(change.time == null ? [] : [change.time]),
    ...(flags.shiftTime == null ? [] : [shiftOf(flags.shiftTime)]),
    ...(flags.zone == null ? [] : [zoneOf(flags.zone, flags.keep)]),
    ...(flags.dateFrom == null ? [] : [dateFrom(flags.dateFrom)]),
  ];
  if (times.length > 1)
    throw new UsageError('Only one change of the date at a time: --set date=…, --shift-time, --zone or --date-from.');
  if (flags.keep != null && flags.zone == null) throw new UsageError('--keep goes with --zone.');
  if (times[0] != null) change.time = times[0];
  if (flags.setGps != null) change.gps = gpsOf(flags.setGps);
  if (flags.albumKeywords === true) change.albumKeywords = true;
  if (flags.rotate != null) change.turn = turnOf(flags.rotate);
  for (const what of flags.remove ?? []) {
    if (what !== 'gps')
      throw new UsageError(`"${printable(what)}" can’t be removed so: give gps. --set TAG= takes away the rest.`);
    if (change.gps != null) throw new UsageError('--set-gps and --remove gps contradict each other.');
    change.gps = null;
  }
  if (change.time != null && (flags.copy ?? '').split(',').includes('date'))
    throw new UsageError('--copy date goes with no other change of the date.');
  if (Object.keys(change).length === 0 && flags.copyFrom == null)
    throw new UsageError(
      'Say what to change: --set TAG=VALUE, --shift-time, --zone, --date-from, --set-gps, --remove gps, --rotate, --album-keywords, --copy-from with --copy, or several of them.',
    );
  return change;
}

/** @throws {UsageError} */
export function copyRequest({ copyFrom, copy }: EditFlags): CopyWish | undefined {
  if (copyFrom == null && copy == null) return undefined;
  if (copyFrom == null || copy == null)
    throw new UsageError('--copy-from PHOTO goes with --copy FIELDS, such as --copy gps,keywords.');
  const fields = copy.split(',').map(field => field.trim().toLowerCase());
  const isField = (field: string): field is CopiedField => (COPIED_FIELDS as readonly string[]).includes(field);
  const wrong = fields.find(field => !isField(field));
  if (wrong != null)
    throw new UsageError(`"${printable(wrong)}" is none of what can be copied: ${COPIED_FIELDS.join(', ')}.`);
  return { from: copyFrom, fields: [...new Set(fields.filter(isField))] };
}

function add(change: Writable, asked: string): void {
  const found = /^([A-Za-z][\w:-]*?)(\+=|-=|=)(.*)$/s.exec(asked);
  if (found == null)
    throw new UsageError(
      `"${printable(asked.slice(0, 80))}" is no TAG=VALUE, TAG+=VALUE or TAG-=VALUE. Tags are ${NAMES}.`,
    );
  const [, given = '', operator = '=', value = ''] = found as unknown as [string, string, Operator, string];
  const name = Object.hasOwn(BARE, given.toLowerCase()) ? (BARE[given.toLowerCase()] ?? given) : given;
  const key = name.toLowerCase();
  checkText(name, value);
  if (Object.hasOwn(TEXTS, key)) {
    single(name, operator);
    const field: 'title' | 'description' | 'copyright' = TEXTS[key as keyof typeof TEXTS];
    change[field] = value === '' ? null : value;
  } else if (Object.hasOwn(LISTS, key)) {
    const field: 'keywords' | 'people' | 'creator' = LISTS[key as keyof typeof LISTS];
    change[field] = withItem(change[field], field, operator, value);
  } else if (key === 'rating') {
    single(name, operator);
    if (!/^[0-5]?$/.test(value))
      throw new UsageError(`"${printable(value)}" is no rating: give 0 to 5, or nothing to take it away.`);
    change.rating = value === '' ? null : Number(value);
  } else if (key === 'flag' || key === 'favorite')
    throw new UsageError(
      `${name} is kept by Keepsake and stands in no file: "keepsake mark BACKUP --select QUERY --${key} ${key === 'flag' ? 'pick' : 'yes'}" sets it.`,
    );
  else if (key === 'date') {
    single(name, operator);
    change.time = { do: 'set', time: dateOf(value) };
  } else change.tags = { ...change.tags, ...otherTag(change.tags ?? {}, name, operator, value) };
}

function single(name: string, operator: Operator): void {
  if (operator !== '=') throw new UsageError(`${name} is no list: only ${name}=VALUE.`);
}

/** What no text of a photo can hold. */
function checkText(name: string, value: string): void {
  const control = /[\u0000-\u0008\u000b-\u001f\u007f\ufffe\uffff]/.exec(value)?.[0];
  if (control != null)
    throw new UsageError(
      `The value of ${name} holds a control character (U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}), which has no place in the text of a photo. Take it out.`,
    );
  if (!value.isWellFormed()) throw new UsageError(`The value of ${name} is not valid text.`);
  if (value.length > MOST)
    throw new UsageError(
      `The value of ${name} is ${value.length.toLocaleString('en')} characters long; ${MOST.toLocaleString('en')} is the most.`,
    );
}

function withItem(before: ListChange | undefined, name: string, operator: Operator, value: string): ListChange {
  const { set, add = [], remove = [] } = before ?? {};
  if (value === '') {
    if (operator !== '=') throw new UsageError(`${name}${operator} wants a value. ${name}= takes all of them away.`);
    return { ...before, set: [] };
  }
  if (line(value) !== value)
    throw new UsageError(
      `"${printable(value.slice(0, 80))}" can’t be one of ${name}: it has to be one line of at most 512 characters, without blanks at its ends or twice in a row, and without marks that turn the direction of text.`,
    );
  if (operator === '=') return { ...before, set: [...(set ?? []), value] };
  return operator === '+=' ? { ...before, add: [...add, value] } : { ...before, remove: [...remove, value] };
}

function otherTag(
  before: Readonly<Record<string, TagValue | ListChange>>,
  given: string,
  operator: Operator,
  value: string,
): Readonly<Record<string, TagValue | ListChange>> {
  const name = WRITABLE.find(known => known.toLowerCase() === given.toLowerCase()) ?? given;
  if (!WRITABLE.includes(name) && !isFreeTag(name))
    throw new UsageError(
      `"${printable(given)}" is no tag that may be set. Tags are ${NAMES}, and exiftool's names with their group, such as XMP-photoshop:City, IPTC:City or EXIF:UserComment; never one that names, moves or rebuilds a file.`,
    );
  const there = before[name];
  if (operator !== '=') {
    const list =
      there != null && typeof there === 'object' && !Array.isArray(there) ? (there as ListChange) : undefined;
    return { [name]: withItem(list, name, operator, value) };
  }
  if (value === '') return { [name]: null };
  for (const form of [value, [value], Number(value)])
    try {
      return writableTags({ [name]: form });
    } catch {
      // Of another form, or of none.
    }
  throw new UsageError(`${name} can’t be "${printable(value.slice(0, 80))}".`);
}

/** @throws {UsageError} */
function dateOf(text: string): Extract<TimeChange, { do: 'set' }>['time'] {
  const read = readDate(text);
  // What follows a date is passed over where files are read; here it would be a slip.
  if (read == null || !/^[\d:\-/.,TZ+ ]+$/i.test(text.trim()))
    throw new UsageError(
      `"${printable(text)}" is no date: write 2019-07-01T10:00:00+02:00, 2019-07-01T10:00 (the zone is not known) or 2019-07-01.`,
    );
  return read.time;
}

const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;
/** A hundred years: more is a slip. */
const LONGEST = 36_525 * UNITS.d;

/** `+1h`, `-30m`, `+2d`, `+1d2h30m`, `+1:30`, `-0:00:20`. @throws {UsageError} */
export function shiftOf(text: string): TimeChange {
  const given = text.replace(/\s+/g, '').toLowerCase();
  const clock = /^([+-]?)(\d{1,6}):(\d{2})(?::(\d{2}))?$/.exec(given);
  const parts = /^([+-]?)(?:(\d{1,6})d)?(?:(\d{1,7})h)?(?:(\d{1,9})m(?:in)?)?(?:(\d{1,10})s)?$/.exec(given);
  const [sign, ...numbers] = (clock == null ? parts?.slice(1) : [clock[1], '0', ...clock.slice(2)]) ?? [];
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = numbers.map(number => Number(number ?? 0));
  const ms = days * UNITS.d + hours * UNITS.h + minutes * UNITS.m + seconds * UNITS.s;
  if (ms === 0 || ms > LONGEST)
    throw new UsageError(`"${printable(text)}" is no shift: give for example +1h, -30m, +2d, +1d2h30m or +1:30.`);
  return { do: 'shift', ms: sign === '-' ? -ms : ms };
}

function zoneOf(text: string, keep: string | undefined): TimeChange {
  const offsetMin = text.trim() === '' ? undefined : readOffset(text.toUpperCase());
  if (offsetMin == null)
    throw new UsageError(`"${printable(text)}" is no zone: give its offset, such as +02:00 or -0330.`);
  if (keep !== 'instant' && keep !== 'wall')
    throw new UsageError(
      'Say what was right: --keep instant (the moment; the clock is changed) or --keep wall (the clock; the moment is changed).',
    );
  return { do: 'zone', offsetMin, keep };
}

function dateFrom(text: string): TimeChange {
  if (text === 'sidecar' || text === 'filename' || text === 'mtime' || text === 'next' || text === 'previous')
    return { do: 'from', source: text };
  throw new UsageError(
    `"${printable(text)}" tells no date: give sidecar, filename, mtime, next or previous (the photo behind it or before it in its folder).`,
  );
}

const TURNS: Readonly<Record<string, Turn>> = { right: 90, '180': 180, left: 270 };

function turnOf(text: string): Turn {
  const turn = Object.hasOwn(TURNS, text) ? TURNS[text] : undefined;
  if (turn == null) throw new UsageError(`"${printable(text)}" is no turn: give left, right or 180.`);
  return turn;
}

function gpsOf(text: string): Gps {
  const found = placeOf(text);
  if (found == null)
    throw new UsageError(
      `"${printable(text.slice(0, 80))}" is no place: give LAT,LON in degrees such as 48.8583,2.2945 (south and west negative), with a height in metres if you like, or the address of a map.`,
    );
  return found;
}
