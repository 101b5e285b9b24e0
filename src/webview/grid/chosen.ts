import type { Announcer } from '../announcer.ts';
import type { Channel } from '../channel.ts';
import type { Locale } from '../locale.ts';
import { text } from '../text.ts';
import type { Library } from './library.ts';
import type { Photos } from './photos.ts';
import { itemsOf } from './ranges.ts';
import { nothing, type Selection, selectedIds, selectOnly } from './selection.ts';
import { photosIn } from './shown.ts';

/** Ids that are told at most; more are told by their number. */
const mostTold = 10_000;

export interface ChosenParts {
  readonly photos: Photos;
  readonly library: Library;
  readonly channel: Channel;
  readonly announcer: Announcer;
  locale(): Locale;
  /** Whether one photo is shown large: then it is that one alone, and not the stack that it stands for. */
  isLarge(): boolean;
}

/** What the person has selected, shown in the grid and told to all who go by it. */
export class Chosen {
  readonly #parts: ChosenParts;
  readonly #onChange: () => void;
  #selection: Selection = nothing;
  #posted = 0;
  #one: number | null = null;

  constructor(parts: ChosenParts, onChange: () => void) {
    this.#parts = parts;
    this.#onChange = onChange;
  }

  get selection(): Selection {
    return this.#selection;
  }

  get count(): number {
    const { photos, isLarge } = this.#parts;
    const count = photosIn(photos.shape.starts, this.#selection.ranges);
    return isLarge() ? Math.min(1, count) : count;
  }

  /** Index of the photo that the keys act on; -1 for none. */
  get focus(): number {
    return this.#selection.focus;
  }

  /** Its id, among the photos that are shown. */
  get focused(): number | null {
    return this.#parts.photos.shape.ids[this.#selection.focus] ?? null;
  }

  get all(): number[] {
    return this.ids(Number.POSITIVE_INFINITY);
  }

  /** Numbers of what is selected, in the order of the grid. */
  get indices(): number[] {
    return [...itemsOf(this.#selection.ranges)];
  }

  /** Of several that are looked at side by side, the one that keys and commands are about; null: all that are selected. */
  set one(id: number | null) {
    this.#one = id;
    this.tell();
  }

  /** What a command is about; a closed stack is all of its photos: what is selected, or else the photo with the focus. */
  get acted(): number[] {
    if (this.#one !== null) return [this.#one];
    const { all, focus } = this;
    return all.length > 0 || focus < 0 ? all : this.#of(selectOnly(focus), Number.POSITIVE_INFINITY);
  }

  /** The first so many, in the order of the grid. */
  ids(most: number): number[] {
    return this.#of(this.#selection, most);
  }

  #of(selection: Selection, most: number): number[] {
    const { photos, isLarge } = this.#parts;
    const { focused } = this;
    if (isLarge() && focused !== null) return selection.ranges.length === 0 ? [] : [focused];
    return selectedIds(selection, photos.shape, most);
  }

  select(selection: Selection): void {
    const before = this.count;
    this.#selection = selection;
    this.#parts.photos.selection = selection;
    const { count } = this;
    const { announcer, locale } = this.#parts;
    if (count !== before && count !== 1) announcer.say(text.selected(locale().number(count)));
    this.tell();
    this.#onChange();
  }

  /** The same in another result, which is about to be shown. */
  carry(selection: Selection): void {
    this.#selection = selection;
  }

  /** Tells the tool bar at once, and the extension before long. */
  tell(): void {
    this.#parts.library.showSelected(this.count);
    if (this.#posted !== 0) return;
    // A timer and not a frame: a hidden view draws none.
    this.#posted = window.setTimeout(() => this.tellNow(), 16);
  }

  /** For who is asked something about it next. */
  tellNow(): void {
    window.clearTimeout(this.#posted);
    this.#posted = 0;
    const { count, focused } = this;
    const ids = this.#one === null ? this.ids(mostTold) : [this.#one];
    this.#parts.channel.post({ type: 'selected', ids, count: this.#one === null ? count : 1, focused });
  }
}
