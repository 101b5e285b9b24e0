import type { GridItem } from '../../protocol/grid.ts';
import type { ThumbState } from '../../protocol/picture.ts';
import { element, isolated } from '../element.ts';
import { icon } from '../icon.ts';
import type { Locale } from '../locale.ts';
import { photoContext, stackContext } from '../menu.ts';
import { spokenPhoto, typeOf } from '../photo.ts';
import { text } from '../text.ts';
import { badgesOf, type Corner, stackBadge } from './badges.ts';

const corners: readonly Corner[] = ['tl', 'tr', 'bl', 'br'];

/** The stack that a cell is, or is of. */
export interface CellStack {
  readonly count: number;
  readonly open: boolean;
  /** Of the photo in it, from 1. */
  readonly place: number;
}

/** One photo's node in the grid; made once and used for one photo after another. */
export class Cell {
  readonly element = element('div', { class: 'cell', role: 'gridcell', tabindex: '-1', 'aria-selected': 'false' });
  readonly #picture = element('img', { alt: '', draggable: 'false' });
  readonly #onLost: (id: number) => void;
  id = 0;
  /** Number of the photo in the result. */
  index = -1;
  #item: GridItem | undefined;
  #stack: CellStack | null = null;
  #spoken = '';
  #address: string | null = null;
  #marks: HTMLElement[] = [];
  #stand: HTMLElement | null = null;
  #tick: HTMLElement | null = null;

  constructor(onLost: (id: number) => void) {
    this.#onLost = onLost;
    this.#picture.decoding = 'async';
    this.#picture.addEventListener('load', () => this.#show());
    this.#picture.addEventListener('error', () => {
      if (this.#address !== null) this.#onLost(this.id);
    });
    this.#picture.hidden = true;
    // By this VS Code knows which of its menus has to do with it.
    this.element.dataset.vscodeContext = photoContext;
    this.element.append(this.#picture);
  }

  /** Puts another photo into the node; nothing of the one before stays. */
  assign(id: number, index: number): void {
    this.index = index;
    this.element.dataset.index = String(index);
    if (this.id === id) return;
    this.id = id;
    this.#item = undefined;
    this.#setAddress(null);
    this.#setStand(null);
    for (const mark of this.#marks) mark.remove();
    this.#marks = [];
    this.element.classList.remove('rej');
    this.element.setAttribute('aria-label', text.loadingPhoto);
    this.element.removeAttribute('title');
  }

  place(left: number, width: number, column: number): void {
    this.element.style.left = `${left}px`;
    this.element.style.width = `${width}px`;
    this.element.setAttribute('aria-colindex', String(column));
  }

  /** Before it is described. */
  stack(stack: CellStack | null): void {
    const before = this.#stack;
    this.#stack = stack;
    if (before?.count === stack?.count && before?.open === stack?.open && before?.place === stack?.place) return;
    this.#item = undefined;
    if (stack === null) this.element.removeAttribute('aria-expanded');
    else this.element.setAttribute('aria-expanded', String(stack.open));
    this.element.dataset.vscodeContext = stack === null ? photoContext : stackContext;
  }

  describe(item: GridItem, locale: Locale): void {
    if (this.#item === item) return;
    this.#item = item;
    for (const mark of this.#marks) mark.remove();
    const badges = badgesOf(item);
    const { count, open, place } = this.#stack ?? { count: 0, open: false, place: 0 };
    if (count > 0 && (!open || place === 1)) badges.bl.unshift(stackBadge(locale.number(count), open));
    this.#marks = [];
    for (const corner of corners) {
      if (badges[corner].length === 0) continue;
      const group = element('span', { class: `bs ${corner}`, 'aria-hidden': 'true' }, ...badges[corner]);
      this.#marks.push(group);
      this.element.append(group);
    }
    this.element.classList.toggle('rej', item.flag === 'reject');
    // What stands in for a picture names the type, so it is made again.
    this.#setStand(null);
    this.#spoken = [spokenPhoto(item, locale), ...spokenStack(this.#stack, locale)].join(', ');
    this.element.setAttribute('aria-label', this.#spoken);
    this.element.title = isolated(item.name);
  }

  picture(address: string | null, state: ThumbState | undefined): void {
    this.#setAddress(address);
    if (state?.state !== 'none') {
      this.#setStand(null);
      return;
    }
    const type = this.#item === undefined ? '' : typeOf(this.#item);
    const key = `${type}\n${state.why}`;
    if (this.#stand?.dataset.key === key) return;
    const stand = element(
      'span',
      { class: 'stand', 'data-key': key, 'aria-hidden': 'true' },
      icon(this.#item?.kind === 'video' ? 'video' : 'photo'),
      element('span', { class: 'type', text: type }),
      // Two words also for who reads the text without its layout.
      ' ',
      element('small', { class: 'why', text: state.why }),
    );
    this.#setStand(stand);
    if (this.#item === undefined || state.why === '') return;
    this.element.title = `${isolated(this.#item.name)}\n${state.why}`;
    this.element.setAttribute('aria-label', `${this.#spoken}, ${`${type} ${state.why}`.trim()}`);
  }

  select(selected: boolean): void {
    if ((this.#tick !== null) === selected) return;
    this.element.classList.toggle('sel', selected);
    this.element.setAttribute('aria-selected', String(selected));
    this.#tick?.remove();
    this.#tick = selected ? element('span', { class: 'tick' }, icon('check')) : null;
    if (this.#tick !== null) this.element.append(this.#tick);
  }

  set focused(focused: boolean) {
    this.element.classList.toggle('foc', focused);
  }

  set tabStop(stop: boolean) {
    this.element.tabIndex = stop ? 0 : -1;
  }

  /** The node goes into the pool. It keeps its photo: that may be the very next one wanted of it. */
  release(): void {
    this.index = -1;
    this.select(false);
    this.focused = false;
    this.tabStop = false;
  }

  #setAddress(address: string | null): void {
    if (this.#address === address) return;
    this.#address = address;
    this.#picture.hidden = true;
    if (address === null) this.#picture.removeAttribute('src');
    else {
      this.#picture.src = address;
      // One that the browser still has in memory is shown at once, without a blank frame.
      if (this.#picture.complete && this.#picture.naturalWidth > 0) this.#show();
    }
  }

  #show(): void {
    if (this.#address !== null) this.#picture.hidden = false;
  }

  #setStand(stand: HTMLElement | null): void {
    this.#stand?.remove();
    this.#stand = stand;
    if (stand !== null) this.element.prepend(stand);
  }
}

function spokenStack(stack: CellStack | null, locale: Locale): string[] {
  if (stack === null) return [];
  const count = locale.number(stack.count);
  return [stack.open ? text.inStack(locale.number(stack.place), count) : text.stackOf(count)];
}
