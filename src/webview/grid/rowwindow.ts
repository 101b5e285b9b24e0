import type { Locale } from '../locale.ts';
import { text } from '../text.ts';
import { Cell, type CellStack } from './cell.ts';
import { dayTitle } from './days.ts';
import { Heading } from './heading.ts';
import type { Items } from './items.ts';
import { type Layout, rowEdges, runOf } from './layout.ts';
import { Row } from './row.ts';
import { isSelected, nothing, type Selection } from './selection.ts';
import { photosIn, type Shown, stackAt } from './shown.ts';
import type { Span } from './span.ts';
import type { Thumbnails } from './thumbnails.ts';

export interface WindowSource {
  readonly items: Items;
  readonly thumbnails: Thumbnails;
  locale(): Locale;
  /** A picture could not be loaded. */
  lost(id: number): void;
}

/** The few nodes that stand for all rows: those near the viewport, used again and again. */
export class RowWindow {
  readonly #canvas: HTMLElement;
  readonly #source: WindowSource;
  readonly #rows = new Map<number, Row>();
  readonly #headings = new Map<number, Heading>();
  readonly #cells = new Map<number, Cell>();
  /** Cells out of use by the photo they last had, the longest unused first. */
  readonly #cellPool = new Map<number, Cell>();
  readonly #rowPool: Row[] = [];
  readonly #headingPool: Heading[] = [];
  #shape: Shown;
  #layout: Layout;
  #selection: Selection = nothing;
  #base = -1;
  #tabStop: Cell | null = null;

  constructor(canvas: HTMLElement, source: WindowSource, shape: Shown, layout: Layout) {
    this.#canvas = canvas;
    this.#source = source;
    this.#shape = shape;
    this.#layout = layout;
  }

  /** Another layout: nothing is mounted any more. */
  reset(shape: Shown, layout: Layout): void {
    this.#unmount();
    this.#shape = shape;
    this.#layout = layout;
  }

