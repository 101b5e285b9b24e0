import type { GridShape } from '../../protocol/grid.ts';
import type { GridState } from '../../protocol/webview.ts';
import type { Locale } from '../locale.ts';
import { unsorted } from './days.ts';
import type { Items } from './items.ts';
import { type Layout, layOut, rowAt, rowOf, squares } from './layout.ts';
import { RowWindow } from './rowwindow.ts';
import { Scroller } from './scroller.ts';
import { nothing, type Selection } from './selection.ts';
import { cellOf, type Shown, shownOf } from './shown.ts';
import { mountedRows, visibleRows } from './span.ts';
import type { Thumbnails } from './thumbnails.ts';

export const headingHeight = 34;
const gap = 3;
const noShape = shownOf(
  {
    version: -1,
    ids: new Uint32Array(0),
    aspects: new Float32Array(0),
    days: new Int32Array(0),
    counts: new Uint32Array(0),
    stacks: new Uint32Array(0),
    bytes: 0,
  },
  () => false,
);

/**
 * The grid itself: a window of nodes over a layout that may have any number of photos. The row of the focused photo
 * stays mounted wherever the view goes, so that neither the focus nor the one tab stop is ever lost.
 */
export class Photos {
  readonly scroller = new Scroller(() => this.#later());
  readonly #items: Items;
  readonly #thumbnails: Thumbnails;
  readonly #onView: () => void;
  readonly #window: RowWindow;
  #shape = noShape;
  #layout: Layout = layOut({ ...noShape, heading: 0, width: 1, rowHeight: 140, gap });
  #selection: Selection = nothing;
  #rowHeight = 140;
  #square = false;
  #width = 0;
  #frame = 0;
  #lastTop = 0;
  #downwards = true;
  /** What the view was laid out around: still its anchor while nobody scrolls, or sizing to and fro would drift. */
  #held: { readonly anchor: GridState['anchor']; readonly top: number } | null = null;
  /** The focused node is gone and will be focused again: its row is to be mounted. */
  #refocusing = false;

  constructor(items: Items, thumbnails: Thumbnails, locale: () => Locale, onView: () => void) {
    this.#items = items;
    this.#thumbnails = thumbnails;
    this.#onView = onView;
    this.#window = new RowWindow(
      this.scroller.canvas,
      { items, thumbnails, locale, lost: id => this.#lost(id) },
      this.#shape,
      this.#layout,
    );
    const grid = this.scroller.element;
    grid.setAttribute('role', 'grid');
    grid.setAttribute('aria-multiselectable', 'true');
    grid.tabIndex = -1;
    new ResizeObserver(() => this.#resized()).observe(grid);
  }

  get element(): HTMLElement {
    return this.scroller.element;
  }

  get layout(): Layout {
    return this.#layout;
  }

  get shape(): Shown {
    return this.#shape;
  }

  /** How much of the viewport a page moves by, px. */
  get page(): number {
    return this.scroller.viewport - this.#layout.input.heading;
  }

  set selection(selection: Selection) {
    this.#selection = selection;
    this.#window.selection = selection;
    this.#later();
  }

  set rowHeight(height: number) {
    if (height === this.#rowHeight) return;
    this.#rowHeight = height;
    this.#layOut(this.anchor);
  }

  /** All photos as squares, which shows the middle of each. */
  set square(square: boolean) {
    if (square === this.#square) return;
    this.#square = square;
    this.#layOut(this.anchor);
  }

  /** Another result, or the same grown: `anchor` says what to look at. */
  setShape(shape: Shown, selection: Selection, anchor: GridState['anchor']): void {
    this.#shape = shape;
    this.#selection = selection;
    this.#window.selection = selection;
    this.#layOut(anchor);
  }

  /** The same photos in the same places, of which something else has changed: nothing moves. */
  renew(whole: GridShape): void {
    this.#shape = { ...this.#shape, version: whole.version, bytes: whole.bytes, whole };
    this.#later();
  }

  /** The photo at the top of the viewport; null at the very top, where new photos are to be seen. */
  get anchor(): GridState['anchor'] {
    const top = this.scroller.top;
    if (top <= 0 || this.#layout.rows === 0) return null;
    if (this.#held !== null && this.#held.top === top) return this.#held.anchor;
    const row = rowAt(this.#layout, top);
    const id = this.#shape.ids[this.#layout.rowStarts[row]!]!;
    return { id, offset: Math.round(top - this.#layout.rowTops[row]!) };
  }

  /** Scrolls as little as needed for the photo to be seen whole, heading aside. */
  reveal(index: number, where: 'nearest' | 'middle' = 'nearest'): void {
    if (index < 0 || index >= this.#shape.ids.length) return;
    const row = rowOf(this.#layout, index);
    const top = this.#layout.rowTops[row]! - this.#layout.input.heading;
    const bottom = this.#layout.rowTops[row]! + this.#layout.rowHeights[row]!;
    const view = this.scroller.top;
    const seen = top >= view && bottom <= view + this.scroller.viewport;
    if (seen) return;
    if (where === 'middle') this.scroller.scrollTo((top + bottom - this.scroller.viewport) / 2);
    else if (top < view) this.scroller.scrollTo(top);
    else this.scroller.scrollTo(Math.min(top, bottom + gap - this.scroller.viewport));
    this.render();
  }

  /** Moves the keyboard's focus to the focused photo, or to the grid where there is none. */
  focus(): void {
    this.render();
    const cell = this.#window.cellAt(this.#selection.focus) ?? this.#window.tabStop;
    (cell?.element ?? this.element).focus({ preventScroll: true });
  }

  /** Facts or thumbnails of these photos have come. */
  update(ids: Iterable<number>): void {
    this.#window.update(ids);
  }

  /** Number of the photo that an event happened on, or -1. */
  indexOf(target: EventTarget | null): number {
    const cell = target instanceof Element ? target.closest<HTMLElement>('.cell') : null;
    return cell === null ? -1 : Number(cell.dataset.index);
  }

  render(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const layout = this.#layout;
    const top = this.scroller.top;
    if (top !== this.#lastTop) this.#downwards = top > this.#lastTop;
    this.#lastTop = top;
    const span = mountedRows(layout, top, this.scroller.viewport, this.#downwards);
    const pins = (this.#hasFocus || this.#refocusing) && this.#selection.focus >= 0 && layout.rows > 0;
    const pinned = pins ? rowOf(layout, this.#selection.focus) : -1;
    this.#window.mount(span, pinned, this.scroller.base, top);
    const first = visibleRows(layout, top + layout.input.heading, 0).first;
    this.#window.setTabStop(this.#selection.focus, first);
    this.#want(top);
    this.#onView();
  }

  get #hasFocus(): boolean {
    const active = document.activeElement;
    return active !== null && this.scroller.element.contains(active);
  }

  #later(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.render());
  }

  #resized(): void {
    const { clientWidth, clientHeight } = this.element;
    // While the view is hidden there is nothing to lay out for.
    if (clientWidth === 0 || clientHeight === 0) return;
    const anchor = this.anchor;
    this.scroller.viewport = clientHeight;
    if (clientWidth !== this.#width) {
      this.#width = clientWidth;
      this.#layOut(anchor);
    } else this.scroller.show(this.#layout.height, this.scroller.top);
  }

  #layOut(anchor: GridState['anchor']): void {
    const focused = this.#hasFocus;
    const { aspects, counts, days } = this.#shape;
    const heading = days.length > 0 && days[0] !== unsorted ? headingHeight : 0;
    const input = { aspects, counts, heading, width: this.#width || 1, rowHeight: this.#rowHeight, gap };
    this.#layout = layOut(this.#square ? squares(input) : input);
    this.#window.reset(this.#shape, this.#layout);
    const rows = this.#layout.rows + (heading > 0 ? counts.length : 0);
    this.element.setAttribute('aria-rowcount', String(rows));
    this.#refocusing = focused;
    this.scroller.show(this.#layout.height, this.#topOf(anchor));
    this.#held = anchor === null ? null : { anchor, top: this.scroller.top };
    if (focused) this.focus();
    else this.render();
    this.#refocusing = false;
  }

  #topOf(anchor: GridState['anchor']): number {
    const index = anchor === null ? -1 : cellOf(this.#shape, anchor.id);
    if (anchor === null || index < 0) return anchor === null ? 0 : this.scroller.top;
    const row = rowOf(this.#layout, index);
    // At least a strip of its row is to be seen.
    return this.#layout.rowTops[row]! + Math.min(anchor.offset, Math.max(0, this.#layout.rowHeights[row]! - 40));
  }

  #lost(id: number): void {
    this.#thumbnails.lost(id);
    this.#window.update([id]);
    this.#later();
  }

  /** Wants what is near, the nearest to the middle of the viewport first. */
  #want(top: number): void {
    const { rows, rowTops, rowHeights, rowStarts } = this.#layout;
    const viewport = this.scroller.viewport;
    const near = visibleRows(this.#layout, top - viewport * 1.5, viewport * 4);
    const middle = top + viewport / 2;
    const ids: number[] = [];
    let below = Math.min(near.end, rowAt(this.#layout, middle));
    let above = below - 1;
    const away = (row: number) => Math.abs(rowTops[row]! + rowHeights[row]! / 2 - middle);
    while ((below < near.end || above >= near.first) && rows > 0) {
      const row = above < near.first || (below < near.end && away(below) <= away(above)) ? below++ : above--;
      for (let item = rowStarts[row]!; item < rowStarts[row + 1]!; item++) ids.push(this.#shape.ids[item]!);
    }
    this.#items.want(ids);
    this.#thumbnails.want(ids);
  }
}
