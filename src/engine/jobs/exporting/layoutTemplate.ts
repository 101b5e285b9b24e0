/** Where in the backup a photo goes: `{year}/{month}/{day}` and its like, out of what is known of the photo. */
import { filingMs } from '../../media/dateText.ts';
import type { CaptureTime } from '../../media/model.ts';
import { safePart } from './safePart.ts';

export const DEFAULT_LAYOUT = '{year}/{month}/{day}';

const FIELDS = ['year', 'month', 'day', 'album', 'camera', 'name', 'ext'] as const;
type Field = (typeof FIELDS)[number];
const DATE: readonly Field[] = ['year', 'month', 'day'];

/** What stands for a part of which nothing is known. */
const UNKNOWN = { date: 'Unknown date', album: 'No album', camera: 'Unknown camera' } as const;

export interface Placed {
  /** The stem of the main file as its source gives it. */
  readonly stem: string;
  /** Of the main file, without a dot, as written. */
  readonly extension: string;
  readonly capturedAt: CaptureTime | undefined;
  /** The first of its albums. */
  readonly album: string | undefined;
  readonly camera: string | undefined;
}

export interface Place {
  /** Relative to the backup, with `/`; '' is its root. */
  readonly folder: string;
  /** Of all files of the asset, before a collision gives them another. */
  readonly stem: string;
}

/** A template that can't be used, in words for who wrote it. */
export class LayoutError extends Error {
  override readonly name = 'LayoutError';
}

type Piece = string | { readonly field: Field };

export class LayoutTemplate {
  readonly #folders: readonly (readonly Piece[])[];
  readonly #stem: readonly Piece[];

  /** @throws LayoutError */
  constructor(text: string) {
    const parts = text.replaceAll('\\', '/').split('/');
    if (text.trim() === '' || parts.some(part => part === '' || part === '.' || part === '..'))
      throw new LayoutError(
        `The layout "${text}" is no path within a backup: write parts with "/" between them, such as ${DEFAULT_LAYOUT}.`,
      );
    if (parts.some(part => /^\.keepsake$/i.test(part)))
      throw new LayoutError(`The layout "${text}" leads into .keepsake, where Keepsake keeps its own.`);
    const pieces = parts.map(part => piecesOf(part, text));
    const last = pieces.at(-1) ?? [];
    const naming = has(last, 'name');
    if (pieces.slice(0, -1).some(part => has(part, 'name') || has(part, 'ext')) || (!naming && has(last, 'ext')))
      throw new LayoutError(`In the layout "${text}" {name} and {ext} can only stand in the last part: {name}.{ext}.`);
    this.#folders = naming ? pieces.slice(0, -1) : pieces;
    this.#stem = naming ? withoutExtension(last) : [{ field: 'name' }];
  }

  place(placed: Placed): Place {
    const folders = this.#folders.map(part => rendered(part, placed));
    return {
      // {year}/{month}/{day} of an unknown time is one folder, not three of one name.
      folder: folders.filter((folder, i) => folder !== folders[i - 1] || folder !== UNKNOWN.date).join('/'),
      stem: safePart(fill(this.#stem, placed)),
    };
  }
}

function piecesOf(part: string, template: string): readonly Piece[] {
  return part.split(/(\{[^{}]*\})/).flatMap((piece): Piece[] => {
    if (piece === '') return [];
    const inner = /^\{([^{}]*)\}$/.exec(piece)?.[1];
    if (inner == null) {
      if (/[{}]/.test(piece)) throw new LayoutError(`The layout "${template}" has a brace without its other half.`);
      return [piece];
    }
    const field = FIELDS.find(known => known === inner.trim().toLowerCase());
    if (field == null)
      throw new LayoutError(
        `The layout "${template}" asks for {${inner}}, which there is not. There are ${FIELDS.map(known => `{${known}}`).join(' ')}.`,
      );
    return [{ field }];
  });
}

function has(pieces: readonly Piece[], field: Field): boolean {
  return pieces.some(piece => typeof piece !== 'string' && piece.field === field);
}

/** Each file of an asset has an extension of its own: `.{ext}` or `{name}{ext}` at the end says what is done anyway. */
function withoutExtension(pieces: readonly Piece[]): readonly Piece[] {
  const last = pieces.at(-1);
  const before = pieces.at(-2);
  if (typeof last === 'string' || last?.field !== 'ext') return pieces;
  if (typeof before !== 'string') return pieces.slice(0, -1);
  if (!before.endsWith('.')) return pieces;
  return [...pieces.slice(0, -2), before.slice(0, -1)].filter(piece => piece !== '');
}

function rendered(pieces: readonly Piece[], placed: Placed): string {
  const unknownDate =
    placed.capturedAt == null && pieces.some(piece => typeof piece !== 'string' && DATE.includes(piece.field));
  return unknownDate ? UNKNOWN.date : safePart(fill(pieces, placed));
}

function fill(pieces: readonly Piece[], placed: Placed): string {
  return pieces.map(piece => (typeof piece === 'string' ? piece : textOf(piece.field, placed))).join('');
}

function textOf(field: Field, { stem, extension, capturedAt, album, camera }: Placed): string {
  switch (field) {
    case 'name':
      return stem;
    case 'ext':
      return extension.toLowerCase();
    case 'album':
      return album ?? UNKNOWN.album;
    case 'camera':
      return camera ?? UNKNOWN.camera;
    case 'year':
    case 'month':
    case 'day':
      return capturedAt == null ? 'unknown' : datePart(field, capturedAt);
  }
}

/** Of the local day, as a person who was there would say it. */
function datePart(field: 'year' | 'month' | 'day', time: CaptureTime): string {
  const date = new Date(filingMs(time));
  const two = (value: number): string => String(value).padStart(2, '0');
  switch (field) {
    case 'year':
      return String(date.getUTCFullYear()).padStart(4, '0');
    case 'month':
      return two(date.getUTCMonth() + 1);
    case 'day':
      return two(date.getUTCDate());
  }
}
