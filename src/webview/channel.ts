import type { Requests } from '../protocol/requests.ts';
import type { Failure } from '../protocol/server.ts';
import type { FromWebview, ToWebview, WebviewMethod } from '../protocol/webview.ts';

export class RequestError extends Error {
  readonly code: Failure['code'] | 'timeout';
  readonly place: Failure['place'];
  constructor(code: Failure['code'] | 'timeout', message: string, place?: Failure['place']) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
    this.place = place;
  }
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: RequestError) => void;
  readonly done: () => void;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** Milliseconds; 30,000 where absent. */
  readonly timeout?: number;
}

/** Requests and replies over the one-way messages between a webview and the extension. */
export class Channel {
  readonly #post: (message: FromWebview) => void;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;

  constructor(post: (message: FromWebview) => void) {
    this.#post = post;
  }

  post(message: FromWebview): void {
    this.#post(message);
  }

  /** Takes a message in; true where it was the reply to a request. */
  receive(message: ToWebview): boolean {
    if (message.type !== 'reply') return false;
    const waiting = this.#waiting.get(message.id);
    if (waiting !== undefined) {
      this.#waiting.delete(message.id);
      waiting.done();
      if ('error' in message) {
        const { code, message: why, place } = message.error;
        waiting.reject(new RequestError(code, why, place));
      } else waiting.resolve(message.result);
    }
    return true;
  }

  /** Rejects with a `RequestError`; one that is aborted or late is cancelled at the other side too. */
  request<M extends WebviewMethod>(
    method: M,
    params: Requests[M]['params'],
    options: RequestOptions = {},
  ): Promise<Requests[M]['result']> {
    const { signal, timeout = 30_000 } = options;
    if (signal?.aborted) return Promise.reject(new RequestError('cancelled', 'Cancelled'));
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const giveUp = (error: RequestError) => {
        this.#waiting.get(id)?.done();
        if (this.#waiting.delete(id)) this.#post({ type: 'cancel', id });
        reject(error);
      };
      const onAbort = () => giveUp(new RequestError('cancelled', 'Cancelled'));
      const timer = setTimeout(() => giveUp(new RequestError('timeout', `No answer to “${method}” in time`)), timeout);
      signal?.addEventListener('abort', onAbort, { once: true });
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject, done });
      this.#post({ type: 'request', id, method, params } as FromWebview);
    });
  }
}
