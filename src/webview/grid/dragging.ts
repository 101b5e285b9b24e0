import './dragging.css';
import { element } from '../element.ts';
import type { Locale } from '../locale.ts';
import { text } from '../text.ts';
import type { Chosen } from './chosen.ts';
import type { Photos } from './photos.ts';
import { isSelected, selectOnly } from './selection.ts';

/** What a drag carries that a tree of VS Code takes: ids of photos, as JSON. The extension knows it by the same name. */
const photosType = 'application/vnd.keepsake.photos';
/** The extension takes no more at once. */
const most = 10_000;

/** Lets photos be dragged out of the grid onto an album of the side bar: what is selected, or else the one under the mouse. */
export function installDragging(photos: Photos, chosen: Chosen, locale: () => Locale): void {
  const grid = photos.element;
  grid.addEventListener('mousedown', event => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('.cell') : null;
    if (cell !== null) cell.draggable = true;
  });
  grid.addEventListener('dragstart', event => {
    const index = photos.indexOf(event.target);
    if (event.dataTransfer === null || index < 0) return;
    if (!isSelected(chosen.selection, index)) chosen.select(selectOnly(index));
    const { count } = chosen;
    if (count > most) {
      event.preventDefault();
      return;
    }
    // VS Code's trees answer with a move, whatever it is: a drag that allows a copy alone is refused there.
    event.dataTransfer.effectAllowed = 'copyMove';
    event.dataTransfer.setData(photosType, JSON.stringify(chosen.all));
    const badge = element('div', { class: 'dragged', text: text.dragged(locale().number(count), count) });
    document.body.append(badge);
    event.dataTransfer.setDragImage(badge, -14, -14);
    // The browser has its picture of it by then.
    setTimeout(() => badge.remove());
  });
}
