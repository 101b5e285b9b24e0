import { BLOCK } from './blockPool.ts';
import { Blocks } from './blocks.ts';

/** A table of numbers, some to a row, outside of what is collected as garbage. */
export class Numbers {
  readonly #columns: number;
  /** Rows in a block. */
  readonly #perBlock: number;
  readonly #blocks: Blocks;
  #rows = 0;

  /** @param columns numbers to a row */
  constructor(columns: number, blocks = new Blocks()) {
    this.#columns = columns;
    this.#perBlock = Math.floor(BLOCK / Float64Array.BYTES_PER_ELEMENT / columns);
    this.#blocks = blocks;
  }

  get length(): number {
    return this.#rows;
  }

  /** @param values as many as there are columns. @returns the row */
  add(...values: readonly number[]): number {
    const row = this.#rows++;
    const within = row % this.#perBlock;
    if (within === 0) this.#blocks.add();
    const { numbers } = this.#blocks.at(this.#blocks.length - 1, true);
    for (let column = 0; column < this.#columns; column++)
      numbers[within * this.#columns + column] = values[column] ?? 0;
    return row;
  }

  /** @param row one that there is */
  at(row: number, column: number): number {
    const { numbers } = this.#blocks.at(Math.floor(row / this.#perBlock));
    return numbers[(row % this.#perBlock) * this.#columns + column]!;
  }

  set(row: number, column: number, value: number): void {
    const { numbers } = this.#blocks.at(Math.floor(row / this.#perBlock), true);
    numbers[(row % this.#perBlock) * this.#columns + column] = value;
  }

  /** Nothing can be asked for after it. */
  close(): void {
    this.#blocks.close();
  }
}
