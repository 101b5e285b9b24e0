import { element, isolated } from '../element.ts';
import { usedAspect } from '../grid/layout.ts';
import { icon } from '../icon.ts';
import { spokenPhoto } from '../photo.ts';
import type { PhotoSource } from '../stage/source.ts';
import { text } from '../text.ts';

export type FilmSource = Pick<PhotoSource, 'count' | 'id' | 'aspect' | 'address' | 'name' | 'item' | 'locale'>;

const height = 69;
const gap = 3;

/** The neighbours of the shown photo. At most as many nodes as fit into the width. */
export class FilmStrip {
  readonly element = element('div', {
    class: 'film',
    role: 'listbox',
    tabindex: '0',
    'aria-label': text.filmStrip,
    'aria-orientation': 'horizontal',
  });
  readonly #source: FilmSource;
  #frames: { readonly id: number; readonly picture: HTMLImageElement; readonly frame: HTMLElement }[] = [];

  constructor(source: FilmSource, onChoose: (index: number) => void) {
    this.#source = source;
    this.element.addEventListener('click', event => {
      const frame = event.target instanceof Element ? event.target.closest<HTMLElement>('.f') : null;
      if (frame !== null) onChoose(Number(frame.dataset.index));
    });
  }

  /** Shows the photos around one; gives their ids, the nearest first, so that their thumbnails can be asked for. */
  show(index: number): number[] {
    const half = this.element.clientWidth / 2;
    const width = (at: number) => Math.round(usedAspect(this.#source.aspect(at)) * height) + gap;
    let first = index;
    let end = index + 1;
    for (let used = 0; first > 0 && used < half; first--) used += width(first - 1);
    for (let used = 0; end < this.#source.count && used < half; end++) used += width(end);
    const old = new Map(this.#frames.map(frame => [frame.id, frame]));
    this.#frames = [];
    for (let at = first; at < end; at++) {
      const id = this.#source.id(at);
      const known = old.get(id);
      const picture = known?.picture ?? element('img', { alt: '', draggable: 'false' });
      // The icon shows where there is no picture.
      const frame = known?.frame ?? element('div', { role: 'option' }, icon('photo'), picture);
      const on = at === index;
      frame.className = on ? 'f on' : 'f';
      frame.dataset.index = String(at);
      frame.id = `film-${id}`;
      frame.setAttribute('aria-selected', String(on));
      frame.setAttribute('aria-posinset', String(at + 1));
      frame.setAttribute('aria-setsize', String(this.#source.count));
      frame.style.width = `${width(at) - gap}px`;
      this.#frames.push({ id, picture, frame });
    }
    this.refresh();
    this.element.replaceChildren(...this.#frames.map(frame => frame.frame));
    this.element.setAttribute('aria-activedescendant', `film-${this.#source.id(index)}`);
    const shown = this.element.querySelector<HTMLElement>('.on');
    if (shown !== null) this.element.scrollLeft = shown.offsetLeft + shown.offsetWidth / 2 - half;
    const distance = (at: number) => Math.abs(at - index);
    return Array.from({ length: end - first }, (_, k) => first + k)
      .sort((a, b) => distance(a) - distance(b))
      .map(at => this.#source.id(at));
  }

  /** After thumbnails or names have come. */
  refresh(): void {
    for (const { id, picture, frame } of this.#frames) {
      const address = this.#source.address(id);
      picture.hidden = address === null;
      if (address !== null && picture.getAttribute('src') !== address) picture.src = address;
      const item = this.#source.item(id);
      frame.setAttribute(
        'aria-label',
        item === undefined ? this.#source.name(id) : spokenPhoto(item, this.#source.locale()),
      );
      frame.title = isolated(this.#source.name(id));
    }
  }
}
