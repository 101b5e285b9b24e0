import { element } from '../element.ts';
import { movedSpace, type ScrollSpace, spaceAt, spaceHeight } from './scrollspace.ts';

/** Scrolls a whole of any height natively; its scroll bar is hidden, since the scrubber is the scroll bar. */
export class Scroller {
  readonly element = element('div', { class: 'scroll' });
  /** What rows are put into, at `y - base`. */
  readonly canvas = element('div', { class: 'canvas', role: 'presentation' });
  readonly #onScroll: () => void;
  #space: ScrollSpace = { height: 0, base: 0, top: 0 };
  /** Of the element; kept, since reading it forces a layout. */
  viewport = 0;

  constructor(onScroll: () => void) {
    this.#onScroll = onScroll;
    this.element.append(this.canvas);
    this.element.addEventListener('scroll', () => {
      this.#space = { ...this.#space, top: this.element.scrollTop };
      const moved = movedSpace(this.#space, this.viewport);
      if (moved !== null) this.#apply(moved);
      this.#onScroll();
    });
  }

  /** Top of the viewport in the whole, px. */
  get top(): number {
    return this.#space.base + this.#space.top;
  }

  get base(): number {
    return this.#space.base;
  }

  get height(): number {
    return this.#space.height;
  }

  /** The furthest that it scrolls. */
  get end(): number {
    return Math.max(0, this.#space.height - this.viewport);
  }

  /** Sets the height of the whole and what is looked at. */
  show(height: number, y: number): void {
    this.#apply(spaceAt(height, this.viewport, y));
    this.#onScroll();
  }

  scrollTo(y: number): void {
    const target = Math.max(0, Math.min(y, this.end));
    const inSpace = target - this.#space.base;
    const near = inSpace >= 0 && inSpace + this.viewport <= spaceHeight(this.#space.height);
    if (near)
      this.#apply(movedSpace({ ...this.#space, top: inSpace }, this.viewport) ?? { ...this.#space, top: inSpace });
    else this.#apply(spaceAt(this.#space.height, this.viewport, target));
    this.#onScroll();
  }

  #apply(space: ScrollSpace): void {
    if (space.height !== this.#space.height || this.canvas.style.height === '')
      this.canvas.style.height = `${spaceHeight(space.height)}px`;
    this.#space = space;
    if (this.element.scrollTop !== space.top) this.element.scrollTop = space.top;
  }
}
