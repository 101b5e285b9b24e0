import type { GridShape } from '../../protocol/grid.ts';
import type { GridState } from '../../protocol/webview.ts';
import type { Announcer } from '../announcer.ts';
import type { Locale } from '../locale.ts';
import { text } from '../text.ts';
import type { Chosen } from './chosen.ts';
import type { LargeView } from './largeview.ts';
import { OpenStacks } from './openstacks.ts';
import type { Photos } from './photos.ts';
import { itemsOf } from './ranges.ts';
import { carryOver, focusOn, type Selection, selectOnly } from './selection.ts';
import { cellOf, photosIn, type Shown, type Stack, shownOf, stackAt } from './shown.ts';

export interface StackingParts {
  readonly photos: Photos;
  readonly chosen: Chosen;
  readonly large: LargeView;
  readonly announcer: Announcer;
  locale(): Locale;
}

/** Opens and closes stacks: the same result, shown as more cells or fewer. */
export class Stacking {
  readonly #parts: StackingParts;
  readonly #open = new OpenStacks();

  constructor(parts: StackingParts) {
    this.#parts = parts;
  }

  get kept(): NonNullable<GridState['stacks']> {
    return this.#open.kept;
  }

  restore(kept: GridState['stacks']): void {
    this.#open.restore(kept);
  }

  /** How a result is shown. @param seen a photo that is to be seen itself, and not only the stack that it is in */
  shown(whole: GridShape, seen: number | null = null): Shown {
    const shown = shownOf(whole, ids => this.#open.isOpen(ids));
    const cell = seen === null ? -1 : cellOf(shown, seen);
    const stack = cell < 0 || shown.ids[cell] === seen ? undefined : stackAt(shown, cell);
    if (stack === undefined) return shown;
    this.#set([stack], whole, true);
    return shownOf(whole, ids => this.#open.isOpen(ids));
  }

  /** Opens what is selected of stacks, or closes it where all of it is open. */
  toggle(): void {
    const { chosen, announcer } = this.#parts;
    const { ranges, focus } = chosen.selection;
    const stacks = this.#stacksAt(ranges.length === 0 ? [focus] : itemsOf(ranges));
    if (stacks.length === 0) announcer.say(text.noStack);
    else this.#toggle(stacks);
  }

  /** That of one cell. */
  toggleAt(cell: number): void {
    this.#toggle(this.#stacksAt([cell]));
  }

  toggleAll(): void {
    const { photos, chosen, announcer } = this.#parts;
    const before = photos.shape;
    if (before.piles.length === 0) return announcer.say(text.noStacks);
    const open = before.piles.some(stack => !stack.open);
    this.#open.setAll(open);
    const after = this.shown(before.whole);
    this.#show(after, carryOver(chosen.selection, before, after));
    announcer.say(open ? text.allStacksOpen : text.allStacksClosed);
  }

  #toggle(stacks: readonly Stack[]): void {
    const [stack] = stacks;
    if (stack === undefined) return;
    const { photos, chosen, announcer, locale } = this.#parts;
    const before = photos.shape;
    const open = stacks.some(one => !one.open);
    this.#set(stacks, before.whole, open);
    const after = this.shown(before.whole);
    const carried = carryOver(chosen.selection, before, after);
    this.#show(after, stacks.length > 1 ? carried : alone(stack, after, carried));
    const count = stacks.reduce((sum, one) => sum + one.count, 0);
    announcer.say(text.stackToggled(locale().number(count), open));
  }

  #set(stacks: readonly Stack[], whole: GridShape, open: boolean): void {
    for (const { start, count } of stacks) this.#open.set(whole.ids.subarray(start, start + count), open);
  }

  #stacksAt(cells: Iterable<number>): readonly Stack[] {
    const found = new Set<Stack>();
    for (const cell of cells) {
      const stack = stackAt(this.#parts.photos.shape, cell);
      if (stack !== undefined) found.add(stack);
    }
    return [...found];
  }

  #show(shown: Shown, selection: Selection): void {
    const { photos, chosen, large } = this.#parts;
    chosen.carry(selection);
    photos.setShape(shown, selection, photos.anchor);
    photos.reveal(selection.focus);
    large.follow(large.shown ? chosen.focused : null, shown);
    chosen.select(chosen.selection);
  }
}

/** One stack that is opened or closed leaves the photo that stands for it selected, for the keys to go on with. */
function alone(stack: Stack, { whole, ...shown }: Shown, carried: Selection): Selection {
  const cover = cellOf({ whole, ...shown }, whole.ids[stack.cover] ?? 0);
  return photosIn(shown.starts, carried.ranges) > stack.count ? focusOn(carried, cover) : selectOnly(cover);
}
