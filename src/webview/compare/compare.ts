import './compare.css';
import '../stage/stage.css';
import type { MarkWish } from '../../protocol/marks.ts';
import type { Channel } from '../channel.ts';
import { element } from '../element.ts';
import { icon } from '../icon.ts';
import type { Previews } from '../stage/previews.ts';
import type { PhotoSource } from '../stage/source.ts';
import { text } from '../text.ts';
import { button, iconButton } from '../toolkit.ts';
import { most, nextCandidate } from './candidates.ts';
import { Differences } from './differences.ts';
import { Pane } from './pane.ts';

export interface CompareActions {
  /** Other photos are compared, or another has the focus: numbers of all, and of that one. */
  changed(indices: readonly number[], active: number): void;
  close(): void;
  loupe(): void;
  details(): void;
  mark(wish: MarkWish): void;
}

/** How far an arrow key pans, px. */
const step = 80;

/** Two to four photos side by side, looked at in step. */
export class Compare {
  readonly element = element('main', { class: 'compare large', 'aria-label': text.compare.label });
  readonly #source: PhotoSource;
  readonly #previews: Previews;
  readonly #actions: CompareActions;
  readonly #panes: readonly Pane[];
  readonly #photos = element('div', { class: 'cmp' });
  readonly #heading = element('span', { class: 'nm' });
  readonly #differences: Differences;
  readonly #fit: HTMLElement;
  readonly #actual = element('button', {
    class: 'ib w',
    text: text.actualSizeShort,
    title: text.actualSize,
    'aria-label': text.actualSizeLabel,
  });
  /** How many are compared: the first so many panes. */
  #count = 0;
  #active = 0;
  /** What candidates are taken from; all photos where undefined. */
  #pool: readonly number[] | undefined;

  constructor(source: PhotoSource, previews: Previews, channel: Channel, actions: CompareActions) {
    this.#source = source;
    this.#previews = previews;
    this.#actions = actions;
    this.#differences = new Differences(channel, () => source.locale());
    this.#panes = Array.from(
      { length: most },
      () =>
        new Pane(source, previews, {
          chosen: pane => this.#activate(this.#panes.indexOf(pane)),
          looked: pane => this.#inStep(pane),
          mark: wish => actions.mark(wish),
          loaded: pane => this.#loaded(pane),
        }),
    );
    const back = button(text.backToGrid, 'secondary', () => actions.close());
    back.title = text.backHint;
    const chevron = icon('chevronLeft');
    chevron.setAttribute('slot', 'start');
    back.prepend(chevron);
    this.#fit = iconButton('fit', text.fit, () => this.#current.fit());
    this.#actual.addEventListener('click', () => this.#current.zoom());
    const keys = element('span', { class: 'keys hide-n', 'aria-hidden': 'true' });
    for (const [key, does] of text.compare.keys) keys.append(element('span', {}, element('kbd', { text: key }), does));
    this.element.append(
      element(
        'div',
        { class: 'lbar' },
        back,
        this.#heading,
        element('span', { class: 'grow' }),
        this.#fit,
        this.#actual,
        iconButton('details', text.details, () => actions.details()),
      ),
      this.#photos,
      element(
        'div',
        { class: 'difs', tabindex: '0', role: 'group', 'aria-label': text.compare.differences },
        this.#differences.element,
      ),
      element('div', { class: 'under' }, this.#differences.same, element('span', { class: 'grow' }), keys),
    );
    this.element.hidden = true;
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
    return this.#shownPanes.map(({ index }) => index);
  }

  /** Number of the photo that keys are about. */
  get active(): number {
    return this.#current.index;
  }

  /** @param indices two to four @param active the one with the focus @param pool what candidates are taken from */
  open(indices: readonly number[], active: number, pool?: readonly number[]): void {
    this.element.hidden = false;
    this.#pool = pool;
    this.#previews.bound = most + 3;
    this.#show(indices, active);
    for (const pane of this.#shownPanes) pane.fit();
    this.focus();
  }

  close(): void {
    this.element.hidden = true;
    for (const pane of this.#panes) pane.clear();
    this.#differences.clear();
    this.#previews.clear();
    this.#count = 0;
  }

  /** The same photos have other numbers, and some may be gone: at least two are left. */
  moveTo(indices: readonly number[], active: number): void {
    if (this.shown) this.#show(indices, active);
  }

  refresh(): void {
    if (!this.shown) return;
    for (const pane of this.#shownPanes) pane.refresh();
    this.#describe();
  }

  outdate(): void {
    if (!this.shown) return;
    for (const pane of this.#shownPanes) pane.outdate();
    void this.#differences.show(this.#ids);
  }

  again(): void {
    if (this.shown) for (const pane of this.#shownPanes) pane.again();
  }

  focus(): void {
    this.#current.focus();
  }

  get #shownPanes(): readonly Pane[] {
    return this.#panes.slice(0, this.#count);
  }

  get #current(): Pane {
    return this.#panes[this.#active] as Pane;
  }

  get #ids(): number[] {
    return this.#shownPanes.map(({ id }) => id);
  }

  /** The first one stays: it is what others are held against. */
  get #candidate(): number {
    return this.#active > 0 ? this.#active : this.#count - 1;
  }

  #show(indices: readonly number[], active: number): void {
    this.#count = indices.length;
    for (const [k, index] of indices.entries()) this.#panes[k]?.show(index);
    for (const pane of this.#panes.slice(this.#count)) pane.clear();
    this.#active = Math.max(0, indices.indexOf(active));
    this.#photos.style.setProperty('--k', String(this.#count));
    this.element.style.setProperty('--k', String(this.#count));
    // One that is put there anew loses the focus.
    if (this.#photos.childElementCount !== this.#count)
      this.#photos.replaceChildren(...this.#shownPanes.map(pane => pane.element));
    const locale = this.#source.locale();
    this.#heading.replaceChildren(element('b', { text: text.photos(this.#count, locale.number(this.#count)) }));
    this.#source.want(this.#ids);
    this.#describe();
    void this.#differences.show(this.#ids);
  }

  #describe(): void {
    for (const [k, pane] of this.#shownPanes.entries())
      pane.describe(k + 1, this.#count, k === this.#active, k === this.#candidate);
    const { zoomed } = this.#current.look;
    this.#fit.setAttribute('aria-pressed', String(!zoomed));
    this.#actual.setAttribute('aria-pressed', String(zoomed));
  }

  #activate(at: number): void {
    if (at < 0 || at >= this.#count || at === this.#active) return;
    this.#active = at;
    this.#describe();
    this.#tell();
  }

  #tell(): void {
    this.#actions.changed(this.indices, this.active);
  }

  #inStep(moved: Pane): void {
    const { look } = moved;
    for (const pane of this.#shownPanes) if (pane !== moved) pane.look = look;
    this.#describe();
  }

  /** A picture that comes late is looked at as the others are. */
  #loaded(pane: Pane): void {
    const other = this.#shownPanes.find(one => one !== pane);
    if (other?.look.zoomed === true) pane.look = other.look;
    this.#describe();
    const next = this.#next(1);
    if (next !== undefined) this.#previews.load(this.#source.id(next)).catch(() => undefined);
  }

  #next(way: 1 | -1): number | undefined {
    const from = this.#panes[this.#candidate]?.index ?? 0;
    return nextCandidate(from, way, this.#source.count, new Set(this.indices), this.#pool);
  }

  #go(way: 1 | -1): void {
    const next = this.#next(way);
    if (next === undefined) return;
    const at = this.#candidate;
    const indices = this.indices.map((index, k) => (k === at ? next : index));
    this.#show(indices, next);
    this.focus();
    this.#tell();
  }

  #move(way: 1 | -1): void {
    const at = this.#active + way;
    if (at >= 0 && at < this.#count) this.#panes[at]?.focus();
  }

  #key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey) return false;
    const onControl = event.target instanceof Element && event.target.closest('button, vscode-button') !== null;
    if (onControl && (event.key === 'Enter' || event.key === ' ')) return false;
    // There the arrows scroll.
    if (event.target instanceof Element && event.target.closest('.difs') !== null && /^(Arrow|Page)/.test(event.key))
      return false;
    const pane = this.#current;
    const ahead = getComputedStyle(this.element).direction === 'rtl' ? -1 : 1;
    const { zoomed } = pane.look;
    const keys: Record<string, (() => void) | undefined> = {
      ArrowLeft: () => (zoomed ? pane.pan(step, 0) : this.#go(ahead > 0 ? -1 : 1)),
      ArrowRight: () => (zoomed ? pane.pan(-step, 0) : this.#go(ahead > 0 ? 1 : -1)),
      ArrowUp: () => (zoomed ? pane.pan(0, step) : this.#move(-1)),
      ArrowDown: () => (zoomed ? pane.pan(0, -step) : this.#move(1)),
      PageUp: () => this.#go(-1),
      PageDown: () => this.#go(1),
      Escape: () => this.#actions.close(),
      Enter: () => this.#actions.loupe(),
      ' ': () => this.#actions.loupe(),
      z: () => (zoomed ? pane.fit() : pane.zoom()),
      '+': () => pane.zoom(),
      '=': () => pane.zoom(),
      '-': () => pane.fit(),
      f: () => pane.fit(),
      i: () => this.#actions.details(),
    };
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    action?.();
    return action !== undefined;
  }
}
