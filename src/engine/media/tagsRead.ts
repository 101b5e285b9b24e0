/** Whether a file says what it was asked to say, and still says what it said before. Pure. */
import type { RawTags } from '../programs/exiftool.ts';
import { READ_TAGS } from '../programs/exiftoolTags.ts';
import type { TagValue, WritableTags } from '../programs/writableTags.ts';
import { isFreeTag } from '../programs/writableTags.ts';
import { list, text } from './tagValues.ts';

const GPS_TAGS = READ_TAGS.filter(tag => tag.startsWith('GPS:'));

/** Where a tag is read that was written under another name. */
function readAs(tag: string): readonly string[] {
  if (tag === 'GPS:All') return GPS_TAGS;
  if (!tag.startsWith('EXIF:')) return [tag];
  const name = tag.slice(5);
  return name.startsWith('GPS') ? [`GPS:${name}`] : [`ExifIFD:${name}`, `IFD0:${name}`];
}

export function tagIn(tag: string, present: RawTags): unknown {
  return (isFreeTag(tag) ? named(tag, present) : readAs(tag))
    .map(name => (Object.hasOwn(present, name) ? present[name] : undefined))
    .find(value => value !== undefined);
}

/** Where exiftool reports a tag that it was asked for by its name: EXIF's in any of its parts. */
function named(tag: string, present: RawTags): readonly string[] {
  const [group = '', name = ''] = tag.toLowerCase().split(':');
  const isOfGroup = (found: string): boolean =>
    group === 'exif' ? /^(ifd0|exififd|interopifd|gps|ifd1|subifd\d*)$/.test(found) : found === group;
  return Object.keys(present).filter(key => {
    const [found = '', last = ''] = key.toLowerCase().split(':');
    return last === name && isOfGroup(found);
  });
}

/** A thousandth of a second of arc is three centimetres; EXIF keeps fractions, not decimals. */
const NUMBER_TOLERANCE = 1e-7;

/** @param value null: the tag is not to be there */
export function isAsAsked(tag: string, value: TagValue, present: RawTags): boolean {
  const found = tagIn(tag, present);
  if (value === null || found === undefined) return value === null && found === undefined;
  if (typeof value === 'number')
    return Math.abs(Number(found) - value) <= NUMBER_TOLERANCE * Math.max(1, Math.abs(value) / 1000);
  if (isFreeTag(tag) && Array.isArray(found)) return sameTexts(list(value), list(found));
  if (Array.isArray(value)) return sameTexts(list(value), list(found));
  if (tag.endsWith(':GPSCoordinates')) return samePlace(String(value), String(found));
  // exiftool's JSON has what looks like a number as one.
  if (typeof found === 'number') return Number(value) === found;
  if (typeof found === 'boolean') return String(value).toLowerCase() === String(found);
  return text(value) === text(found);
}

function sameTexts(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  const alike = (a: string, b: string | undefined): boolean =>
    a === b || (b != null && a.toLowerCase() === b.toLowerCase() && /^(true|false)$/i.test(a)) || sameNumber(a, b);
  return one?.length === other?.length && (one ?? []).every((item, i) => alike(item, other?.[i]));
}

const sameNumber = (a: string, b: string | undefined): boolean =>
  b != null && a.trim() !== '' && Number(a) === Number(b);

function samePlace(one: string, other: string): boolean {
  const numbers = (value: string): readonly number[] =>
    value
      .trim()
      .split(/[\s,]+/)
      .map(Number);
  const [a, b] = [numbers(one), numbers(other)];
  return (
    a.length === b.length && a.every((value, i) => Math.abs(value - (b[i] ?? Number.NaN)) <= 1e-4 / (i < 2 ? 1000 : 1))
  );
}

/** What exiftool makes out of others, and says of the file around them. */
const NOT_OF_ITS_OWN = /^(File|Composite|ExifTool):/;

/**
 * @returns names of tags that don't say what they were to say: the asked ones as asked, all others as before
 */
export function wronglyWritten(asked: WritableTags, before: RawTags, after: RawTags): readonly string[] {
  const failed = Object.entries(asked)
    .filter(([tag, value]) => !isAsAsked(tag, value, after))
    .map(([tag]) => tag);
  const written = new Set(
    Object.keys(asked).flatMap(tag => (isFreeTag(tag) ? named(tag, { ...before, ...after }) : readAs(tag))),
  );
  const lost = Object.entries(before)
    .filter(([tag]) => !written.has(tag) && !NOT_OF_ITS_OWN.test(tag) && tag !== 'SourceFile')
    .filter(([tag, value]) => JSON.stringify(value) !== JSON.stringify(after[tag]))
    .map(([tag]) => tag);
  return [...failed, ...lost, ...newTrouble(before, after)];
}

/** What exiftool minds of the new file and didn't of the old one. */
function newTrouble(before: RawTags, after: RawTags): readonly string[] {
  return ['ExifTool:Error', 'ExifTool:Warning'].filter(
    tag => after[tag] !== undefined && before[tag] === undefined && !/^\[minor\]/i.test(String(after[tag])),
  );
}
