/** What has to be written so that an edit is taken back beneath a newer one: its old values, and no others. Pure. */
import type { RawTags } from '../../programs/exiftool.ts';
import { type TagValue, type WritableTags, writableTags } from '../../programs/writableTags.ts';

export interface OldValues {
  /** Empty where nothing of it stands any more. */
  readonly tags: WritableTags;
  /** What these say now. */
  readonly before: Readonly<Record<string, unknown>>;
  /** Tags that were changed again since, and stay as they are. */
  readonly kept: readonly string[];
}

/** What exiftool adds by itself where there is none, and what it says of files rather than of photos. */
const NOT_SAID =
  /^([^:]+|(File|ExifTool|Composite(?!:Rotation)|XMP-x):.*|[^:]+:(XResolution|YResolution|ResolutionUnit|YCbCrPositioning|ExifVersion|ComponentsConfiguration|FlashpixVersion|ColorSpace|GPSVersionID|CodedCharacterSet|ApplicationRecordVersion|EnvelopeRecordVersion|XMPToolkit|MetadataDate|ModifyDate|TrackModifyDate|MediaModifyDate))$/;

/**
 * @param before what the file said before the edit, `after` it, and `now`
 */
export function oldValues(before: RawTags, after: RawTags, now: RawTags): OldValues {
  const tags: Record<string, TagValue> = {};
  const said: Record<string, unknown> = {};
  const kept: string[] = [];
  for (const read of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (NOT_SAID.test(read) || same(before[read], after[read])) continue;
    const merged = mergedValue(before[read], after[read], now[read]);
    if (merged === AS_IT_WAS) continue;
    const tag = merged === undefined ? undefined : writable(read, merged);
    if (tag == null) kept.push(read);
    else {
      Object.assign(tags, tag);
      if (now[read] !== undefined) for (const name of Object.keys(tag)) said[name] = now[read];
    }
  }
  return { tags, before: said, kept };
}

const AS_IT_WAS = Symbol('as it was');

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const list = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** @returns undefined where somebody has set it to something else since; null: it is to be taken away */
function mergedValue(before: unknown, after: unknown, now: unknown): unknown {
  if (same(now, before)) return AS_IT_WAS;
  if (same(now, after)) return before ?? null;
  // Of a list what came goes and what went comes; what a newer edit added stays.
  if (![before, after, now].some(Array.isArray)) return undefined;
  const has = (values: readonly unknown[], item: unknown): boolean => values.some(value => same(value, item));
  const [old, made, current] = [list(before), list(after), list(now)];
  const rest = current.filter(item => has(old, item) || !has(made, item));
  const merged = [...rest, ...old.filter(item => !has(made, item) && !has(rest, item))];
  return same(merged, current) ? AS_IT_WAS : merged.length === 0 ? null : merged;
}

/** As it is written, where it is read under another name or in another form. */
function writable(read: string, value: unknown): WritableTags | undefined {
  const [group = '', name = ''] = read.split(':');
  const tag = /^(IFD0|ExifIFD|GPS|InteropIFD)$/.test(group) ? `EXIF:${name}` : read;
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  const texts = list(value).map(item => (typeof item === 'object' ? item : String(item)));
  for (const form of [value, text, texts]) {
    try {
      return writableTags({ [tag]: form });
    } catch {
      // in another form, perhaps
    }
  }
  return undefined;
}
