/** When a process that died may be started again, and when it is enough. */
export class Restarts {
  readonly #deaths: number[] = [];
  readonly #limit: number;
  readonly #within: number;
  readonly #firstDelay: number;

  /** Gives up at the `limit`th death `within` so many milliseconds. The first delay doubles with each death. */
  constructor(options: { limit?: number; within?: number; firstDelay?: number } = {}) {
    this.#limit = options.limit ?? 5;
    this.#within = options.within ?? 3 * 60_000;
    this.#firstDelay = options.firstDelay ?? 250;
  }

  /** Notes a death at `now` (ms). Returns the milliseconds to wait, or null to give up. */
  died(now: number): number | null {
    while (this.#deaths.length > 0 && now - (this.#deaths[0] ?? 0) >= this.#within) this.#deaths.shift();
    this.#deaths.push(now);
    if (this.#deaths.length >= this.#limit) return null;
    return this.#firstDelay * 2 ** (this.#deaths.length - 1);
  }

  forget(): void {
    this.#deaths.length = 0;
  }
}
