import type { ChildProcess } from 'node:child_process';
import type { BackupState } from '../../protocol/backup.ts';
import type { Method, Requests } from '../../protocol/requests.ts';
import type { ServerEvent } from '../../protocol/server.ts';
import { Connection, type RequestOptions } from './connection.ts';
import { ServerFailure } from './failure.ts';
import { Restarts } from './restarts.ts';

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface ServerClientOptions {
  /** Starts a server; called anew for every restart. */
  readonly spawn: () => ChildProcess;
  readonly log: Log;
  readonly restarts?: Restarts;
  readonly onEvent: (event: ServerEvent) => void;
  /** The server died too often and is left alone until `restart`. */
  readonly onGaveUp: () => void;
}

/** Opening may have to take a catalog from its snapshot, and bring it up to date. */
const OPEN_TIMEOUT = 5 * 60_000;

/**
 * The server of this window: started at the first request, started again when it dies, with the same backup
 * open. What was asked of a process that died fails; what is asked while it is away waits for the next one.
 */
export class ServerClient {
  readonly #options: ServerClientOptions;
  readonly #restarts: Restarts;
  #root: string | null = null;
  #wanted: readonly number[] = [];
  #opening = 0;
  #reopened: { readonly connection: Connection; readonly root: string; readonly state: BackupState } | null = null;
  #connection: Connection | null = null;
  #ready: PromiseWithResolvers<Connection> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #ended = false;

  constructor(options: ServerClientOptions) {
    this.#options = options;
    this.#restarts = options.restarts ?? new Restarts();
  }

  /**
   * Makes the folder the backup of this window; opened again whenever the server is started again. A server
   * that dies of it is started again too, until it is given up.
   */
  async open(root: string): Promise<BackupState> {
    this.#root = root;
    this.#wanted = [];
    this.#opening++;
    try {
      for (;;) {
        const connection = await this.#connected();
        // A server that was just started has opened it already.
        const reopened = this.#reopened;
        this.#reopened = null;
        if (reopened?.connection === connection && reopened.root === root) return reopened.state;
        try {
          return await connection.request('open', { root }, { timeout: OPEN_TIMEOUT });
        } catch (error) {
          if (!connection.gone) throw error;
        }
      }
    } finally {
      this.#opening--;
    }
  }

  async request<M extends Exclude<Method, 'open'>>(
    method: M,
    params: Requests[M]['params'],
    options: RequestOptions = {},
  ): Promise<Requests[M]['result']> {
    if (method === 'thumbs') this.#wanted = (params as Requests['thumbs']['params']).ids;
    const connection = await this.#connected(options.signal);
    return connection.request(method, params, options);
  }

  /** Ends the server and starts another: for changed settings, and after it was given up. */
  async restart(): Promise<void> {
    this.#restarts.forget();
    if (this.#timer != null) clearTimeout(this.#timer);
    this.#timer = null;
    const old = this.#connection;
    const waiting = this.#ready;
    this.#connection = null;
    this.#ready = null;
    await old?.end();
    if (this.#ended || waiting == null) return;
    const connected = this.#connected();
    waiting.resolve(connected);
    await connected;
  }

  /** Resolves when the process is gone; nothing can be asked afterwards. */
  async end(): Promise<void> {
    this.#ended = true;
    if (this.#timer != null) clearTimeout(this.#timer);
    this.#ready?.reject(new ServerFailure('cancelled', 'Keepsake is closing.'));
    await this.#connection?.end();
  }

  #connected(signal?: AbortSignal): Promise<Connection> {
    if (this.#ended) return Promise.reject(new ServerFailure('cancelled', 'Keepsake is closing.'));
    if (this.#ready == null) this.#start();
    const ready = (this.#ready as PromiseWithResolvers<Connection>).promise;
    if (signal == null) return ready;
    const cancelled = Promise.withResolvers<never>();
    const abort = () => cancelled.reject(new ServerFailure('cancelled', 'Cancelled.'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    return Promise.race([ready, cancelled.promise]).finally(() => signal.removeEventListener('abort', abort));
  }

  #start(): void {
    const { log, spawn, onEvent } = this.#options;
    this.#timer = null;
    if (this.#ready == null) {
      this.#ready = Promise.withResolvers();
      // Whoever waits hears of a failure; that nobody waits is no error.
      this.#ready.promise.catch(() => {});
    }
    const ready = this.#ready;
    let child: ChildProcess;
    try {
      child = spawn();
    } catch (error) {
      this.#died(error instanceof Error ? error.message : String(error));
      return;
    }
    const connection = new Connection(child, event => {
      if (this.#connection === connection) onEvent(event);
    });
    this.#connection = connection;
    log.info(`Server started, process ${child.pid ?? 'unknown'}.`);
    void connection.exited.then(how => {
      if (this.#connection === connection && !this.#ended) this.#died(how);
    });
    void this.#reopen(connection).then(
      () => ready.resolve(connection),
      error => {
        // Its death is told of by `exited`. A failure to open is the answer to the next request.
        log.warn(`Could not open the backup again: ${error instanceof Error ? error.message : String(error)}`);
        if (this.#connection === connection) ready.resolve(connection);
      },
    );
  }

  async #reopen(connection: Connection): Promise<void> {
    const root = this.#root;
    if (root == null) return;
    const state = await connection.request('open', { root }, { timeout: OPEN_TIMEOUT });
    // That it fails is no harm: a view asks anew as it scrolls.
    if (this.#wanted.length > 0) connection.request('thumbs', { ids: this.#wanted }).catch(() => {});
    // Whoever is opening it gets the state as the reply.
    if (this.#opening > 0) this.#reopened = { connection, root, state };
    else this.#options.onEvent({ event: 'changed', state });
  }

  #died(how: string): void {
    const { log, onGaveUp } = this.#options;
    this.#connection = null;
    const delay = this.#restarts.died(Date.now());
    if (delay == null) {
      log.error(`Server ended (${how}), too often: it is not started again by itself.`);
      const message = 'The Keepsake server keeps stopping. Photos and marks are safe; the log says what happened.';
      const ready = this.#ready;
      ready?.reject(new ServerFailure('failed', message));
      onGaveUp();
      return;
    }
    log.warn(`Server ended (${how}). Starting it again in ${delay} ms.`);
    // Requests that were waiting for this process go on waiting; new ones wait with them.
    const waiting = this.#ready;
    if (waiting != null) {
      const next = Promise.withResolvers<Connection>();
      next.promise.catch(() => {});
      waiting.resolve(next.promise);
      this.#ready = next;
    }
    this.#timer = setTimeout(() => this.#start(), delay);
  }
}
