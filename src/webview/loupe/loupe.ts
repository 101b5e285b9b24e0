import './loupe.css';
import type { GridItem } from '../../protocol/grid.ts';
import type { MarkWish } from '../../protocol/marks.ts';
import { element } from '../element.ts';
import { usedAspect } from '../grid/layout.ts';
import { icon } from '../icon.ts';
import type { Locale } from '../locale.ts';
import { spokenPhoto, typeOf } from '../photo.ts';
import { text } from '../text.ts';
import { Bar } from './bar.ts';
import { notesOf, sizeLine } from './caption.ts';
import { type FilmSource, FilmStrip } from './filmstrip.ts';
import { MarkBar } from './markbar.ts';
import type { LoadedPreview, Previews } from './previews.ts';
import { Stage } from './stage.ts';

export interface LoupeSource extends FilmSource {
  item(id: number): GridItem | undefined;
  /** Why there is no thumbnail, or ''. */
  why(id: number): string;
  locale(): Locale;
  /** Thumbnails and facts to fetch now. */
  want(ids: readonly number[]): void;
}

export interface LoupeActions {
  /** Another photo is shown. */
  moved(index: number): void;
  /** What a screen reader is to say of the photo now shown. */
  described(spoken: string): void;
  close(): void;
  details(): void;
  mark(wish: MarkWish): void;
}

/** How far an arrow key pans, px. */
const step = 80;