  set selection(selection: Selection) {
    this.#selection = selection;
    for (const cell of this.#cells.values()) this.#mark(cell);
  }

  /** Facts or pictures of these photos have come. */
  update(ids: Iterable<number>): void {
    for (const id of ids) {
      const cell = this.#cells.get(id);
      if (cell !== undefined) this.#fill(cell);
    }
  }

  /**
   * Mounts the rows of the span and one that is pinned wherever it is (-1 for none), in their order, so that a screen
   * reader reads them so. `base` is the top of the canvas and `top` that of the viewport in the whole, px.
   */
  mount(span: Span, pinned: number, base: number, top: number): void {
    for (const [row, mounted] of this.#rows)
      if ((row < span.first || row >= span.end) && row !== pinned) this.#unmountRow(row, mounted);
    const moved = this.#base !== base;
    this.#base = base;
    const wanted: Element[] = [];
    if (pinned >= 0 && pinned < span.first) wanted.push(this.#mountRow(pinned, moved));
    this.#mountHeadings(
      span,
      top,
      heading => wanted.push(heading),
      row => wanted.push(this.#mountRow(row, moved)),
    );
    if (pinned >= span.end) wanted.push(this.#mountRow(pinned, moved));
    let next = this.#canvas.firstElementChild;
    for (const node of wanted) {
      if (node === next) next = next.nextElementSibling;
      else this.#canvas.insertBefore(node, next);
    }
  }

  /** Makes a photo the one tab stop, or the first of a row where that photo isn't mounted. */
  setTabStop(index: number, row: number): void {
    const stop = this.cellAt(index) ?? this.#rows.get(row)?.cells[0] ?? this.#cells.values().next().value ?? null;
    if (stop === this.#tabStop) return;
    if (this.#tabStop !== null) this.#tabStop.tabStop = false;
    this.#tabStop = stop;
    if (stop !== null) stop.tabStop = true;
  }

  get tabStop(): Cell | null {
    return this.#tabStop;
  }

  cellAt(index: number): Cell | undefined {
    const cell = index < 0 ? undefined : this.#cells.get(this.#shape.ids[index] ?? 0);
    return cell?.index === index ? cell : undefined;
  }

  #mountRow(row: number, moved: boolean): Element {
    const layout = this.#layout;
    let mounted = this.#rows.get(row);
    if (mounted !== undefined && !moved) return mounted.element;
    const fresh = mounted === undefined;
    mounted ??= this.#rowPool.pop() ?? new Row();
    const headings = layout.input.heading > 0 ? runOf(layout, row) + 1 : 0;
    mounted.place(layout.rowTops[row]! - this.#base, layout.rowHeights[row]!, row + headings + 1);
    if (!fresh) return mounted.element;
    this.#rows.set(row, mounted);
    const edges = rowEdges(layout, row);
    const start = layout.rowStarts[row]!;
    for (let k = 0; k + 1 < edges.length; k++) {
      const id = this.#shape.ids[start + k]!;
      const cell = this.#takeCell(id);
      cell.assign(id, start + k);
      cell.place(edges[k]!, edges[k + 1]! - edges[k]! - layout.input.gap, k + 1);
      cell.stack(this.#stackOf(start + k));
      this.#cells.set(id, cell);
      mounted.cells.push(cell);
      this.#fill(cell);
      this.#mark(cell);
      mounted.element.append(cell.element);
    }
    this.#bracket(mounted, start, edges);
    return mounted.element;
  }

  #bracket(row: Row, start: number, edges: Float64Array): void {
    const { gap } = this.#layout.input;
    const count = edges.length - 1;
    for (let from = 0, end = 0; from < count; from = end) {
      const stack = stackAt(this.#shape, start + from);
      end = from + 1;
      if (stack?.open !== true) continue;
      while (end < count && stackAt(this.#shape, start + end) === stack) end++;
      const [photo, after] = [this.#shape.starts[start + from]!, this.#shape.starts[start + end]!];
      row.bracket(edges[from]!, edges[end]! - edges[from]! - gap, {
        first: photo === stack.start,
        last: after === stack.start + stack.count,
      });
    }
  }

  #stackOf(cell: number): CellStack | null {
    const stack = stackAt(this.#shape, cell);
    if (stack === undefined) return null;
    const { count, open } = stack;
    return { count, open, place: this.#shape.starts[cell]! - stack.start + 1 };
  }

  #takeCell(id: number): Cell {
    const had = this.#cellPool.has(id) ? id : this.#cellPool.keys().next().value;
    const cell = had === undefined ? undefined : this.#cellPool.get(had);
    if (had !== undefined) this.#cellPool.delete(had);
    return cell ?? new Cell(lost => this.#source.lost(lost));
  }

  #unmountRow(row: number, mounted: Row): void {
    for (const cell of mounted.cells) {
      this.#cells.delete(cell.id);
      if (cell === this.#tabStop) this.#tabStop = null;
      cell.release();
      cell.element.remove();
      this.#cellPool.set(cell.id, cell);
    }
    mounted.clear();
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
    const locale = this.#source.locale();
    const { counts, starts, whole } = this.#shape;
    const from = layout.rowStarts[layout.runRows[run]!]!;
    const selected = photosIn(starts, this.#selection.ranges, from, from + counts[run]!);
    heading.show(
      dayTitle(this.#shape.days[run]!, locale),
      locale.number(whole.counts[run]!),
      selected === 0 ? '' : text.selected(locale.number(selected)),
      layout.runRows[run]! + run + 1,
    );
    const start = layout.runTops[run]!;
    const lastRow = Math.min(span.end, layout.runRows[run + 1]!) - 1;
    const visibleFrom = layout.runRows[run]! < span.first ? layout.rowTops[span.first]! : start;
    const bottom = layout.rowTops[lastRow]! + layout.rowHeights[lastRow]!;
    heading.place(visibleFrom - this.#base, bottom - visibleFrom, start < top && bottom > top);
    return heading.element;
  }

  #fill(cell: Cell): void {
    const item = this.#source.items.get(cell.id);
    if (item !== undefined) cell.describe(item, this.#source.locale());
    cell.picture(this.#source.thumbnails.address(cell.id), this.#source.thumbnails.get(cell.id));
  }

  #mark(cell: Cell): void {
    cell.select(isSelected(this.#selection, cell.index));
    cell.focused = cell.index === this.#selection.focus;
  }
}
