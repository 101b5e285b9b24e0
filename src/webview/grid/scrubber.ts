import { element } from '../element.ts';
import type { Locale } from '../locale.ts';
import { text } from '../text.ts';
import { isDate } from './days.ts';
import { runAt } from './layout.ts';
import type { Photos } from './photos.ts';
import { type MonthMark, monthMarks, tickMarks, yearMarks } from './timeline.ts';

const svg = 'http://www.w3.org/2000/svg';
/** How long the label stays after the last movement, ms. */
const rest = 1000;

/** The grid's scroll bar: years by their share of the photos, months as ticks by their number. */
export class Scrubber {
  readonly element = element('div', {
    class: 'scrub',
    role: 'slider',
    tabindex: '0',
    'aria-orientation': 'vertical',
    'aria-valuemin': '0',
    'aria-valuemax': '100',
  });
  readonly #scale = element('div', { class: 'scale' });
  readonly #thumb = element('div', { class: 'at' });
  readonly #label = element('div', { class: 'fly' });
  readonly #ticks = document.createElementNS(svg, 'path');
  readonly #photos: Photos;
  readonly #locale: () => Locale;
  #months: MonthMark[] = [];
  #layout: unknown;
  #size = 0;
  #dragging = false;
  #hovered: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastTop = Number.NaN;

  constructor(photos: Photos, locale: () => Locale) {
    this.#photos = photos;
    this.#locale = locale;
    const drawing = document.createElementNS(svg, 'svg');
    drawing.setAttribute('class', 'ticks');
    drawing.setAttribute('aria-hidden', 'true');
    drawing.append(this.#ticks);
    this.element.append(drawing, this.#scale, this.#thumb, this.#label);
    new ResizeObserver(() => {
      this.#size = this.element.clientHeight;
      this.#layout = undefined;
      this.update();
    }).observe(this.element);
    this.element.addEventListener('pointerdown', event => this.#press(event));
    this.element.addEventListener('pointermove', event => this.#move(event));
    this.element.addEventListener('pointerup', () => this.#release());
    this.element.addEventListener('pointercancel', () => this.#release());
    this.element.addEventListener('pointerleave', () => {
      this.#hovered = null;
      this.update();
    });
    this.element.addEventListener('wheel', event => photos.scroller.scrollTo(photos.scroller.top + event.deltaY), {
      passive: true,
    });
    this.element.addEventListener('keydown', event => this.#key(event));
  }

  /** After the view has scrolled or been laid out anew. */
  update(): void {
    const { scroller, layout } = this.#photos;
    if (layout !== this.#layout) this.#draw();
    const share = scroller.end > 0 ? scroller.top / scroller.end : 0;
    const scrolls = scroller.end > 0;
    this.#thumb.hidden = !scrolls;
    this.#thumb.style.transform = `translateY(${Math.round(share * this.#size)}px)`;
    const shown = this.#hovered ?? share;
    const label = this.#name(shown);
    this.#label.textContent = label;
    this.#label.style.transform = `translateY(${Math.round(Math.max(12, Math.min(this.#size - 12, shown * this.#size)))}px) translateY(-50%)`;
    this.element.setAttribute('aria-valuenow', String(Math.round(share * 100)));
    this.element.setAttribute('aria-valuetext', this.#name(share));
    this.element.setAttribute('aria-disabled', String(!scrolls));
    // Its scale is that of the whole: beside photos that are all in sight it would be a wrong one.
    this.element.classList.toggle('still', !scrolls);
    if (scroller.top !== this.#lastTop && !Number.isNaN(this.#lastTop)) this.#wake();
    this.#lastTop = scroller.top;
    this.element.classList.toggle('hover', this.#hovered !== null && label !== '');
  }

  #wake(): void {
    this.element.classList.add('moving');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.element.classList.remove('moving'), rest);
  }

  /** What is at a share of the whole: as the thumb goes down, this goes from the first photo to the last. */
  #name(share: number): string {
    const { layout, shape } = this.#photos;
    if (layout.rows === 0) return '';
    const day = shape.days[runAt(layout, share * layout.height)]!;
    const locale = this.#locale();
    if (isDate(day)) return locale.month(day);
    if (layout.input.heading > 0) return text.unknownDate;
    const all = shape.ids.length;
    return text.position(locale.number(Math.max(1, Math.round(share * all))), locale.number(all));
  }

  #draw(): void {
    const { layout, shape } = this.#photos;
    this.#layout = layout;
    this.#months = monthMarks(layout, shape.days, shape.counts);
    const size = Math.max(1, this.#size);
    const most = Math.max(1, ...this.#months.map(mark => mark.count));
    let path = '';
    for (const mark of tickMarks(this.#months, 4 / size)) {
      const width = 3 + Math.round(11 * Math.sqrt(mark.count / most));
      path += `M${46 - width} ${Math.round(mark.at * size) + 0.5}h${width}`;
    }
    this.#ticks.setAttribute('d', path);
    this.#scale.replaceChildren(
      ...yearMarks(this.#months, 15 / size).map(mark => {
        const name = element('b', { text: String(mark.year) });
        name.style.top = `${Math.max(4, Math.min(Math.round(mark.at * size), size - 13))}px`;
        return name;
      }),
    );
    this.element.setAttribute('aria-label', layout.input.heading > 0 ? text.scrubber : text.scrubberUnsorted);
  }

  #shareAt(event: PointerEvent): number {
    const box = this.element.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientY - box.top) / Math.max(1, box.height)));
  }

  #go(share: number): void {
    this.#photos.scroller.scrollTo(share * this.#photos.scroller.end);
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#dragging = true;
    this.element.setPointerCapture(event.pointerId);
    this.element.classList.add('dragging');
    this.#hovered = this.#shareAt(event);
    this.#go(this.#hovered);
  }

  #move(event: PointerEvent): void {
    this.#hovered = this.#shareAt(event);
    if (this.#dragging) this.#go(this.#hovered);
    else this.update();
  }

  #release(): void {
    this.#dragging = false;
    this.element.classList.remove('dragging');
  }

  #key(event: KeyboardEvent): void {
    const { scroller } = this.#photos;
    const month = (step: number) => {
      // One px below the top, so that the month that begins exactly there is the present one.
      const share = (scroller.top + 1) / Math.max(1, scroller.height);
      const at = this.#months.findLastIndex(mark => mark.at <= share);
      const target = this.#months[Math.max(0, Math.min(this.#months.length - 1, at + step))];
      if (target === undefined) scroller.scrollTo(scroller.top + step * scroller.viewport);
      else scroller.scrollTo(target.at * scroller.height);
    };
    const year = (step: number) => {
      const share = (scroller.top + 1) / Math.max(1, scroller.height);
      const now = this.#months.findLast(mark => mark.at <= share);
      const years = this.#months.filter((mark, k) => mark.year !== this.#months[k - 1]?.year);
      const at = years.findIndex(mark => mark.year === now?.year);
      const target = years[Math.max(0, Math.min(years.length - 1, at + step))];
      if (target === undefined) scroller.scrollTo(scroller.top + step * 10 * scroller.viewport);
      else scroller.scrollTo(target.at * scroller.height);
    };
    const actions: Record<string, (() => void) | undefined> = {
      ArrowUp: () => month(-1),
      ArrowLeft: () => month(-1),
      ArrowDown: () => month(1),
      ArrowRight: () => month(1),
      PageUp: () => year(-1),
      PageDown: () => year(1),
      Home: () => scroller.scrollTo(0),
      End: () => scroller.scrollTo(scroller.end),
    };
    const action = actions[event.key];
    if (action === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }
}
