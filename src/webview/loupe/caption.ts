import type { GridItem } from '../../protocol/grid.ts';
import { element, foreign } from '../element.ts';
import { icon } from '../icon.ts';
import type { Locale } from '../locale.ts';
import { lengthOf, takenAt, typeOf } from '../photo.ts';
import type { LoadedPreview } from '../stage/previews.ts';
import { text } from '../text.ts';

const tag = (name: string, drawn: SVGElement | null = null) =>
  element('span', { class: 'tag hide-n' }, drawn, element('span', { text: name }));

/** Above the photo: its name, when it was taken, what kind it is. */
export function nameParts(item: GridItem, locale: Locale): HTMLElement[] {
  const parts = [
    element('b', {}, foreign(item.name)),
    element('span', { class: 'dim', text: takenAt(item, locale) || text.unknownDate }),
  ];
  if (item.kind === 'video') parts.push(tag(text.tags.video(lengthOf(item)), icon('play')));
  if (item.live) parts.push(tag(text.tags.live, icon('live')));
  if (item.raw) parts.push(tag(text.tags.raw));
  if (item.edited) parts.push(tag(text.tags.edited, icon('edit')));
  return parts;
}

/** Below it: its type and size, and that of the preview where 100 % is less than the photo has. */
export function sizeLine(item: GridItem, preview: LoadedPreview | null): string {
  const parts = [typeOf(item)];
  if (item.width > 0) parts.push(`${item.width} × ${item.height}`);
  if (preview?.state === 'ready' && item.kind === 'photo' && preview.width < item.width)
    parts.push(text.ofPreview(String(preview.width), String(preview.height)));
  return parts.filter(part => part !== '').join(' · ');
}

/** What there is to say about it: problems, and why there is only a small picture; of none at all the stage says it. */
export function notesOf(item: GridItem, preview: LoadedPreview | null): HTMLElement[] {
  const notes: HTMLElement[] = [];
  if (item.problem !== null) notes.push(note(item.problem, item.problemMessage || text.problem('')));
  if (preview?.state === 'none' && preview.why !== '') notes.push(note('info', preview.why));
  return notes;
}

function note(severity: 'error' | 'warning' | 'info', message: string): HTMLElement {
  const style = { error: 'err', warning: 'warn', info: 'info' }[severity];
  return element(
    'div',
    { class: `note ${severity}` },
    icon(severity, style),
    element('span', {}, element('span', { class: 'vh', text: `${text.severities[severity]}: ` }), foreign(message)),
  );
}
