import type { GridShape } from '../../protocol/requests.ts';
import type { GridState } from '../../protocol/webview.ts';
import type { Locale } from '../locale.ts';
import { text } from '../text.ts';
import { Cell } from './cell.ts';
import { dayTitle, unsorted } from './days.ts';
import { Heading } from './heading.ts';
import type { Items } from './items.ts';
import { type Layout, layOut, rowAt, rowEdges, rowOf, runOf } from './layout.ts';
import { countWithin } from './ranges.ts';
import { Row } from './row.ts';
import { Scroller } from './scroller.ts';
import { isSelected, nothing, type Selection } from './selection.ts';
import { mountedRows, type Span, visibleRows } from './span.ts';
import type { Thumbnails } from './thumbnails.ts';

export const headingHeight = 34;
const gap = 3;
const noShape: GridShape = {
  version: -1,
  ids: new Uint32Array(0),
  aspects: new Float32Array(0),
  days: new Int32Array(0),
  counts: new Uint32Array(0),
  bytes: 0,
};

/**
 * The grid itself: a window of nodes over a layout that may have any number of photos. The row of the focused photo
 * stays mounted wherever the view goes, so that neither the focus nor the one tab stop is ever lost.
 */
export class Photos {
  readonly scroller = new Scroller(() => this.#later());
  readonly #items: Items;
  readonly #thumbnails: Thumbnails;
  readonly #locale: () => Locale;
  readonly #onView: () => void;
  readonly #rows = new Map<number, Row>();
  readonly #headings = new Map<number, Heading>();
  readonly #cells = new Map<number, Cell>();
  /** Cells out of use by the photo they last had, the longest unused first. */
  readonly #cellPool = new Map<number, Cell>();
  readonly #rowPool: Row[] = [];
  readonly #headingPool: Heading[] = [];
  #shape = noShape;
  #layout: Layout = layOut({ ...noShape, heading: 0, width: 1, rowHeight: 140, gap });
  #selection: Selection = nothing;
  #rowHeight = 140;
  #width = 0;
  #frame = 0;
  #base = -1;
  #lastTop = 0;
  #downwards = true;
  #tabStop: Cell | null = null;
  /** What the view was laid out around: still its anchor while nobody scrolls, or sizing to and fro would drift. */
  #held: { readonly anchor: GridState['anchor']; readonly top: number } | null = null;
  /** The focused node is gone and will be focused again: its row is to be mounted. */
  #refocusing = false;

  constructor(items: Items, thumbnails: Thumbnails, locale: () => Locale, onView: () => void) {
    this.#items = items;
    this.#thumbnails = thumbnails;
    this.#locale = locale;
    this.#onView = onView;
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

  get shape(): GridShape {
    return this.#shape;
  }

  /** How much of the viewport a page moves by, px. */
  get page(): number {
    return this.scroller.viewport - this.#layout.input.heading;
  }

  set selection(selection: Selection) {
    this.#selection = selection;
    for (const cell of this.#cells.values()) this.#mark(cell);
    this.#later();
  }

  set rowHeight(height: number) {
    if (height === this.#rowHeight) return;
    this.#rowHeight = height;
    this.#layOut(this.anchor);
  }

  /** Another result, or the same grown: `anchor` says what to look at. */
  setShape(shape: GridShape, selection: Selection, anchor: GridState['anchor']): void {
    const focused = this.#hasFocus;
    this.#unmount();
    this.#shape = shape;
    this.#selection = selection;
    this.#layOut(anchor, focused);
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
    const cell = this.#cellAt(this.#selection.focus) ?? this.#tabStop;
    (cell?.element ?? this.element).focus({ preventScroll: true });
  }

  updateItems(ids: Iterable<number>): void {
    for (const id of ids) {
      const cell = this.#cells.get(id);
      if (cell !== undefined) this.#fill(cell);
    }
  }

  updateThumbnail(id: number): void {
    this.updateItems([id]);
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
    const pinned =
      (this.#hasFocus || this.#refocusing) && this.#selection.focus >= 0 ? rowOf(layout, this.#selection.focus) : -1;
    for (const [row, mounted] of this.#rows)
      if ((row < span.first || row >= span.end) && row !== pinned) this.#unmountRow(row, mounted);
    const wanted: Element[] = [];
    const moved = this.#base !== this.scroller.base;
    this.#base = this.scroller.base;
    if (pinned >= 0 && pinned < span.first && layout.rows > 0) wanted.push(this.#mountRow(pinned, moved));
    this.#mountHeadings(
      span,
      top,
      heading => wanted.push(heading),
      row => wanted.push(this.#mountRow(row, moved)),
    );
    if (pinned >= span.end) wanted.push(this.#mountRow(pinned, moved));
    let next = this.scroller.canvas.firstElementChild;
    for (const node of wanted) {
      if (node === next) next = next.nextElementSibling;
      else this.scroller.canvas.insertBefore(node, next);
    }
    this.#setTabStop(top);
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

  #layOut(anchor: GridState['anchor'], focused = this.#hasFocus): void {
    const { aspects, counts, days } = this.#shape;
    const heading = days.length > 0 && days[0] !== unsorted ? headingHeight : 0;
    this.#unmount();
    this.#layout = layOut({ aspects, counts, heading, width: this.#width || 1, rowHeight: this.#rowHeight, gap });
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
    const index = anchor === null ? -1 : this.#shape.ids.indexOf(anchor.id);
    if (anchor === null || index < 0) return anchor === null ? 0 : this.scroller.top;
    const row = rowOf(this.#layout, index);
    // At least a strip of its row is to be seen.
    return this.#layout.rowTops[row]! + Math.min(anchor.offset, Math.max(0, this.#layout.rowHeights[row]! - 40));
  }

  #mountRow(row: number, moved: boolean): Element {
    const layout = this.#layout;
    let mounted = this.#rows.get(row);
    if (mounted !== undefined && !moved) return mounted.element;
    const fresh = mounted === undefined;
    mounted ??= this.#rowPool.pop() ?? new Row();
    const headings = layout.input.heading > 0 ? runOf(layout, row) + 1 : 0;
    mounted.place(layout.rowTops[row]! - this.scroller.base, layout.rowHeights[row]!, row + headings + 1);
    if (!fresh) return mounted.element;
    this.#rows.set(row, mounted);
    const edges = rowEdges(layout, row);
    const start = layout.rowStarts[row]!;
    for (let k = 0; k + 1 < edges.length; k++) {
      const id = this.#shape.ids[start + k]!;
      const cell = this.#takeCell(id);
      cell.assign(id, start + k);
      cell.place(edges[k]!, edges[k + 1]! - edges[k]! - gap, k + 1);
      this.#cells.set(id, cell);
      mounted.cells.push(cell);
      this.#fill(cell);
      this.#mark(cell);
      mounted.element.append(cell.element);
    }
    return mounted.element;
  }

  #takeCell(id: number): Cell {
    const had = this.#cellPool.has(id) ? id : this.#cellPool.keys().next().value;
    const cell = had === undefined ? undefined : this.#cellPool.get(had);
    if (had !== undefined) this.#cellPool.delete(had);
    return cell ?? new Cell(lost => this.#lost(lost));
  }

  #unmountRow(row: number, mounted: Row): void {
    for (const cell of mounted.cells) {
      this.#cells.delete(cell.id);
      if (cell === this.#tabStop) this.#tabStop = null;
      cell.release();
      cell.element.remove();
      this.#cellPool.set(cell.id, cell);
    }
    mounted.cells = [];
    mounted.element.remove();
    this.#rows.delete(row);
    this.#rowPool.push(mounted);
  }

  #unmount(): void {
    for (const [row, mounted] of this.#rows) this.#unmountRow(row, mounted);
    for (const [run, heading] of this.#headings) this.#unmountHeading(run, heading);
  }

  #unmountHeading(run: number, heading: Heading): void {
    heading.element.remove();
    this.#headings.delete(run);
    this.#headingPool.push(heading);
  }

  /** Goes through the rows of the span in order, each day's heading before its rows. */
  #mountHeadings(span: Span, top: number, onHeading: (node: Element) => void, onRow: (row: number) => void): void {
    const layout = this.#layout;
    if (span.first === span.end) return;
    const firstRun = runOf(layout, span.first);
    const lastRun = runOf(layout, span.end - 1);
    for (const [run, heading] of this.#headings)
      if (run < firstRun || run > lastRun) this.#unmountHeading(run, heading);
    for (let run = firstRun; run <= lastRun; run++) {
      if (layout.input.heading > 0) onHeading(this.#mountHeading(run, span, top));
      const end = Math.min(span.end, layout.runRows[run + 1]!);
      for (let row = Math.max(span.first, layout.runRows[run]!); row < end; row++) onRow(row);
    }
  }

  #mountHeading(run: number, span: Span, top: number): Element {
    const layout = this.#layout;
    let heading = this.#headings.get(run);
    if (heading === undefined) {
      heading = this.#headingPool.pop() ?? new Heading();
      this.#headings.set(run, heading);
    }
    const locale = this.#locale();
    const count = this.#shape.counts[run]!;
    const from = layout.rowStarts[layout.runRows[run]!]!;
    const selected = countWithin(this.#selection.ranges, from, from + count);
    heading.show(
      dayTitle(this.#shape.days[run]!, locale),
      locale.number(count),
      selected === 0 ? '' : text.selected(locale.number(selected)),
      layout.runRows[run]! + run + 1,
    );
    const start = layout.runTops[run]!;
    const lastRow = Math.min(span.end, layout.runRows[run + 1]!) - 1;
    const from2 = layout.runRows[run]! < span.first ? layout.rowTops[span.first]! : start;
    const bottom = layout.rowTops[lastRow]! + layout.rowHeights[lastRow]!;
    heading.place(from2 - this.scroller.base, bottom - from2, start < top && bottom > top);
    return heading.element;
  }

  #fill(cell: Cell): void {
    const item = this.#items.get(cell.id);
    if (item !== undefined) cell.describe(item, this.#locale());
    cell.picture(this.#thumbnails.address(cell.id), this.#thumbnails.get(cell.id));
  }

  #mark(cell: Cell): void {
    cell.select(isSelected(this.#selection, cell.index));
    cell.focused = cell.index === this.#selection.focus;
  }

  #lost(id: number): void {
    this.#thumbnails.lost(id);
    const cell = this.#cells.get(id);
    if (cell !== undefined) this.#fill(cell);
    this.#later();
  }

  #cellAt(index: number): Cell | undefined {
    const cell = index < 0 ? undefined : this.#cells.get(this.#shape.ids[index] ?? 0);
    return cell?.index === index ? cell : undefined;
  }

  #setTabStop(top: number): void {
    const visible = visibleRows(this.#layout, top + this.#layout.input.heading, 0).first;
    const stop =
      this.#cellAt(this.#selection.focus) ?? this.#rows.get(visible)?.cells[0] ?? this.#cells.values().next().value;
    if (stop === this.#tabStop) return;
    if (this.#tabStop !== null) this.#tabStop.tabStop = false;
    this.#tabStop = stop ?? null;
    if (this.#tabStop !== null) this.#tabStop.tabStop = true;
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
