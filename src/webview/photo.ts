import type { GridItem } from '../protocol/grid.ts';
import { parseCaptureTime } from './capturetime.ts';
import { clockLength, type Locale } from './locale.ts';
import { text } from './text.ts';

export const lengthOf = (item: GridItem): string => (item.duration > 0 ? clockLength(item.duration) : '');

/** What kind of file it is; by its name where nothing in it says so, as when it is empty. */
export function typeOf(item: GridItem): string {
  if (item.fileType !== '') return item.fileType;
  const dot = item.name.lastIndexOf('.');
  return dot > 0 ? item.name.slice(dot + 1).toUpperCase() : '';
}

/** When it was taken, for a line of text; the raw text where it is no time, '' where nothing is known. */
export function takenAt(item: GridItem, locale: Locale): string {
  if (item.capturedAt === null) return '';
  const time = parseCaptureTime(item.capturedAt, item.capturedAtOrigin);
  return time === null ? item.capturedAt : locale.capturedShort(time);
}

/** What a screen reader says of a photo: name, date, kind, marks, problem. */
export function spokenPhoto(item: GridItem, locale: Locale): string {
  const parts = [item.name, takenAt(item, locale) || text.unknownDate];
  if (item.kind === 'video') parts.push(text.video(lengthOf(item)));
  if (item.live) parts.push(text.live);
  if (item.raw) parts.push(text.raw);
  if (item.edited) parts.push(text.edited);
  if (item.rating > 0) parts.push(text.stars(item.rating));
  if (item.favorite) parts.push(text.favorite);
  if (item.flag === 'pick') parts.push(text.picked);
  if (item.flag === 'reject') parts.push(text.rejected);
  if (item.problem !== null) parts.push(text.problem(item.problemMessage));
  return parts.join(', ');
}
