import { type Block, BlockPool } from './blockPool.ts';

const POOL = new BlockPool();
/** Blocks of what nobody has any more. */
const LOST = new FinalizationRegistry<readonly number[]>(blocks => POOL.free(blocks));

/** The blocks of one table, one after the other. */
export class Blocks {
  readonly #pool: BlockPool;
  readonly #blocks: number[] = [];

  constructor(pool = POOL) {
    this.#pool = pool;
    if (pool === POOL) LOST.register(this, this.#blocks, this);
  }

  get length(): number {
    return this.#blocks.length;
  }

  /** One more, of zeros. */
  add(): void {
    this.#blocks.push(this.#pool.add());
  }

  /**
   * @param index of one that there is
   * @returns what is true until another block of any table is asked for
   * @throws the system's error where the temporary file can't be read
   */
  at(index: number, toWrite = false): Block {
    return this.#pool.at(this.#blocks[index]!, toWrite);
  }

  /** None is there after it. Without it they go when nobody has this any more. */
  close(): void {
    this.#pool.free(this.#blocks.splice(0));
  }
}
