import path from 'node:path';
import * as vscode from 'vscode';
import type { GridPanel } from '../grid/panel.ts';
import type { GridPanels } from '../grid/panels.ts';
import { PHOTO_EDITORS } from '../ids.ts';
import { toFailure } from '../server/failure.ts';
import type { WebviewHost } from '../webviews/relay.ts';
import { type Absence, absenceOf } from './absence.ts';
import { absencePage } from './page.ts';

/** A backup that opens at once shows no word of it. */
const PATIENCE_MS = 500;

/** Files of photos and videos, opened from the Explorer, the Problems panel or anywhere: each in the loupe. */
export class PhotoEditors implements vscode.CustomReadonlyEditorProvider, vscode.Disposable {
  readonly #host: WebviewHost;
  readonly #grids: GridPanels;
  readonly #registrations: vscode.Disposable[];

  constructor(host: WebviewHost, grids: GridPanels) {
    this.#host = host;
    this.#grids = grids;
    this.#registrations = Object.values(PHOTO_EDITORS).map(type =>
      vscode.window.registerCustomEditorProvider(type, this, { supportsMultipleEditorsPerDocument: true }),
    );
  }

  openCustomDocument(uri: vscode.Uri): vscode.CustomDocument {
    return { uri, dispose: () => {} };
  }

  resolveCustomEditor(document: vscode.CustomDocument, panel: vscode.WebviewPanel): void {
    const editor = new PhotoEditor(document.uri, panel, this.#host, this.#grids);
    panel.onDidDispose(() => editor.dispose());
  }

  dispose(): void {
    vscode.Disposable.from(...this.#registrations).dispose();
  }
}

/** One tab: the loupe once the backup knows the file, and until then why not. */
class PhotoEditor {
  readonly #uri: vscode.Uri;
  readonly #panel: vscode.WebviewPanel;
  readonly #host: WebviewHost;
  readonly #grids: GridPanels;
  readonly #subscription: vscode.Disposable;
  #loupe: GridPanel | null = null;
  #told = '';
  #asked = 0;

  constructor(uri: vscode.Uri, panel: vscode.WebviewPanel, host: WebviewHost, grids: GridPanels) {
    this.#uri = uri;
    this.#panel = panel;
    this.#host = host;
    this.#grids = grids;
    const { session } = host;
    this.#subscription = vscode.Disposable.from(
      session.onDidChange(() => {
        if (this.#loupe == null) void this.#look();
      }),
      // Another backup may be the one that has it.
      session.onDidSwitch(() => {
        this.#forget();
        void this.#look();
      }),
    );
    void this.#begin();
  }

  dispose(): void {
    this.#asked++;
    this.#subscription.dispose();
  }

  /** Of the window, where the file is in one. */
  get #folder(): vscode.WorkspaceFolder | undefined {
    return vscode.workspace.getWorkspaceFolder(this.#uri);
  }

  async #begin(): Promise<void> {
    const slow = setTimeout(() => this.#tell({ kind: 'opening' }), PATIENCE_MS);
    await this.#host.session.settled;
    await this.#look();
    clearTimeout(slow);
  }

  async #look(): Promise<void> {
    const asked = ++this.#asked;
    const { state } = this.#host.session;
    let found: { readonly id: number } | null = null;
    let failure = state?.trouble ?? '';
    try {
      if (state != null && this.#uri.scheme === 'file') {
        found = await this.#host.session.request('find', { path: this.#uri.fsPath });
      }
    } catch (error) {
      failure = toFailure(error).message;
    }
    const exists = found != null || (await isThere(this.#uri));
    // Looked again meanwhile, or closed.
    if (asked !== this.#asked || this.#loupe != null) return;
    if (found != null) {
      this.#told = '';
      this.#loupe = this.#grids.adopt(this.#panel, found.id);
      return;
    }
    const folder = this.#folder?.uri.fsPath ?? null;
    this.#tell(absenceOf({ file: this.#uri.fsPath, state, folder, exists, failure }));
  }

  #tell(absence: Absence): void {
    const { state } = this.#host.session;
    const trusted = vscode.workspace.isTrusted;
    const name = path.basename(this.#uri.fsPath);
    const told = JSON.stringify([absence, state?.name, trusted]);
    if (told === this.#told || this.#loupe != null) return;
    this.#told = told;
    const { webview } = this.#panel;
    const page = absencePage({
      absence,
      name,
      backup: state?.name ?? this.#folder?.name ?? '',
      trusted,
      language: this.#host.locale,
      l10n: vscode.l10n,
    });
    webview.options = { enableScripts: false, localResourceRoots: [], enableCommandUris: page.commands };
    webview.html = page.html;
  }

  #forget(): void {
    this.#loupe?.dispose();
    this.#loupe = null;
    this.#told = '';
  }
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
