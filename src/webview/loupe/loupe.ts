import './loupe.css';
import '../stage/stage.css';
import type { GridItem } from '../../protocol/grid.ts';
import type { MarkWish } from '../../protocol/marks.ts';
import type { Channel } from '../channel.ts';
import { element } from '../element.ts';
import { icon } from '../icon.ts';
import { spokenPhoto } from '../photo.ts';
import { Display } from '../stage/display.ts';
import { MarkBar } from '../stage/markbar.ts';
import type { Previews } from '../stage/previews.ts';
import type { PhotoSource } from '../stage/source.ts';
import type { Stage } from '../stage/stage.ts';
import { text } from '../text.ts';
import { Bar } from './bar.ts';
import { notesOf, sizeLine } from './caption.ts';
import { FilmStrip } from './filmstrip.ts';
import { Player } from './player.ts';

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
  readonly element = element('main', { class: 'loupe large', 'aria-label': text.loupe });
  readonly #display: Display;
  readonly player: Player;
  readonly #source: PhotoSource;
  readonly #previews: Previews;
  readonly #actions: LoupeActions;
  readonly #film: FilmStrip;
  readonly #bar: Bar;
  readonly #marks: MarkBar;
  readonly #size = element('span', { class: 'dim num hide-n' });
  readonly #notes = element('div', { class: 'notes' });
  readonly #busy = element('div', { class: 'busy', role: 'progressbar', 'aria-label': text.loading });
  readonly #previous = element('button', { class: 'nav l', 'aria-label': text.previous, title: text.previous });
  readonly #next = element('button', { class: 'nav r', 'aria-label': text.next, title: text.next });
  #index = -1;
  #described: GridItem | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: PhotoSource, previews: Previews, channel: Channel, actions: LoupeActions) {
    this.#source = source;
    this.#previews = previews;
    this.#actions = actions;
    this.#display = new Display(source, previews, {
      loaded: () => this.#showLoaded(),
      placed: () => this.#showZoom(),
    });
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
    this.player = new Player(this.stage.element, channel, {
      say: message => actions.described(message),
      refocus: () => this.stage.element.focus({ preventScroll: true }),
    });
    this.stage.element.append(this.#previous, this.#next);
    const keys = element('span', { class: 'keys hide-n', 'aria-hidden': 'true' });
    for (const [key, does] of text.keys) keys.append(element('span', {}, element('kbd', { text: key }), does));
    this.element.append(
      this.#bar.element,
      this.#busy,
      this.stage.element,
      this.#notes,
      this.player.note,
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

  get stage(): Stage {
    return this.#display.stage;
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
    this.player.show(undefined);
    this.#display.clear();
    this.#previews.clear();
  }

  /** The same photo has another number, since the result has changed. */
  moveTo(index: number): void {
    if (this.shown) this.#show(index);
  }

  /** The photo that had no picture may have one now. */
  again(): void {
    if (this.shown) this.#display.again();
  }

  /** Files may have been edited: what is shown may be another picture by now. */
  outdate(): void {
    if (this.shown) this.#display.outdate();
  }

  /** Facts or thumbnails have come. */
  refresh(): void {
    if (!this.shown || this.#index < 0) return;
    this.#film.refresh();
    this.#describe();
    this.#display.refresh();
  }

  go(index: number): void {
    if (index < 0 || index >= this.#source.count || index === this.#index) return;
    this.#show(index);
    this.#actions.moved(index);
  }

  #show(index: number): void {
    this.#index = index;
    const near = this.#film.show(index);
    this.#source.want(near);
    this.#bar.showPosition(index, this.#source.count, this.#source.locale());
    this.#enable(this.#previous, index > 0);
    this.#enable(this.#next, index < this.#source.count - 1);
    const isAnother = this.#display.show(index);
    this.#described = undefined;
    this.#describe(isAnother);
    if (!isAnother) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#busy.hidden = this.#display.loaded !== null;
    }, 150);
  }

  #showLoaded(): void {
    this.#busy.hidden = true;
    this.#described = undefined;
    this.#describe();
    // The next one first: people mostly go on.
    for (const at of [this.#index + 1, this.#index - 1])
      if (at >= 0 && at < this.#source.count) this.#previews.load(this.#source.id(at)).catch(() => undefined);
  }

  /** A button that is switched off loses the focus to nobody, and the keys would go nowhere. */
  #enable(button: HTMLButtonElement, enabled: boolean): void {
    if (!enabled && document.activeElement === button) this.stage.element.focus({ preventScroll: true });
    button.disabled = !enabled;
  }

  /** @param isNews whether a screen reader is to say it; the same photo at another place is none */
  #describe(isNews = true): void {
    const id = this.#source.id(this.#index);
    const item = this.#source.item(id);
    if (item === undefined || item === this.#described) {
      if (item === undefined) {
        this.#bar.showPhoto(item, this.#source.locale());
        this.#marks.show(item);
        this.player.show(item);
      }
      return;
    }
    this.#described = item;
    const locale = this.#source.locale();
    const place = text.position(locale.number(this.#index + 1), locale.number(this.#source.count));
    const spoken = `${spokenPhoto(item, locale)}, ${place}`;
    if (isNews && this.stage.element.getAttribute('aria-label') !== spoken) this.#actions.described(spoken);
    this.stage.element.setAttribute('aria-label', spoken);
    this.#bar.showPhoto(item, locale);
    this.#marks.show(item);
    this.player.show(item);
    this.#size.textContent = sizeLine(item, this.#display.loaded);
    this.#notes.replaceChildren(...notesOf(item, this.#display.isBlank ? null : this.#display.loaded));
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
      Escape: () => (this.player.plays ? this.player.stop() : this.#actions.close()),
      Enter: () => this.#actions.close(),
      ' ': () => {
        if (!this.player.toggle()) this.#actions.close();
      },
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
