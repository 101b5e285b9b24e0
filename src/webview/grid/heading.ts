import { element } from '../element.ts';

/**
 * A day's heading. The track is as tall as what is mounted of the day, so that the browser itself keeps the heading
 * stuck to the top without a flicker.
 */
export class Heading {
  readonly element = element('div', { class: 'track', role: 'presentation' });
  readonly #row = element('div', { class: 'day', role: 'row' });
  readonly #title = element('span', { role: 'heading', 'aria-level': '2' });
  readonly #count = element('span', { class: 'c num', role: 'gridcell' });
  readonly #selected = element('span', { class: 's num', role: 'gridcell' });
  #key = '';

  constructor() {
    this.#row.append(
      element('span', { class: 't', role: 'rowheader' }, this.#title),
      this.#count,
      element('span', { class: 'grow', role: 'presentation' }),
      this.#selected,
    );
    this.element.append(this.#row);
  }

  show(title: string, count: string, selected: string, rowIndex: number): void {
    const key = `${title}\n${count}\n${selected}\n${rowIndex}`;
    if (key === this.#key) return;
    this.#key = key;
    this.#title.textContent = title;
    this.#count.textContent = count;
    this.#selected.textContent = selected;
    this.#row.setAttribute('aria-rowindex', String(rowIndex));
  }

  place(top: number, height: number, stuck: boolean): void {
    this.element.style.top = `${top}px`;
    this.element.style.height = `${height}px`;
    this.#row.classList.toggle('stuck', stuck);
  }
}
