import type { Sort } from '../../protocol/scope.ts';
import { element } from '../element.ts';
import { icon } from '../icon.ts';
import type { Locale } from '../locale.ts';
import { sortNames, text } from '../text.ts';
import { choice, iconButton } from '../toolkit.ts';

export const smallest = 90;
export const largest = 320;
/** Row heights under this show only the most important badges, px. */
export const smallBadges = 110;

export interface ToolbarActions {
  sort(sort: Sort): void;
  size(rowHeight: number): void;
  details(): void;
  squares(): void;
}

/** The row above the grid. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #count = element('b', { class: 'num' });
  readonly #bytes = element('span', { class: 'num dim hide-n' });
  readonly #selected = element('span', { class: 'num dim' });
  readonly #size = element('input', {
    type: 'range',
    class: 'slider',
    min: String(smallest),
    max: String(largest),
    step: '10',
    'aria-label': text.size,
  });
  readonly #sort;
  readonly #squares: HTMLElement;

  /** @param filter the box that photos are looked for in */
  constructor(filter: HTMLElement, actions: ToolbarActions) {
    this.#sort = choice<Sort>(text.sort, sortNames, actions.sort);
    // One of the toolkit's would keep it to itself that it is pressed.
    this.#squares = element(
      'button',
      { class: 'ib hide-n', type: 'button', 'aria-label': text.squares, title: text.squares, 'aria-pressed': 'false' },
      icon('squares'),
    );
    this.#squares.addEventListener('click', actions.squares);
    this.#size.addEventListener('input', () => actions.size(Number(this.#size.value)));
    this.element = element(
      'div',
      { class: 'kbar', role: 'toolbar', 'aria-label': text.toolbar },
      element('span', { class: 'counts' }, this.#count, this.#bytes, this.#selected),
      filter,
      element('span', { class: 'grow' }),
      this.#sort.element,
      this.#squares,
      element('label', { class: 'size hide-n', title: text.size }, icon('zoomIn'), this.#size),
      iconButton('details', text.details, actions.details),
    );
  }

  showCount(count: number, bytes: number, locale: Locale): void {
    this.#count.textContent = text.photos(count, locale.number(count));
    this.#bytes.textContent = count > 0 ? locale.bytes(bytes) : '';
  }

  showSelected(count: number, locale: Locale): void {
    this.#selected.textContent = count > 0 ? text.selected(locale.number(count)) : '';
  }

  showSort(sort: Sort): void {
    this.#sort.set(sort);
  }

  showSquares(square: boolean): void {
    this.#squares.setAttribute('aria-pressed', String(square));
  }

  showSize(rowHeight: number): void {
    this.#size.value = String(rowHeight);
    this.#size.style.setProperty('--v', String(((rowHeight - smallest) / (largest - smallest)) * 100));
  }
}
