import * as vscode from 'vscode';
import type { Scope } from '../../protocol/scope.ts';
import type { FromWebview, GridCommand, GridState, ViewMode } from '../../protocol/webview.ts';
import { rowHeight } from '../settings.ts';
import { type WebviewHost, WebviewRelay } from '../webviews/relay.ts';
import { scopeTitle } from '../words/scope.ts';

export type Selection = Extract<FromWebview, { type: 'selected' }>;

/** What to show besides the scope. */
export interface ShowOptions {
  /** An asset to select. */
  readonly select?: number;
  readonly loupe?: boolean;
  /** What stands in the filter box. */
  readonly query?: string;
  /** What the tab is called, where not after the scope. */
  readonly title?: string;
}

/** The selection of a grid in which nothing is selected. */
export const NOTHING: Selection = { type: 'selected', ids: [], count: 0, focused: null };

/** A tab that stands for one photo, which the loupe shows first. */
export interface OnePhoto {
  readonly asset: number;
  /** The person left the loupe for the grid; `focused` is the photo that they were at. */
  readonly left: (focused: number) => void;
}

/** One editor tab with a grid of photos, or with one photo of it. */
export class GridPanel implements vscode.Disposable {
  readonly #panel: vscode.WebviewPanel;
  readonly #host: WebviewHost;
  readonly #relay: WebviewRelay;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];
  /** What a new page begins with; a page that comes back remembers by itself. */
  #state: GridState | null;
  /** What to do once the page runs. */
  #waiting: GridCommand[] = [];
  #selection = NOTHING;
  #mode: ViewMode = 'grid';
  #query: string;
  readonly #photo: OnePhoto | undefined;
  /** Its selection, mode or activity. */
  readonly onDidChange = this.#changed.event;
  readonly onDidDispose: vscode.Event<void>;

  constructor(panel: vscode.WebviewPanel, host: WebviewHost, state: GridState, photo?: OnePhoto) {
    this.#panel = panel;
    this.#host = host;
    this.#state = state;
    this.#query = state.query;
    this.#photo = photo;
    this.onDidDispose = panel.onDidDispose;
    panel.iconPath = {
      light: vscode.Uri.joinPath(host.dist, '../media/keepsake-light.svg'),
      dark: vscode.Uri.joinPath(host.dist, '../media/keepsake-dark.svg'),
    };
    this.#relay = new WebviewRelay(panel.webview, host, {
      ready: () => this.#start(),
      selected: selection => {
        this.#selection = selection;
        this.#changed.fire();
      },
      filtered: query => {
        this.#query = query;
      },
      mode: mode => {
        this.#mode = mode;
        this.#changed.fire();
        if (mode === 'grid') photo?.left(this.#selection.focused ?? photo.asset);
      },
    });
    this.#disposables = [
      this.#relay,
      this.#changed,
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#relay.hidden();
        this.#changed.fire();
      }),
    ];
    this.#relay.expect({ scope: state.scope, sort: state.sort, query: state.query });
    if (photo == null) this.#title(state.scope);
    else this.#waiting = [{ do: 'show', scope: state.scope, title: panel.title, select: photo.asset, loupe: true }];
    this.#relay.load('grid', panel.title);
  }

  /** Whether the tab is that of one file: it is never given another scope. */
  get isPhoto(): boolean {
    return this.#photo != null;
  }

  get active(): boolean {
    return this.#panel.active;
  }

  get selection(): Selection {
    return this.#selection;
  }

  /** What is in its filter box and understood. */
  get query(): string {
    return this.#query;
  }

  get mode(): ViewMode {
    return this.#mode;
  }

  /** Comes forward and shows the scope. */
  show(scope: Scope, { title, ...options }: ShowOptions = {}): void {
    this.#title(scope, title);
    this.#query = options.query ?? '';
    this.do({ do: 'show', scope, title: this.#panel.title, ...options });
    this.#panel.reveal();
  }

  do(command: GridCommand): void {
    if (this.#relay.ready) this.#relay.post({ type: 'command', command });
    else this.#waiting.push(command);
  }

  /** Another backup is open: its caches are other folders, and none of the photos shown is in it. */
  reload(): void {
    this.#selection = NOTHING;
    this.#mode = 'grid';
    this.#state = freshState({ kind: 'all' });
    this.#title({ kind: 'all' });
    this.#waiting = [{ do: 'show', scope: { kind: 'all' }, title: this.#panel.title }];
    this.#relay.load('grid', this.#panel.title);
    this.#changed.fire();
  }

  /** The tab itself stays; VS Code disposes of it. */
  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  close(): void {
    this.#panel.dispose();
  }

  #title(scope: Scope, title?: string): void {
    this.#panel.title = title ?? scopeTitle(scope, this.#host.locale, vscode.l10n);
  }

  #start(): void {
    const backup = this.#host.session.state;
    if (backup == null) return;
    const { locale } = this.#host;
    const { title } = this.#panel;
    this.#relay.post({ type: 'init', state: this.#state, title, backup, locale, ...this.#relay.bases(backup) });
    this.#state = null;
    for (const command of this.#waiting) this.#relay.post({ type: 'command', command });
    this.#waiting = [];
  }
}

/** A grid that nobody has touched yet. */
export function freshState(scope: Scope): GridState {
  return {
    scope,
    sort: 'newest',
    query: '',
    rowHeight: rowHeight(),
    anchor: null,
    selected: [],
    focused: null,
    loupe: null,
  };
}
