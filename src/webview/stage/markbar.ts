import type { GridItem } from '../../protocol/grid.ts';
import type { MarkWish } from '../../protocol/marks.ts';
import { element } from '../element.ts';
import { type IconName, icon } from '../icon.ts';
import { text } from '../text.ts';

const pressed = (button: HTMLElement, is: boolean) => button.setAttribute('aria-pressed', String(is));

/** Stars, flag and favourite of the photo that is shown, to see and to set. */
export class MarkBar {
  readonly element: HTMLElement;
  readonly #stars: HTMLButtonElement[];
  readonly #flags: Readonly<Record<GridItem['flag'], HTMLButtonElement>>;
  readonly #favorite: HTMLButtonElement;

  constructor(mark: (wish: MarkWish) => void) {
    const make = (name: IconName, label: string, wish: () => MarkWish) => {
      const made = element('button', { title: label, 'aria-label': label, 'aria-pressed': 'false' }, icon(name));
      made.addEventListener('click', () => mark(wish()));
      return made;
    };
    this.#stars = [1, 2, 3, 4, 5].map(stars =>
      // The star that is the last one lit takes them all away.
      make('starEmpty', text.rate(stars), () => ({ rating: this.#rating === stars ? 0 : stars })),
    );
    this.#flags = {
      pick: make('flag', text.pick, () => ({ flag: 'pick' })),
      none: make('dash', text.unflag, () => ({ flag: 'none' })),
      reject: make('reject', text.reject, () => ({ flag: 'reject' })),
    };
    this.#favorite = make('heartEmpty', text.makeFavorite, () => 'favorite');
    const { pick, none, reject } = this.#flags;
    this.element = element(
      'div',
      { class: 'marking' },
      element('span', { class: 'rate', role: 'group', 'aria-label': text.rating }, ...this.#stars),
      element('span', { class: 'seg', role: 'group', 'aria-label': text.flag }, pick, none, reject),
      element('span', { class: 'rate' }, this.#favorite),
    );
  }

  #rating = 0;

  /** @param item undefined where it is not known yet */
  show(item: GridItem | undefined): void {
    this.#rating = item?.rating ?? 0;
    for (const [at, star] of this.#stars.entries()) {
      star.replaceChildren(icon(at < this.#rating ? 'starFull' : 'starEmpty'));
      pressed(star, at + 1 === this.#rating);
    }
    for (const [flag, button] of Object.entries(this.#flags)) pressed(button, flag === item?.flag);
    this.#favorite.replaceChildren(icon(item?.favorite === true ? 'heart' : 'heartEmpty'));
    pressed(this.#favorite, item?.favorite === true);
  }
}
