import { element } from '../element.ts';
import type { Cell } from './cell.ts';

/** One visual row of the grid, with its cells. */
export class Row {
  readonly element = element('div', { class: 'cells', role: 'row' });
  cells: Cell[] = [];
  #brackets: HTMLElement[] = [];

  place(top: number, height: number, rowIndex: number): void {
    this.element.style.top = `${top}px`;
    this.element.style.height = `${height}px`;
    this.element.setAttribute('aria-rowindex', String(rowIndex));
  }

  /** Holds cells of an open stack together. @param ends where the stack has its ends in this row */
  bracket(left: number, width: number, ends: { readonly first: boolean; readonly last: boolean }): void {
    const made = element('span', { class: 'bracket', role: 'presentation' });
    made.classList.toggle('first', ends.first);
    made.classList.toggle('last', ends.last);
    made.style.left = `${left}px`;
    made.style.width = `${width}px`;
    this.#brackets.push(made);
    this.element.append(made);
  }

  /** Goes into the pool. */
  clear(): void {
    for (const made of this.#brackets) made.remove();
    this.#brackets = [];
    this.cells = [];
    this.element.remove();
  }
}
