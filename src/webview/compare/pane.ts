import type { GridItem } from '../../protocol/grid.ts';
import type { MarkWish } from '../../protocol/marks.ts';
import { element, foreign } from '../element.ts';
import { spokenPhoto } from '../photo.ts';
import { Display } from '../stage/display.ts';
import { MarkBar } from '../stage/markbar.ts';
import type { Previews } from '../stage/previews.ts';
import type { PhotoSource } from '../stage/source.ts';
import type { Look } from '../stage/zoom.ts';
import { text } from '../text.ts';

export interface PaneActions {
  /** It is the one that keys are about. */
  chosen(pane: Pane): void;
  /** The person looks at another part of it, or closer. */
  looked(pane: Pane): void;
  mark(wish: MarkWish): void;
  /** The sharp picture is there. */
  loaded(pane: Pane): void;
}

/** One of the photos that are compared: its picture, its name and its marks. */
export class Pane {
  readonly element = element('section', { class: 'cp' });
  readonly #display: Display;
  readonly #source: PhotoSource;
  readonly #name = element('span', { class: 'nm' });
  readonly #candidate = element('span', { class: 'tag', text: text.compare.candidate });
  readonly #marks: MarkBar;
  index = -1;

  constructor(source: PhotoSource, previews: Previews, actions: PaneActions) {
    this.#source = source;
    this.#marks = new MarkBar(wish => {
      actions.chosen(this);
      actions.mark(wish);
    });
    // Every mark has its key: a tab leads from photo to photo.
    for (const button of this.#marks.element.querySelectorAll('button')) button.tabIndex = -1;
    this.#display = new Display(source, previews, {
      loaded: () => actions.loaded(this),
      placed: () => undefined,
      moved: () => actions.looked(this),
    });
    this.#candidate.hidden = true;
    this.element.append(
      this.#display.stage.element,
      element('div', { class: 'cpb' }, this.#name, this.#candidate, this.#marks.element),
    );
    this.#display.stage.element.addEventListener('focus', () => actions.chosen(this));
    this.element.addEventListener('pointerdown', () => actions.chosen(this));
  }

  get id(): number {
    return this.#source.id(this.index);
  }

  get look(): Look {
    return this.#display.stage.look;
  }

  set look(look: Look) {
    this.#display.stage.look = look;
  }

  show(index: number): void {
    this.index = index;
    this.#display.show(index);
  }

  /** @param number from 1, among so many @param isCandidate another photo can take its place */
  describe(number: number, count: number, isActive: boolean, isCandidate: boolean): void {
    const item: GridItem | undefined = this.#source.item(this.id);
    const locale = this.#source.locale();
    const spoken = item === undefined ? text.loadingPhoto : spokenPhoto(item, locale);
    const place = text.position(locale.number(number), locale.number(count));
    const role = isCandidate ? `, ${text.compare.candidate}` : '';
    this.#display.stage.element.setAttribute('aria-label', `${spoken}, ${place}${role}`);
    this.element.classList.toggle('on', isActive);
    this.element.classList.toggle('rej', item?.flag === 'reject');
    this.#name.replaceChildren(foreign(item?.name ?? ''));
    this.#candidate.hidden = !isCandidate;
    this.#marks.show(item);
  }

  refresh(): void {
    this.#display.refresh();
  }

  outdate(): void {
    this.#display.outdate();
  }

  again(): void {
    this.#display.again();
  }

  focus(): void {
    this.#display.stage.element.focus({ preventScroll: true });
  }

  fit(): void {
    this.#display.stage.fit();
  }

  zoom(): void {
    this.#display.stage.zoom();
  }

  pan(x: number, y: number): void {
    this.#display.stage.pan(x, y);
  }

  clear(): void {
    this.#display.clear();
  }
}
