/**
 * The tags in which a file has its words, by the Metadata Working Group: XMP always, IPTC where the file has any, EXIF
 * and what else says the same where it stands; of films QuickTime's keys. Pure.
 */
import { keywords } from '../../media/keywords.ts';
import { people } from '../../media/people.ts';
import { tagIn } from '../../media/tagsRead.ts';
import { list } from '../../media/tagValues.ts';
import type { RawTags } from '../../programs/exiftool.ts';
import type { TagValue, WritableTags } from '../../programs/writableTags.ts';
import { changedList, type EditChange } from './editChange.ts';
import type { WrittenForm } from './writtenForm.ts';

type Field = 'title' | 'description' | 'copyright';
type ListField = 'keywords' | 'people' | 'creator';

interface Places {
  readonly image: string;
  readonly film: string;
  /** Beside, where they stand already; IPTC's with the bytes that they take. */
  readonly others: readonly string[];
  readonly iptc: readonly [tag: string, bytes: number];
}

const TEXTS: Readonly<Record<Field, Places>> = {
  title: {
    image: 'XMP-dc:Title',
    film: 'Keys:Title',
    others: ['XMP-dc:Title', 'EXIF:XPTitle', 'PNG:Title', 'Keys:DisplayName', 'ItemList:Title', 'UserData:Title'],
    iptc: ['IPTC:ObjectName', 64],
  },
  description: {
    image: 'XMP-dc:Description',
    film: 'Keys:Description',
    others: ['XMP-dc:Description', 'EXIF:ImageDescription', 'PNG:Description', 'ItemList:Description'],
    iptc: ['IPTC:Caption-Abstract', 2000],
  },
  copyright: {
    image: 'XMP-dc:Rights',
    film: 'XMP-dc:Rights',
    others: ['EXIF:Copyright', 'Keys:Copyright', 'ItemList:Copyright'],
    iptc: ['IPTC:CopyrightNotice', 128],
  },
};

const LISTS: Readonly<Record<ListField, { readonly tag: string; readonly iptc?: readonly [string, number] }>> = {
  keywords: { tag: 'XMP-dc:Subject', iptc: ['IPTC:Keywords', 64] },
  people: { tag: 'XMP-iptcExt:PersonInImage' },
  creator: { tag: 'XMP-dc:Creator', iptc: ['IPTC:By-line', 32] },
};
export const LIST_FIELDS: readonly ListField[] = ['keywords', 'people', 'creator'];

/** What a file says of it in one list or another. */
export const READ_LIST: Readonly<Record<ListField, (tags: RawTags) => readonly string[]>> = {
  keywords: tags => keywords(tags)?.value ?? [],
  people: tags => people(tags)?.value ?? [],
  creator: tags => list(tags['XMP-dc:Creator']) ?? list(tags['IPTC:By-line']) ?? list(tags['IFD0:Artist']) ?? [],
};

/** @param lists what the lists were before, where a sidecar stands for its file */
export function wordTags(
  form: WrittenForm,
  change: EditChange,
  present: RawTags,
  lists: Readonly<Record<ListField, readonly string[]>>,
): WritableTags {
  const tags: Record<string, TagValue> = {};
  const hasIptc = form === 'image' && Object.keys(present).some(tag => tag.startsWith('IPTC:'));
  const isThere = (tag: string): boolean => tagIn(tag, present) !== undefined;
  for (const field of ['title', 'description', 'copyright'] as const) {
    const value = change[field];
    if (value === undefined) continue;
    const { image, film, others, iptc } = TEXTS[field];
    tags[form === 'film' ? film : image] = value;
    if (form === 'xmp') continue;
    for (const tag of others.filter(isThere)) tags[tag] = value;
    if (hasIptc) tags[iptc[0]] = value == null || !fitsIptc(value, iptc[1]) ? null : value;
  }
  for (const field of LIST_FIELDS) {
    const asked = change[field];
    if (asked == null) continue;
    const before = lists[field];
    const now = changedList(asked, before);
    const { tag, iptc } = LISTS[field];
    tags[tag] = now.length === 0 ? null : now;
    if (form === 'xmp' && field !== 'keywords') continue;
    if (hasIptc && iptc != null) tags[iptc[0]] = iptcList(now, iptc[1], list(present[iptc[0]]) ?? []);
    if (field === 'keywords') Object.assign(tags, otherKeywords(before, now, present));
    if (field === 'creator') Object.assign(tags, otherCreators(now, present));
  }
  if (change.rating !== undefined) {
    tags['XMP-xmp:Rating'] = change.rating;
    if (isThere('EXIF:Rating') && form === 'image') tags['EXIF:Rating'] = change.rating;
  }
  return tags;
}

/** IPTC is in Latin or in UTF-8, and often doesn't say in which: what both can say. XMP has all of it. */
function fitsIptc(text: string, bytes: number): boolean {
  return /^[\n\t\u0020-\u007e\u00a0-\u00ff]*$/.test(text) && Buffer.byteLength(text) <= bytes;
}

/** What stood there can stand there. */
function iptcList(items: readonly string[], bytes: number, before: readonly string[]): TagValue {
  const kept = items.filter(item => before.includes(item) || fitsIptc(item, bytes));
  return kept.length === 0 ? null : kept;
}

/** digiKam's have the tags that they are under before them, `Places/Paris`. */
function otherKeywords(before: readonly string[], now: readonly string[], present: RawTags): WritableTags {
  const tags: Record<string, TagValue> = {};
  const paths = list(present['XMP-digiKam:TagsList']);
  if (paths != null) {
    const leaf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).trim() || path;
    const kept = paths.filter(path => now.includes(path) || now.includes(leaf(path)));
    const all = [...kept, ...now.filter(word => !before.includes(word) && !kept.some(path => leaf(path) === word))];
    tags['XMP-digiKam:TagsList'] = all.length === 0 ? null : all;
  }
  if (tagIn('EXIF:XPKeywords', present) !== undefined)
    tags['EXIF:XPKeywords'] = now.length === 0 ? null : now.join(';');
  // One text, of which nobody knows how it is divided.
  if (present['Keys:Keywords'] !== undefined) tags['Keys:Keywords'] = null;
  return tags;
}

function otherCreators(now: readonly string[], present: RawTags): WritableTags {
  const tags: Record<string, TagValue> = {};
  const all = now.length === 0 ? null : now.join('; ');
  for (const tag of ['EXIF:Artist', 'Keys:Author', 'ItemList:Artist'])
    if (tagIn(tag, present) !== undefined) tags[tag] = all;
  return tags;
}
