import * as vscode from 'vscode';
import type { MarkWish } from '../../protocol/marks.ts';
import type { Scope } from '../../protocol/scope.ts';
import type { GridCommand } from '../../protocol/webview.ts';
import type { ContextKeys } from '../context-keys.ts';
import { GRID_PANEL } from '../ids.ts';
import { parseGridState } from '../webviews/messages.ts';
import type { WebviewHost } from '../webviews/relay.ts';
import { scopeTitle } from '../words/scope.ts';
import { freshState, GridPanel, NOTHING, type Selection, type ShowOptions } from './panel.ts';

/** The grids of this window. One is used again and again; others are opened beside it on request. */
export class GridPanels implements vscode.WebviewPanelSerializer, vscode.Disposable {
  readonly #host: WebviewHost;
  readonly #context: ContextKeys;
  /** The one used last comes first. */
  #panels: GridPanel[] = [];
  #told: Selection = NOTHING;
  readonly #selected = new vscode.EventEmitter<Selection>();
  readonly #opened = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];
  /** What is selected in the grid that was used last. */
  readonly onDidSelect = this.#selected.event;
  /** The person opened a grid; not: one came back with the window. */
  readonly onDidOpen = this.#opened.event;

  constructor(host: WebviewHost, context: ContextKeys) {
    this.#host = host;
    this.#context = context;
    this.#disposables = [
      this.#selected,
      this.#opened,
      vscode.window.registerWebviewPanelSerializer(GRID_PANEL, this),
      host.session.onDidSwitch(() => this.#switched()),
    ];
  }

  get selection(): Selection {
    return this.#panels[0]?.selection ?? NOTHING;
  }

  get any(): boolean {
    return this.#panels.length > 0;
  }

  /** What the grid that was used last is filtered by; '' for nothing. */
  get query(): string {
    return this.#panels[0]?.query ?? '';
  }

  /** Shows the scope in the grid that was used last, or in a new one beside it. */
  show(scope: Scope, options: ShowOptions & { readonly beside?: boolean } = {}): void {
    const { beside = false, ...rest } = options;
    const last = this.#panels.find(grid => !grid.isPhoto);
    if (last != null && !beside) {
      last.show(scope, rest);
      return;
    }
    const column = beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active;
    const title = rest.title ?? scopeTitle(scope, this.#host.locale, vscode.l10n);
    const panel = vscode.window.createWebviewPanel(GRID_PANEL, title, column, { enableScripts: true });
    const grid = this.#add(panel, scope);
    this.#opened.fire();
    if (rest.select != null || rest.loupe === true || rest.query != null) grid.show(scope, rest);
  }

  /** Shows one photo in a tab that VS Code opened for its file. Leaving the loupe leads to the grid. */
  adopt(panel: vscode.WebviewPanel, asset: number): GridPanel {
    const scope: Scope = { kind: 'all' };
    const left = (focused: number) => {
      this.show(scope, { select: focused });
      panel.dispose();
    };
    const grid = new GridPanel(panel, this.#host, freshState(scope), { asset, left });
    this.#track(grid);
    return grid;
  }

  /** To the grid that was used last; nothing where there is none. */
  do(command: GridCommand): void {
    this.#panels[0]?.do(command);
  }

  /** Marks what is selected in the grid that was used last. */
  mark(wish: MarkWish): void {
    this.do({ do: 'mark', wish });
  }

  /** Takes up a tab that was open before the window was reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, raw: unknown): Promise<void> {
    await this.#host.session.settled;
    if (this.#host.session.state == null) return panel.dispose();
    const state = parseGridState(raw);
    this.#track(new GridPanel(panel, this.#host, state ?? freshState({ kind: 'all' })));
  }

  dispose(): void {
    for (const grid of this.#panels) grid.dispose();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #add(panel: vscode.WebviewPanel, scope: Scope): GridPanel {
    const grid = new GridPanel(panel, this.#host, freshState(scope));
    this.#track(grid);
    return grid;
  }

  #track(grid: GridPanel): void {
    this.#panels.unshift(grid);
    grid.onDidChange(() => this.#changed(grid));
    grid.onDidDispose(() => this.#drop(grid));
    this.#tell();
  }

  #drop(grid: GridPanel): void {
    grid.dispose();
    this.#panels = this.#panels.filter(other => other !== grid);
    this.#tell();
  }

  #changed(grid: GridPanel): void {
    if (grid.active) this.#panels = [grid, ...this.#panels.filter(other => other !== grid)];
    this.#tell();
  }

  #tell(): void {
    const active = this.#panels.find(grid => grid.active);
    this.#context.set('keepsake.gridFocus', active != null);
    this.#context.set('keepsake.loupe', active?.mode === 'loupe');
    this.#context.set('keepsake.sideBySide', active?.mode === 'compare' || active?.mode === 'survey');
    const { selection } = this;
    this.#context.set('keepsake.photoChosen', active != null && (selection.count > 0 || selection.focused != null));
    if (selection === this.#told) return;
    this.#told = selection;
    this.#selected.fire(selection);
  }

  #switched(): void {
    for (const grid of [...this.#panels]) {
      // The tab of a file looks for it in the backup that is open now.
      if (grid.isPhoto) this.#drop(grid);
      else if (this.#host.session.state != null) grid.reload();
      else grid.close();
    }
  }
}
