import './survey.css';
import '../stage/stage.css';
import { element } from '../element.ts';
import { usedAspect } from '../grid/layout.ts';
import { icon } from '../icon.ts';
import type { Previews } from '../stage/previews.ts';
import type { PhotoSource } from '../stage/source.ts';
import { text } from '../text.ts';
import { button, iconButton } from '../toolkit.ts';
import { Tile } from './tile.ts';
import { tiling } from './tiling.ts';

export interface SurveyActions {
  /** Fewer photos are surveyed, or another has the focus: numbers of all, and of that one. */
  changed(indices: readonly number[], active: number): void;
  /** What a screen reader is to say. */
  say(message: string): void;
  close(): void;
  loupe(): void;
  details(): void;
}

/** More would be too small to be judged. */
export const mostSurveyed = 100;
/** Sharp pictures that are held at once. */
const mostSharp = 16;
const gap = 6;
const bar = 28;

/** All that is selected on one screen, to be narrowed down. */
export class Survey {
  readonly element = element('main', { class: 'survey large', 'aria-label': text.survey.label });
  readonly #source: PhotoSource;
  readonly #previews: Previews;
  readonly #actions: SurveyActions;
  readonly #heading = element('span', { class: 'nm' });
  readonly #photos = element('div', { class: 'tiles' });
  #tiles: readonly Tile[] = [];
  #indices: readonly number[] = [];
  #active = 0;
  #all = 0;
  #columns = 1;

