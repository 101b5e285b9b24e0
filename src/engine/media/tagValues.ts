import type { RawTags } from '../programs/exiftool.ts';

/** Longest text kept, in UTF-16 units: what a person writes fits, a hostile file does not fill the catalog. */
const TEXT_LIMIT = 65_536;
/** Longest of the one-line fields: make, model, lens, software. */
export const LINE_LIMIT = 512;
const LIST_LIMIT = 1000;

/** What exiftool prints in place of bytes that are no text. */
const BINARY = /^\(Binary data \d+ bytes, use -b option to extract\)$/;

/** The value as one clean text, or undefined where there is none. Numbers come where a text looks like one. */
export function text(value: unknown, limit = TEXT_LIMIT): string | undefined {
  const scalar = Array.isArray(value) ? value.find(item => item != null) : value;
  if (typeof scalar !== 'string' && typeof scalar !== 'number' && typeof scalar !== 'boolean') return undefined;
  if (typeof scalar === 'string' && BINARY.test(scalar)) return undefined;
  const clean = String(scalar)
    .slice(0, limit * 2)
    .replace(/\r\n?/g, '\n')
    // Control characters, and the marks that turn the direction of text and so disguise it.
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .trim()
    .slice(0, limit)
    .toWellFormed();
  return clean === '' ? undefined : clean;
}

/** One line of it. */
export function line(value: unknown): string | undefined {
  return text(text(value)?.replace(/\s+/g, ' '), LINE_LIMIT);
}

/** Distinct texts in their order, from a list or a single value. */
export function list(value: unknown): readonly string[] | undefined {
  const items = (Array.isArray(value) ? value : [value]).slice(0, LIST_LIMIT * 2);
  const distinct = new Set(items.map(line).filter(item => item != null));
  return distinct.size === 0 ? undefined : [...distinct].slice(0, LIST_LIMIT);
}

/** A finite number within the bounds, from a number or the text of one. */
export function number(value: unknown, least: number, most: number): number | undefined {
  const scalar = Array.isArray(value) ? value[0] : value;
  const found =
    typeof scalar === 'number' ? scalar : typeof scalar === 'string' && scalar.trim() !== '' ? Number(scalar) : NaN;
  return Number.isFinite(found) && found >= least && found <= most ? found : undefined;
}

/** The first of the tags that the reading makes something of, with the tag's name. */
export function firstOf<T>(
  tags: RawTags,
  names: readonly string[],
  read: (value: unknown) => T | undefined,
): { readonly tag: string; readonly value: T } | undefined {
  for (const tag of names) {
    const value = Object.hasOwn(tags, tag) ? read(tags[tag]) : undefined;
    if (value != null) return { tag, value };
  }
  return undefined;
}

/** The names of a tag in the IFDs that exiftool calls EXIF, the usual one first. */
export function exif(name: string): readonly string[] {
  return ['ExifIFD', 'IFD0', 'SubIFD', 'SubIFD1', 'SubIFD2'].map(group => `${group}:${name}`);
}
