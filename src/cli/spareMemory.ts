/**
 * Memory that V8 has taken for a heap that is small again, as after the list of one large folder: it keeps the pages
 * for later, for as long as it runs, and gives them back at a collection of the last resort only.
 */
import v8 from 'node:v8';
import vm from 'node:vm';

/** Bytes; what takes less need give nothing back. */
const LARGE = 180 << 20;
/** Bytes of a process that are neither heap nor buffers, and a little to spare. */
const USUAL = 110 << 20;
/** Bytes; less is not worth it. */
const GAIN = 16 << 20;
const WAIT_MS = 5000;
const LONGEST_MS = 120_000;

type Collect = (options: {
  readonly type: 'major';
  readonly execution: 'sync';
  readonly flavor: 'last-resort';
}) => void;

export class SpareMemory {
  readonly #least: number;
  #collect: Collect | undefined;
  #wait: number;
  #last = 0;

  /** @param waitMs from one time to the next at least */
  constructor(waitMs = WAIT_MS) {
    this.#least = waitMs;
    this.#wait = waitMs;
  }

  /** @param inUse bytes of the heap, and of what is held outside of it */
  look(inUse: number): void {
    const now = performance.now();
    if (now - this.#last < this.#wait) return;
    const before = process.memoryUsage.rss();
    if (before < LARGE || before - inUse < USUAL) return;
    this.giveBack();
    // Where it was of no use, as what other threads hold is not ours to give, it is seldom tried again.
    const isWorthIt = before - process.memoryUsage.rss() >= GAIN;
    this.#wait = isWorthIt ? this.#least : Math.min(LONGEST_MS, 2 * this.#wait);
    this.#last = performance.now();
  }

  /** Collects all that nobody has any more. */
  giveBack(): void {
    if (this.#collect == null) {
      v8.setFlagsFromString('--expose-gc');
      this.#collect = vm.runInNewContext('gc') as Collect;
      v8.setFlagsFromString('--no-expose-gc');
    }
    this.#collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  }
}
