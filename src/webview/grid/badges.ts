import type { GridItem } from '../../protocol/grid.ts';
import { element } from '../element.ts';
import { type IconName, icon } from '../icon.ts';
import { lengthOf } from '../photo.ts';
import { text } from '../text.ts';

/** A corner's badges: top left, top right, bottom left, bottom right. */
export type Corner = 'tl' | 'tr' | 'bl' | 'br';

const badge = (style: string, ...children: (Node | string)[]) => element('span', { class: `bd ${style}` }, ...children);
const iconBadge = (name: IconName, style = '') => badge(style, icon(name));

/** How many photos a stack has; a press on it opens or closes the stack. */
export function stackBadge(count: string, open: boolean): HTMLElement {
  const made = badge(open ? 'pile open' : 'pile', icon('stack'), count);
  made.title = open ? text.closeStack : text.openStack(count);
  return made;
}

/** Those of one photo, by corner; `minor` ones go away when thumbnails are small. The tick is not among them. */
export function badgesOf(item: GridItem): Record<Corner, HTMLElement[]> {
  const corners: Record<Corner, HTMLElement[]> = { tl: [], tr: [], bl: [], br: [] };
  if (item.problem === 'error') corners.tl.push(iconBadge('error', 'err'));
  else if (item.problem === 'warning') corners.tl.push(iconBadge('warning', 'warn'));
  if (item.flag === 'pick') corners.tr.push(iconBadge('flag'));
  else if (item.flag === 'reject') corners.tr.push(iconBadge('reject'));
  if (item.kind === 'video') corners.bl.push(badge('', icon('play'), lengthOf(item)));
  if (item.live) corners.bl.push(iconBadge('live', 'minor'));
  if (item.raw) corners.bl.push(badge('txt minor', 'RAW'));
  if (item.edited) corners.bl.push(iconBadge('edit', 'minor'));
  if (item.rating > 0) {
    const stars = Array.from({ length: Math.min(5, item.rating) }, () => icon('starFull'));
    corners.br.push(badge('stars minor', ...stars));
  }
  if (item.favorite) corners.br.push(iconBadge('heart', 'minor'));
  return corners;
}
