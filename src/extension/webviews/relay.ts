import * as vscode from 'vscode';
import type { BackupState } from '../../protocol/backup.ts';
import type { GridShape } from '../../protocol/grid.ts';
import type { Requests } from '../../protocol/requests.ts';
import type { EditAnswer, FromWebview, ToWebview, ViewMode } from '../../protocol/webview.ts';
import type { BackupSession } from '../backup/session.ts';
import { ServerFailure, toFailure } from '../server/failure.ts';
import { runFromWebview, type WebviewErrand } from './errands.ts';
import { parseMessage, requestIdOf } from './messages.ts';
import { newNonce } from './nonce.ts';
import { webviewPage } from './page.ts';
import { ShapeAhead } from './shape-ahead.ts';
import type { WantedThumbs } from './wanted-thumbs.ts';

/** What all webviews of the window share. */
export interface WebviewHost {
  readonly session: BackupSession;
  readonly thumbs: WantedThumbs;
  readonly log: vscode.LogOutputChannel;
  readonly dist: vscode.Uri;
  /** BCP 47, for dates and numbers. */
  readonly locale: string;
}

/** What one kind of webview does with messages that the relay doesn't answer by itself. */
export interface RelayHandlers {
  /** The page runs, for the first time or again, and knows nothing yet. Sends `init` and what follows it. */
  readonly ready: () => void;
  readonly selected?: (message: Extract<FromWebview, { type: 'selected' }>) => void;
  readonly mode?: (mode: ViewMode) => void;
  readonly edit?: (answers: readonly EditAnswer[]) => void;
  readonly applyEdit?: () => void;
  /** What is shown was found by this; '' where all of the scope is. */
  readonly filtered?: (query: string) => void;
}

/**
 * Between one webview and the server: relays the requests that a webview may ask, and what the server says
 * unasked; refuses everything else. Posts nothing before the page said that it runs.
 */
export class WebviewRelay implements vscode.Disposable {
  readonly #webview: vscode.Webview;
  readonly #host: WebviewHost;
  readonly #handlers: RelayHandlers;
  readonly #ahead: ShapeAhead;
  readonly #cancels = new Map<number, AbortController>();
  readonly #disposables: vscode.Disposable[];
  #ready = false;

  constructor(webview: vscode.Webview, host: WebviewHost, handlers: RelayHandlers) {
    this.#webview = webview;
    this.#host = host;
    this.#handlers = handlers;
    this.#ahead = new ShapeAhead(host.session);
    this.#disposables = [
      webview.onDidReceiveMessage(raw => this.#receive(raw)),
      host.session.onEvent(event => this.post({ type: 'event', event })),
    ];
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** Loads the page: `name` is that of its script and style sheet in dist. */
  load(name: 'grid' | 'details', title: string): void {
    const { dist, session, locale } = this.#host;
    const { caches } = session.state ?? {};
    this.hidden();
    this.#webview.options = {
      enableScripts: true,
      localResourceRoots: [dist, ...(caches != null ? [caches.thumbs, caches.previews].map(vscode.Uri.file) : [])],
    };
    this.#webview.html = webviewPage({
      cspSource: this.#webview.cspSource,
      nonce: newNonce(),
      script: this.#webview.asWebviewUri(vscode.Uri.joinPath(dist, `${name}.js`)).toString(),
      style: this.#webview.asWebviewUri(vscode.Uri.joinPath(dist, `${name}.css`)).toString(),
      language: locale,
      title,
    });
  }

  /** The page that is loading will want this first. */
  expect(params: Requests['shape']['params']): void {
    this.#ahead.ask(params);
  }

  post(message: ToWebview): void {
    if (this.#ready) void this.#webview.postMessage(message);
  }

  /** Base addresses of the caches, for `init`. */
  bases(backup: BackupState): { readonly thumbBase: string; readonly previewBase: string } {
    const base = (folder: string) => this.#webview.asWebviewUri(vscode.Uri.file(folder)).toString().replace(/\/$/, '');
    return { thumbBase: base(backup.caches.thumbs), previewBase: base(backup.caches.previews) };
  }

  /** The page was taken away: what it asked is not wanted any more, and it will say when it runs again. */
  hidden(): void {
    this.#ready = false;
    for (const cancel of this.#cancels.values()) cancel.abort();
    this.#cancels.clear();
    this.#host.thumbs.forget(this);
  }

  dispose(): void {
    this.hidden();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #receive(raw: unknown): void {
    const message = parseMessage(raw);
    if (message == null) {
      this.#host.log.warn('A view sent a message that it may not send. It was not answered.');
      const id = requestIdOf(raw);
      if (id != null) {
        this.post({ type: 'reply', id, error: { code: 'bad-request', message: 'The request is not understood.' } });
      }
      return;
    }
    switch (message.type) {
      case 'ready':
        this.#ready = true;
        this.#handlers.ready();
        break;
      case 'request':
        void this.#relay(message);
        break;
      case 'cancel':
        this.#cancels.get(message.id)?.abort();
        break;
      case 'selected':
        this.#handlers.selected?.(message);
        break;
      case 'filtered':
        this.#handlers.filtered?.(message.query);
        break;
      case 'edit':
        this.#handlers.edit?.(message.answers);
        break;
      case 'applyEdit':
        this.#handlers.applyEdit?.();
        break;
      case 'mode':
        this.#handlers.mode?.(message.mode);
        break;
      case 'trouble':
        this.#host.log.error(`view: ${message.message}`);
        break;
      default:
        void this.#run(message);
    }
  }

  async #relay(message: Extract<FromWebview, { type: 'request' }>): Promise<void> {
    const { id } = message;
    const cancel = new AbortController();
    this.#cancels.set(id, cancel);
    try {
      const result = await this.#ask(message, cancel.signal);
      this.post({ type: 'reply', id, result });
    } catch (error) {
      const failure = toFailure(error);
      this.post({ type: 'reply', id, error: failure });
      // The view shows the old mark again; why is for the person to read in peace.
      if (message.method === 'mark' && failure.code !== 'cancelled') void this.#refused(failure.message);
    } finally {
      if (this.#cancels.get(id) === cancel) this.#cancels.delete(id);
    }
  }

  async #ask(message: Extract<FromWebview, { type: 'request' }>, signal: AbortSignal): Promise<unknown> {
    const { session, thumbs } = this.#host;
    const { method, params } = message;
    if (method === 'shape')
      return ownBuffers((await this.#ahead.take(params)) ?? (await session.request(method, params, { signal })));
    if (method === 'thumbs') return session.request(method, { ids: thumbs.want(this, params.ids) }, { signal });
    if (method === 'mark' && !vscode.workspace.isTrusted) {
      throw new ServerFailure('failed', vscode.l10n.t('In Restricted Mode marks wait until you trust this folder.'));
    }
    return session.request(method, params, { signal });
  }

  async #refused(message: string): Promise<void> {
    await vscode.window.showErrorMessage(vscode.l10n.t('Not marked: {0}', message));
  }

  async #run(errand: WebviewErrand): Promise<void> {
    try {
      await runFromWebview(errand, this.#host.session.state?.root ?? null);
    } catch (error) {
      this.#host.log.error(`${errand.type}: ${(error as Error).message}`);
    }
  }
}

/** Copies the arrays out of the message that they came in, so that they alone go on to the view. */
function ownBuffers(shape: GridShape): GridShape {
  const { ids, aspects, days, counts, stacks } = shape;
  return {
    ...shape,
    ids: ids.slice(),
    aspects: aspects.slice(),
    days: days.slice(),
    counts: counts.slice(),
    stacks: stacks.slice(),
  };
}
