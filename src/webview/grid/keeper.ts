import type { GridState } from '../../protocol/webview.ts';
import type { HostApi } from '../host.ts';

/** Rest after a change before it is kept, ms. */
const rest = 200;

/** Keeps what the view shows over its being hidden or reloaded. */
export class Keeper {
  readonly #host: HostApi;
  readonly #read: () => GridState;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param read what is shown when it is time to keep it */
  constructor(host: HostApi, read: () => GridState) {
    this.#host = host;
    this.#read = read;
  }

  /** As it was kept, unchecked. */
  get kept(): GridState | undefined {
    return this.#host.getState();
  }

  /** Something has changed. */
  keep(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#host.setState(this.#read());
    }, rest);
  }
}
