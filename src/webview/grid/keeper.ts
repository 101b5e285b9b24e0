import type { GridState } from '../../protocol/webview.ts';
import type { HostApi } from '../host.ts';

/** Rest after a change before it is kept, ms. */
const rest = 200;

/** Keeps what the view shows over its being hidden or reloaded. */
export class Keeper {
  readonly #host: HostApi;
  readonly #read: () => GridState;
  #begun = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param read what is shown when it is time to keep it */
  constructor(host: HostApi, read: () => GridState) {
    this.#host = host;
    this.#read = read;
  }

  /**
   * Gives what was kept last, unchecked, and begins to keep. Before that nothing is kept: a page that waits for its
   * extension shows nothing yet, and would keep that over what it is to come back to.
   */
  begin(): GridState | undefined {
    this.#begun = true;
    return this.#host.getState();
  }

  /** Something has changed. */
  keep(): void {
    if (!this.#begun) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#host.setState(this.#read());
    }, rest);
  }
}
