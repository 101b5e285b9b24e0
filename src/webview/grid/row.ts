import { element } from '../element.ts';
import type { Cell } from './cell.ts';

/** One visual row of the grid, with its cells. */
export class Row {
  readonly element = element('div', { class: 'cells', role: 'row' });
  cells: Cell[] = [];

  place(top: number, height: number, rowIndex: number): void {
    this.element.style.top = `${top}px`;
    this.element.style.height = `${height}px`;
    this.element.setAttribute('aria-rowindex', String(rowIndex));
  }
}