  constructor(source: PhotoSource, previews: Previews, actions: SurveyActions) {
    this.#source = source;
    this.#previews = previews;
    this.#actions = actions;
    const back = button(text.backToGrid, 'secondary', () => actions.close());
    back.title = text.backHint;
    const chevron = icon('chevronLeft');
    chevron.setAttribute('slot', 'start');
    back.prepend(chevron);
    const keys = element('span', { class: 'keys hide-n', 'aria-hidden': 'true' });
    for (const [key, does] of text.survey.keys) keys.append(element('span', {}, element('kbd', { text: key }), does));
    this.element.append(
      element(
        'div',
        { class: 'lbar' },
        back,
        this.#heading,
        element('span', { class: 'grow' }),
        iconButton('details', text.details, () => actions.details()),
      ),
      this.#photos,
      element('div', { class: 'under' }, element('span', { class: 'grow' }), keys),
    );
    this.element.hidden = true;
    new ResizeObserver(() => this.#lay()).observe(this.#photos);
    this.#photos.addEventListener('focusin', event => this.#focused(event.target));
    this.#photos.addEventListener('mousedown', event => this.#focused(event.target));
    this.#photos.addEventListener('dblclick', () => actions.loupe());
    this.element.addEventListener('keydown', event => {
      if (event.altKey || !this.#key(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  get shown(): boolean {
    return !this.element.hidden;
  }

  get indices(): readonly number[] {
    return this.#indices;
  }

  get active(): number {
    return this.#indices[this.#active] ?? -1;
  }

  /** @param indices at most {@link mostSurveyed} @param all how many are selected */
  open(indices: readonly number[], active: number, all: number): void {
    this.element.hidden = false;
    this.#all = all;
    this.#previews.bound = mostSharp;
    this.#show(indices, active);
    this.focus();
  }

  close(): void {
    this.element.hidden = true;
    this.#tiles = [];
    this.#indices = [];
    this.#photos.replaceChildren();
    this.#previews.clear();
  }

  /** The same photos have other numbers, and some may be gone: at least one is left. */
  moveTo(indices: readonly number[], active: number): void {
    if (this.shown) this.#show(indices, active);
  }

  refresh(): void {
    if (this.shown) this.#describe();
  }

  outdate(): void {
    if (this.shown) this.#sharpen();
  }

  focus(): void {
    this.#tiles[this.#active]?.element.focus({ preventScroll: true });
  }

  /** Takes the photo with the focus out; the last one stays. @returns whether there was one to take out */
  remove(id = this.#tiles[this.#active]?.id): boolean {
    const at = this.#tiles.findIndex(tile => tile.id === id);
    if (at < 0 || this.#indices.length < 2) return false;
    const left = this.#indices.filter((_, k) => k !== at);
    const active = left[Math.min(at < this.#active ? this.#active - 1 : this.#active, left.length - 1)] ?? -1;
    this.#all--;
    this.#show(left, active);
    this.focus();
    this.#actions.changed(left, active);
    this.#actions.say(text.survey.removed(this.#source.locale().number(left.length)));
    return true;
  }

  #show(indices: readonly number[], active: number): void {
    const old = new Map(this.#tiles.map(tile => [tile.id, tile]));
    const hadFocus = this.#photos.contains(document.activeElement);
    this.#indices = indices;
    this.#tiles = indices.map(index => {
      const id = this.#source.id(index);
      return old.get(id) ?? new Tile(this.#source, id, removed => this.remove(removed));
    });
    this.#active = Math.max(0, indices.indexOf(active));
    const same = this.#photos.childElementCount === this.#tiles.length && this.#tiles.every(tile => old.has(tile.id));
    if (!same) this.#photos.replaceChildren(...this.#tiles.map(tile => tile.element));
    this.#source.want(this.#tiles.map(({ id }) => id));
    this.#describe();
    this.#lay();
    if (hadFocus && !same) this.focus();
  }

  #describe(): void {
    const locale = this.#source.locale();
    const count = this.#tiles.length;
    for (const [k, tile] of this.#tiles.entries()) {
      tile.describe(k + 1, count);
      const on = k === this.#active;
      tile.element.classList.toggle('on', on);
      tile.element.tabIndex = on ? 0 : -1;
    }
    const words =
      this.#all > count
        ? text.survey.onlyFirst(locale.number(count), locale.number(this.#all))
        : text.photos(count, locale.number(count));
    this.#heading.replaceChildren(element('b', { text: words }));
  }

  #lay(): void {
    const { clientWidth, clientHeight } = this.#photos;
    if (!this.shown || clientWidth === 0 || clientHeight === 0) return;
    const aspects = this.#indices.map(index => usedAspect(this.#source.aspect(index)));
    const { columns, rows } = tiling(aspects, clientWidth, clientHeight, gap, bar);
    this.#columns = columns;
    this.#photos.style.setProperty('--columns', String(columns));
    this.#photos.style.setProperty('--rows', String(rows));
    this.#sharpen();
  }

  #sharpen(): void {
    if (this.#tiles.length <= mostSharp) for (const tile of this.#tiles) void tile.sharpen(this.#previews);
  }

  #focused(target: EventTarget | null): void {
    const found = target instanceof Element ? target.closest<HTMLElement>('.tile') : null;
    const at = this.#tiles.findIndex(tile => tile.element === found);
    if (at < 0 || at === this.#active) return;
    this.#active = at;
    this.#describe();
    this.#actions.changed(this.#indices, this.active);
  }

  #move(by: number): void {
    const at = this.#active + by;
    this.#tiles[Math.max(0, Math.min(this.#tiles.length - 1, at))]?.element.focus({ preventScroll: true });
  }

  #key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey) return false;
    const onControl = event.target instanceof Element && event.target.closest('button, vscode-button') !== null;
    if (onControl && (event.key === 'Enter' || event.key === ' ')) return false;
    const ahead = getComputedStyle(this.element).direction === 'rtl' ? -1 : 1;
    const keys: Record<string, (() => void) | undefined> = {
      ArrowLeft: () => this.#move(-ahead),
      ArrowRight: () => this.#move(ahead),
      ArrowUp: () => this.#move(-this.#columns),
      ArrowDown: () => this.#move(this.#columns),
      Home: () => this.#move(-this.#tiles.length),
      End: () => this.#move(this.#tiles.length),
      Escape: () => this.#actions.close(),
      Enter: () => this.#actions.loupe(),
      ' ': () => this.#actions.loupe(),
      '-': () => void this.remove(),
      i: () => this.#actions.details(),
    };
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    action?.();
    return action !== undefined;
  }
}
