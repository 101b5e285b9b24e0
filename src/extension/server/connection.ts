import type { ChildProcess } from 'node:child_process';
import type { Method, Requests } from '../../protocol/requests.ts';
import type { FromServer, ServerEvent, ToServer } from '../../protocol/server.ts';
import { ServerFailure } from './failure.ts';

export interface RequestOptions {
  /** Cancels: the server is told, and the promise rejects with `cancelled` at once. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the request is given up. Default 60,000. */
  readonly timeout?: number;
}

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (failure: ServerFailure) => void;
  readonly settle: () => void;
}

/** Requests and replies with one server process, from its start to its end. */
export class Connection {
  /** Resolves when the process is gone, with what is known of its end. Never rejects. */
  readonly exited: Promise<string>;
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  #next = 1;
  #gone = false;

  constructor(child: ChildProcess, onEvent: (event: ServerEvent) => void) {
    this.#child = child;
    child.on('message', message => this.#receive(message as FromServer, onEvent));
    this.exited = new Promise(resolve => {
      const ended = (how: string) => {
        if (this.#gone) return;
        this.#gone = true;
        this.#failAll(new ServerFailure('failed', 'The Keepsake server stopped before it could answer.'));
        resolve(how);
      };
      // 'error' without 'exit': it could not be started.
      child.on('error', error => {
        if (child.pid == null) ended(error.message);
      });
      child.on('exit', (code, signal) => ended(signal != null ? `signal ${signal}` : `exit status ${code}`));
    });
  }

  /** Whether the process has ended. */
  get gone(): boolean {
    return this.#gone;
  }

  /** Rejects with ServerFailure only. */
  request<M extends Method>(
    method: M,
    params: Requests[M]['params'],
    options: RequestOptions = {},
  ): Promise<Requests[M]['result']> {
    const { signal, timeout = 60_000 } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new ServerFailure('cancelled', 'Cancelled.'));
      if (this.#gone) return reject(new ServerFailure('failed', 'The Keepsake server is not running.'));
      const id = this.#next++;
      const giveUp = (failure: ServerFailure) => {
        const pending = this.#pending.get(id);
        if (pending == null) return;
        pending.settle();
        this.#send({ cancel: id });
        reject(failure);
      };
      const cancelled = () => giveUp(new ServerFailure('cancelled', 'Cancelled.'));
      const timer = setTimeout(() => {
        const seconds = Math.round(timeout / 1000);
        giveUp(
          new ServerFailure('failed', `The Keepsake server did not answer “${method}” within ${seconds} seconds.`),
        );
      }, timeout);
      signal?.addEventListener('abort', cancelled, { once: true });
      this.#pending.set(id, {
        resolve: resolve as (result: unknown) => void,
        reject,
        settle: () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', cancelled);
          this.#pending.delete(id);
        },
      });
      this.#send({ id, method, params } as ToServer);
    });
  }

  /** Asks the process to end by closing its channel, then less kindly. Resolves when it is gone. */
  async end(patience = 2000): Promise<void> {
    if (this.#gone) return;
    const terminate = setTimeout(() => this.#child.kill('SIGTERM'), patience);
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), 2 * patience);
    if (this.#child.connected) this.#child.disconnect();
    await this.exited;
    clearTimeout(terminate);
    clearTimeout(kill);
  }

  #send(message: ToServer): void {
    if (!this.#child.connected) return;
    // A channel that closes meanwhile is told of by 'exit', which fails what is pending.
    this.#child.send(message, () => {});
  }

  #receive(message: FromServer, onEvent: (event: ServerEvent) => void): void {
    if ('event' in message) {
      onEvent(message);
      return;
    }
    // A reply to what was cancelled or given up has nobody waiting.
    const pending = this.#pending.get(message.id);
    if (pending == null) return;
    pending.settle();
    if ('error' in message)
      pending.reject(new ServerFailure(message.error.code, message.error.message, message.error.place));
    else pending.resolve(message.result);
  }

  #failAll(failure: ServerFailure): void {
    for (const pending of [...this.#pending.values()]) {
      pending.settle();
      pending.reject(failure);
    }
  }
}
