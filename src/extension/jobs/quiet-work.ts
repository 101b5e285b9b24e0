/** A job may take as long to appear once it was asked for, ms. */
const HOLD_MS = 3000;

/** Work on the backup that nobody asked for: it gives way to what somebody does. */
export class QuietWork {
  #stop: AbortController | undefined;
  #now: Promise<void> = Promise.resolve();
  #heldUntil = 0;

  /** Nothing is to be begun: somebody's job is about to. */
  get isHeld(): boolean {
    return Date.now() < this.#heldUntil;
  }

  /** @param work stops when its signal says so @throws what the work throws */
  async do(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    const now = work(stop.signal);
    this.#now = now.catch(() => {});
    await now;
  }

  /** Stops what is under way, and waits until it has let go of the backup. */
  async giveWay(): Promise<void> {
    this.#heldUntil = Date.now() + HOLD_MS;
    this.#stop?.abort();
    await this.#now;
  }
}
