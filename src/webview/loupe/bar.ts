import type { GridItem } from '../../protocol/grid.ts';
import { element } from '../element.ts';
import { icon } from '../icon.ts';
import type { Locale } from '../locale.ts';
import { text } from '../text.ts';
import { button, iconButton } from '../toolkit.ts';
import { nameParts } from './caption.ts';

export interface BarActions {
  close(): void;
  details(): void;
  fit(): void;
  /** One pixel of the photo to one of the screen. */
  actual(): void;
}

/** The row above the photo: the way back, its name, its place among the others, its size on the screen. */
export class Bar {
  readonly element: HTMLElement;
  readonly #name = element('span', { class: 'nm' });
  readonly #position = element('span', { class: 'dim num hide-n' });
  readonly #fit: HTMLElement;
  readonly #actual = element('button', {
    class: 'ib w',
    text: text.actualSizeShort,
    title: text.actualSize,
    'aria-label': text.actualSizeLabel,
  });

  constructor(actions: BarActions) {
    const back = button(text.backToGrid, 'secondary', () => actions.close());
    back.title = text.backHint;
    const chevron = icon('chevronLeft');
    chevron.setAttribute('slot', 'start');
    back.prepend(chevron);
    this.#fit = iconButton('fit', text.fit, () => actions.fit());
    this.#actual.addEventListener('click', () => actions.actual());
    this.element = element(
      'div',
      { class: 'lbar' },
      back,
      this.#name,
      element('span', { class: 'grow' }),
      this.#position,
      this.#fit,
      this.#actual,
      iconButton('details', text.details, () => actions.details()),
    );
  }

  /** @param item undefined where it is not known yet */
  showPhoto(item: GridItem | undefined, locale: Locale): void {
    this.#name.replaceChildren(...(item === undefined ? [] : nameParts(item, locale)));
  }

  /** @param index from 0 */
  showPosition(index: number, count: number, locale: Locale): void {
    this.#position.textContent = text.position(locale.number(index + 1), locale.number(count));
  }

  showZoom(zoomed: boolean): void {
    this.#fit.setAttribute('aria-pressed', String(!zoomed));
    this.#actual.setAttribute('aria-pressed', String(zoomed));
  }
}
