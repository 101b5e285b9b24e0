/** What a person wants changed of photos: plain data, as it stands in a plan's header too. */
import type { CaptureTime, Gps } from '../../media/model.ts';
import type { Turn } from '../../media/turning/orientation.ts';
import type { TagValue } from '../../programs/writableTags.ts';

/** `set` first, then `remove`, then `add`. */
export interface ListChange {
  readonly set?: readonly string[];
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
}

export type TimeChange =
  | { readonly do: 'set'; readonly time: CaptureTime }
  /** Milliseconds, negative for earlier: the clock of the camera was wrong. */
  | { readonly do: 'shift'; readonly ms: number }
  /** Minutes east of UTC: the zone was wrong, and the instant or the wall clock right. */
  | { readonly do: 'zone'; readonly offsetMin: number; readonly keep: 'instant' | 'wall' }
  | { readonly do: 'from'; readonly source: TimeSource };

/** next, previous: the photo that follows by its name in the folder, or goes before, and has a date. */
export type TimeSource = 'sidecar' | 'filename' | 'mtime' | 'next' | 'previous';

/** Absent: stays as it is; null: is taken away. */
export interface EditChange {
  readonly title?: string | null;
  readonly description?: string | null;
  readonly copyright?: string | null;
  readonly keywords?: ListChange;
  /** The names of the albums that each photo is in come among its keywords. */
  readonly albumKeywords?: true;
  readonly people?: ListChange;
  readonly creator?: ListChange;
  /** 0 to 5. */
  readonly rating?: number | null;
  readonly time?: TimeChange;
  readonly gps?: Gps | null;
  /** From how it is shown now. */
  readonly turn?: Turn;
  /** By the names of exiftool. */
  readonly tags?: Readonly<Record<string, TagValue | ListChange>>;
}

/** Into the files where that can be, or into XMP sidecars. */
export type EditTarget = 'file' | 'sidecar';

/** @returns distinct, in their order */
export function changedList(change: ListChange, before: readonly string[]): readonly string[] {
  const removed = new Set(change.remove ?? []);
  const kept = (change.set ?? before).filter(item => !removed.has(item));
  return [...new Set([...kept, ...(change.add ?? [])])];
}

/** For a plan's title and its lines: what it does, in a few words. */
export function wordsOf(change: EditChange): string {
  const { time, gps, rating, turn } = change;
  const words = (['title', 'description', 'copyright'] as const).flatMap(field =>
    change[field] === undefined ? [] : [change[field] === null ? `${field} removed` : `${field} set`],
  );
  for (const field of ['keywords', 'people', 'creator'] as const) {
    const { set, add = [], remove = [] } = change[field] ?? {};
    if (set != null) words.push(set.length + add.length === 0 ? `${field} removed` : `${field} set`);
    else if (add.length > 0) words.push(`${field} added`);
    if (remove.length > 0) words.push(`${field} taken away`);
  }
  if (change.albumKeywords === true) words.push('albums as keywords');
  if (turn != null) words.push(turn === 180 ? 'turned upside down' : `turned ${turn === 90 ? 'right' : 'left'}`);
  if (rating !== undefined) words.push(rating === null ? 'rating removed' : `rating ${rating}`);
  if (time != null) words.push(timeWords(time));
  if (gps !== undefined) words.push(gps === null ? 'place removed' : 'place set');
  for (const [tag, value] of Object.entries(change.tags ?? {}))
    words.push(`${tag} ${value === null ? 'removed' : 'set'}`);
  return words.join(', ');
}

const SOURCES: Readonly<Record<TimeSource, string>> = {
  sidecar: 'sidecar',
  filename: 'file name',
  mtime: 'file time',
  next: 'the next photo',
  previous: 'the previous photo',
};

function timeWords(time: TimeChange): string {
  switch (time.do) {
    case 'set':
      return 'date set';
    case 'shift':
      return `date ${durationText(time.ms)}`;
    case 'zone':
      return `zone ${offsetWords(time.offsetMin)}, same ${time.keep === 'instant' ? 'instant' : 'clock'}`;
    case 'from':
      return `date from ${SOURCES[time.source]}`;
  }
}

function offsetWords(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}

/** `+1 d 2 h`, `-30 min`. */
export function durationText(ms: number): string {
  let rest = Math.abs(ms) / 1000;
  const parts: string[] = [];
  for (const [unit, seconds] of [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return `${ms < 0 ? '-' : '+'}${parts.join(' ')}`;
}
