/**
 * Runs `act` at once, and then at most once in `interval` milliseconds: during a job the catalog changes twice
 * a second, and a tree that is built anew as often can't be used.
 */
export class Refresh {
  readonly #act: () => void;
  readonly #interval: number;
  #timer: NodeJS.Timeout | null = null;
  #again = false;

  constructor(act: () => void, interval = 2000) {
    this.#act = act;
    this.#interval = interval;
  }

  request(): void {
    if (this.#timer != null) {
      this.#again = true;
      return;
    }
    this.#act();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#again) return;
      this.#again = false;
      this.request();
    }, this.#interval);
  }

  /** Acts at once, whatever was requested lately: for what must not be wrong even for a moment. */
  now(): void {
    this.dispose();
    this.#timer = null;
    this.#again = false;
    this.request();
  }

  dispose(): void {
    if (this.#timer != null) clearTimeout(this.#timer);
  }
}
