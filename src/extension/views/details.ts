import * as vscode from 'vscode';
import type { EditAnswer, ToWebview } from '../../protocol/webview.ts';
import type { GridPanels } from '../grid/panels.ts';
import { Views } from '../ids.ts';
import { type WebviewHost, WebviewRelay } from '../webviews/relay.ts';

/**
 * VS Code has a secondary side bar for extensions since 1.106; before that the same view stands below the
 * others. https://github.com/microsoft/vscode/issues/263786
 */
export function hasSecondarySidebar(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(part => Number.parseInt(part, 10));
  return major > 1 || (major === 1 && minor >= 106);
}

/** In the workspace's storage: that the view came forward by itself once. */
const INTRODUCED = 'detailsIntroduced';

/** What is known of the photos that are selected in the grid. */
export class DetailsView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly #host: WebviewHost;
  readonly #grids: GridPanels;
  readonly #memento: vscode.Memento;
  readonly #id: string;
  readonly #disposables: vscode.Disposable[];
  readonly #edits = new vscode.EventEmitter<readonly EditAnswer[]>();
  readonly #applies = new vscode.EventEmitter<void>();
  /** A plan of what is selected is wanted. */
  readonly onDidAskEdit = this.#edits.event;
  /** The plan that was shown last is to be applied. */
  readonly onDidAskApply = this.#applies.event;
  #relay: WebviewRelay | null = null;
  /** The form is wanted of a page that is not there yet. */
  #isEditWanted = false;

  constructor(host: WebviewHost, grids: GridPanels, memento: vscode.Memento) {
    this.#host = host;
    this.#grids = grids;
    this.#memento = memento;
    this.#id = hasSecondarySidebar(vscode.version) ? Views.details : Views.detailsHere;
    this.#disposables = [
      this.#edits,
      this.#applies,
      vscode.window.registerWebviewViewProvider(this.#id, this),
      grids.onDidSelect(() => this.#select()),
      grids.onDidOpen(() => void this.#introduce()),
      host.session.onDidSwitch(() => this.#relay?.load('details', vscode.l10n.t('Details'))),
    ];
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const relay = new WebviewRelay(view.webview, this.#host, {
      ready: () => this.#start(),
      edit: answers => this.#edits.fire(answers),
      applyEdit: () => this.#applies.fire(),
    });
    this.#relay = relay;
    view.onDidChangeVisibility(() => {
      if (!view.visible) relay.hidden();
    });
    view.onDidDispose(() => {
      relay.dispose();
      if (this.#relay === relay) this.#relay = null;
    });
    relay.load('details', vscode.l10n.t('Details'));
  }

  /** Brings the view forward, wherever the person has put it. */
  async show(): Promise<void> {
    await vscode.commands.executeCommand(`${this.#id}.focus`, { preserveFocus: true });
  }

  /** Brings the view forward with the form in it. */
  async edit(): Promise<void> {
    this.#isEditWanted = this.#relay?.ready !== true;
    await vscode.commands.executeCommand(`${this.#id}.focus`);
    if (!this.#isEditWanted) this.tell({ type: 'edit', is: 'wanted' });
  }

  tell(message: Extract<ToWebview, { type: 'edit' }>): void {
    this.#relay?.post(message);
  }

  /**
   * With the first grid of a workspace: VS Code fills the secondary side bar with its chat until the person has chosen
   * another view, and who selects a photo would see nothing of it. Never again, and never where that bar is unwanted.
   */
  async #introduce(): Promise<void> {
    const bar = vscode.workspace.getConfiguration('workbench').get<string>('secondarySideBar.defaultVisibility');
    if (this.#id !== Views.details || bar === 'hidden' || this.#memento.get(INTRODUCED) === true) return;
    await this.#memento.update(INTRODUCED, true);
    await this.show();
  }

  dispose(): void {
    this.#relay?.dispose();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #start(): void {
    const backup = this.#host.session.state;
    const relay = this.#relay;
    if (backup == null || relay == null) return;
    const { locale } = this.#host;
    const title = vscode.l10n.t('Details');
    relay.post({ type: 'init', state: null, title, backup, locale, ...relay.bases(backup) });
    this.#select();
    if (this.#isEditWanted) this.tell({ type: 'edit', is: 'wanted' });
    this.#isEditWanted = false;
  }

  #select(): void {
    const { ids, count } = this.#grids.selection;
    this.#relay?.post({ type: 'selection', ids, count });
  }
}
