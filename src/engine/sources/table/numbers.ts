/** Rows in a block. */
const ROWS = 1 << 10;

/**
 * A table of numbers, some to a row, outside of what is collected as garbage. It grows block by block: nothing is
 * copied, and at most one block is empty.
 */
export class Numbers {
  readonly #columns: number;
  readonly #blocks: Float64Array[] = [];
  #rows = 0;

  /** @param columns numbers to a row */
  constructor(columns: number) {
    this.#columns = columns;
  }

  get length(): number {
    return this.#rows;
  }

  /** @param values as many as there are columns. @returns the row */
  add(...values: readonly number[]): number {
    const row = this.#rows++;
    if (row % ROWS === 0) this.#blocks.push(new Float64Array(ROWS * this.#columns));
    for (let column = 0; column < this.#columns; column++) this.set(row, column, values[column] ?? 0);
    return row;
  }

  /** @param row one that there is */
  at(row: number, column: number): number {
    return this.#blocks[Math.floor(row / ROWS)]![(row % ROWS) * this.#columns + column]!;
  }

  set(row: number, column: number, value: number): void {
    this.#blocks[Math.floor(row / ROWS)]![(row % ROWS) * this.#columns + column] = value;
  }
}