/** One photo at a time. */
export class Loupe {
  readonly element = element('main', { class: 'loupe', 'aria-label': text.loupe });
  readonly stage = new Stage(() => this.#showZoom());
  readonly #source: LoupeSource;
  readonly #previews: Previews;
  readonly #actions: LoupeActions;
  readonly #film: FilmStrip;
  readonly #bar: Bar;
  readonly #marks: MarkBar;
  readonly #size = element('span', { class: 'dim num hide-n' });
  readonly #notes = element('div', { class: 'notes' });
  readonly #stand = element('div', { class: 'mid nopic' });
  readonly #busy = element('div', { class: 'busy', role: 'progressbar', 'aria-label': text.loading });
  readonly #previous = element('button', { class: 'nav l', 'aria-label': text.previous, title: text.previous });
  readonly #next = element('button', { class: 'nav r', 'aria-label': text.next, title: text.next });
  #index = -1;
  #described: GridItem | undefined;
  #loaded: LoadedPreview | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: LoupeSource, previews: Previews, actions: LoupeActions) {
    this.#source = source;
    this.#previews = previews;
    this.#actions = actions;
    this.#film = new FilmStrip(source, index => this.go(index));
    this.#bar = new Bar({
      close: () => actions.close(),
      details: () => actions.details(),
      fit: () => this.stage.fit(),
      actual: () => this.stage.zoom(),
    });
    this.#marks = new MarkBar(wish => actions.mark(wish));
    this.#previous.append(icon('chevronLeft'));
    this.#previous.addEventListener('click', () => this.go(this.#index - 1));
    this.#next.append(icon('chevronRight'));
    this.#next.addEventListener('click', () => this.go(this.#index + 1));
    this.stage.element.append(this.#stand, this.#previous, this.#next);
    const keys = element('span', { class: 'keys hide-n', 'aria-hidden': 'true' });
    for (const [key, does] of text.keys) keys.append(element('span', {}, element('kbd', { text: key }), does));
    this.element.append(
      this.#bar.element,
      this.#busy,
      this.stage.element,
      this.#notes,
      element('div', { class: 'under' }, this.#marks.element, this.#size, element('span', { class: 'grow' }), keys),
      this.#film.element,
    );
    this.element.hidden = true;
    this.#busy.hidden = true;
    this.element.addEventListener('keydown', event => {
      if (event.altKey || !this.#key(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  get shown(): boolean {
    return !this.element.hidden;
  }

  open(index: number): void {
    this.element.hidden = false;
    this.stage.zoomed = false;
    this.#show(index);
    this.stage.element.focus({ preventScroll: true });
  }

  close(): void {
    this.element.hidden = true;
    this.#index = -1;
    this.stage.show(null, { width: 1, height: 1 }, { width: 1, height: 1 });
    this.#previews.clear();
  }

  /** The same photo has another number, since the result has changed. */
  moveTo(index: number): void {
    if (this.shown) this.#show(index);
  }

  /** The photo that had no picture may have one now. */
  again(): void {
    if (!this.shown || this.#index < 0 || this.#loaded?.state !== 'none') return;
    this.#loaded = null;
    this.#show(this.#index);
  }

  /** Files may have been edited: what is shown may be another picture by now. */
  outdate(): void {
    this.#previews.outdate();
    if (this.shown && this.#loaded !== null) void this.#load(this.#source.id(this.#index), this.#index);
  }

  /** Facts or thumbnails have come. */
  refresh(): void {
    if (!this.shown || this.#index < 0) return;
    this.#film.refresh();
    this.#describe();
    if (this.#loaded === null) this.#showThumbnail();
  }

  go(index: number): void {
    if (index < 0 || index >= this.#source.count || index === this.#index) return;
    this.#show(index);
    this.#actions.moved(index);
  }

  #show(index: number): void {
    const id = this.#source.id(index);
    const same = this.#index >= 0 && this.stage.element.dataset.id === String(id);
    this.#index = index;
    const near = this.#film.show(index);
    this.#source.want(near);
    this.#bar.showPosition(index, this.#source.count, this.#source.locale());
    this.#enable(this.#previous, index > 0);
    this.#enable(this.#next, index < this.#source.count - 1);
    if (same && this.#loaded !== null) return;
    this.stage.element.dataset.id = String(id);
    this.#loaded = null;
    this.#described = undefined;
    this.stage.show(null, { width: 1, height: 1 }, { width: 1, height: 1 });
    this.#describe();
    this.#showThumbnail();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#busy.hidden = this.#loaded !== null;
    }, 150);
    this.#load(id, index);
  }

  /** A button that is switched off loses the focus to nobody, and the keys would go nowhere. */
  #enable(button: HTMLButtonElement, enabled: boolean): void {
    if (!enabled && document.activeElement === button) this.stage.element.focus({ preventScroll: true });
    button.disabled = !enabled;
  }

  async #load(id: number, index: number): Promise<void> {
    const present = () => this.shown && this.#source.id(this.#index) === id;
    let loaded: LoadedPreview;
    try {
      loaded = await this.#previews.load(id);
      if (loaded === this.#loaded) return;
      if (loaded.state === 'ready' && present()) {
        const picture = element('img', { alt: '', src: loaded.address });
        await picture.decode();
        if (present()) {
          this.stage.show(picture, loaded, this.#fullSize(id, loaded));
          this.#stand.hidden = true;
        }
      }
    } catch (error) {
      loaded = { state: 'none', why: error instanceof Error ? error.message : String(error) };
    }
    if (!present()) return;
    this.#loaded = loaded;
    this.#busy.hidden = true;
    this.#described = undefined;
    if (loaded.state === 'none') this.#showThumbnail();
    this.#describe();
    // The next one first: people mostly go on.
    for (const at of [index + 1, index - 1])
      if (at >= 0 && at < this.#source.count) this.#previews.load(this.#source.id(at)).catch(() => undefined);
  }

  #fullSize(id: number, least: { readonly width: number; readonly height: number }) {
    const item = this.#source.item(id);
    if (item === undefined || item.width <= least.width) return least;
    // What is known of it may be of before it was turned.
    if (item.width > item.height !== least.width > least.height) return least;
    return { width: item.width, height: item.height };
  }

  #showThumbnail(): void {
    const id = this.#source.id(this.#index);
    const address = this.#source.address(id);
    const item = this.#source.item(id);
    const none = address === null && this.#loaded?.state === 'none' ? this.#loaded : null;
    this.#stand.hidden = none === null;
    if (none !== null)
      this.#stand.replaceChildren(
        icon(item?.kind === 'video' ? 'video' : 'photo', 'huge'),
        element('h2', { text: item === undefined ? '' : typeOf(item) }),
        element('p', { class: 'dim', text: none.why || this.#source.why(id) || text.noPicture }),
      );
    if (address === null || this.stage.element.querySelector('img.shown')?.getAttribute('src') === address) return;
    const aspect = usedAspect(this.#source.aspect(this.#index));
    const known = item !== undefined && item.width > 0 && item.height > 0;
    const size = known ? { width: item.width, height: item.height } : { width: aspect * 4000, height: 4000 };
    this.stage.show(element('img', { alt: '', src: address }), size, size);
  }

  #describe(): void {
    const id = this.#source.id(this.#index);
    const item = this.#source.item(id);
    if (item === undefined || item === this.#described) {
      if (item === undefined) {
        this.#bar.showPhoto(item, this.#source.locale());
        this.#marks.show(item);
      }
      return;
    }
    this.#described = item;
    const locale = this.#source.locale();
    const spoken = spokenPhoto(item, locale);
    if (this.stage.element.getAttribute('aria-label') !== spoken) this.#actions.described(spoken);
    this.stage.element.setAttribute('aria-label', spoken);
    this.#bar.showPhoto(item, locale);
    this.#marks.show(item);
    this.#size.textContent = sizeLine(item, this.#loaded);
    this.#notes.replaceChildren(...notesOf(item, this.#stand.hidden ? this.#loaded : null));
  }

  #showZoom(): void {
    this.#bar.showZoom(this.stage.zoomed);
  }

  #key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey) return false;
    const onControl = event.target instanceof Element && event.target.closest('button, vscode-button') !== null;
    if (onControl && (event.key === 'Enter' || event.key === ' ')) return false;
    // One that is held down leads there and back, not to and fro.
    if (event.repeat && (event.key === ' ' || event.key === 'Enter')) return true;
    const { stage } = this;
    const rightToLeft = getComputedStyle(this.element).direction === 'rtl';
    const ahead = rightToLeft ? -1 : 1;
    const keys: Record<string, (() => void) | undefined> = {
      ArrowLeft: () => (stage.zoomed ? stage.pan(step, 0) : this.go(this.#index - ahead)),
      ArrowRight: () => (stage.zoomed ? stage.pan(-step, 0) : this.go(this.#index + ahead)),
      ArrowUp: () => stage.pan(0, step),
      ArrowDown: () => stage.pan(0, -step),
      PageUp: () => this.go(this.#index - 1),
      PageDown: () => this.go(this.#index + 1),
      Home: () => this.go(0),
      End: () => this.go(this.#source.count - 1),
      Escape: () => this.#actions.close(),
      Enter: () => this.#actions.close(),
      ' ': () => this.#actions.close(),
      g: () => this.#actions.close(),
      z: () => (stage.zoomed ? stage.fit() : stage.zoom()),
      '+': () => stage.zoom(),
      '=': () => stage.zoom(),
      '-': () => stage.fit(),
      f: () => stage.fit(),
      i: () => this.#actions.details(),
    };
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    action?.();
    return action !== undefined;
  }
}
