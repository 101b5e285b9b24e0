import * as vscode from 'vscode';
import type { GridPanels } from '../grid/panels.ts';
import { EXTENSION, Settings } from '../ids.ts';
import { parseSearches, renamedSearch, type SavedSearch, withSearch } from './search-list.ts';

const { l10n } = vscode;

/** The searches that are kept in the workspace's settings. */
export class Searches {
  readonly #grids: GridPanels;

  constructor(grids: GridPanels) {
    this.#grids = grids;
  }

  get all(): readonly SavedSearch[] {
    return parseSearches(vscode.workspace.getConfiguration(EXTENSION).get<unknown>(Settings.searches, []));
  }

  /** What the grid is filtered by, under a name that is asked for. */
  async save(): Promise<void> {
    const { query } = this.#grids;
    if (query === '') {
      void vscode.window.showInformationMessage(
        l10n.t('There is no filter to save: type one into the box above the photos first.'),
      );
      return;
    }
    const name = await this.#askName(l10n.t('Save Search'), query, undefined);
    if (name != null) await this.#write(withSearch(this.all, { name, query }));
  }

  async rename(row: unknown): Promise<void> {
    const search = await this.#which(row, l10n.t('Rename Search'));
    if (search == null) return;
    const name = await this.#askName(l10n.t('Rename Search'), search.name, search.name);
    if (name != null && name !== search.name) await this.#write(renamedSearch(this.all, search.name, name));
  }

  async remove(row: unknown): Promise<void> {
    const search = await this.#which(row, l10n.t('Remove Search'));
    if (search == null) return;
    const before = this.all;
    if (!(await this.#write(before.filter(({ name }) => name !== search.name)))) return;
    const undo = l10n.t('Undo');
    const choice = await vscode.window.showInformationMessage(
      l10n.t('The search “{0}” was removed. No photo was changed.', search.name),
      undo,
    );
    if (choice === undo) await this.#write(before);
  }

  open(row: unknown): void {
    const { query, name } = (row ?? {}) as { query?: unknown; name?: unknown };
    if (typeof query !== 'string' || query === '' || query.length > 4000) return;
    this.#grids.show({ kind: 'all' }, { query, title: typeof name === 'string' ? name : query });
  }

  /** The row of a tree that a command was called on, or one that is chosen. */
  async #which(row: unknown, title: string): Promise<SavedSearch | undefined> {
    const { name } = (row ?? {}) as { name?: unknown };
    const all = this.all;
    const known = all.find(search => search.name === name);
    if (known != null || all.length === 0) return known;
    const items = all.map(search => ({ label: search.name, description: search.query, search }));
    return (await vscode.window.showQuickPick(items, { title, matchOnDescription: true }))?.search;
  }

  async #askName(title: string, value: string, own: string | undefined): Promise<string | undefined> {
    const taken = new Set(this.all.map(({ name }) => name).filter(name => name !== own));
    const name = await vscode.window.showInputBox({
      title,
      value,
      prompt: l10n.t('The name under which it stands in the tree'),
      validateInput: text => {
        if (text.trim() === '' || text.trim().length > 200) return l10n.t('Give it a name of 1 to 200 characters.');
        if (!taken.has(text.trim())) return undefined;
        return {
          message: l10n.t('There is a search of this name already: it is replaced.'),
          severity: vscode.InputBoxValidationSeverity.Warning,
        };
      },
    });
    return name?.trim();
  }

  async #write(searches: readonly SavedSearch[]): Promise<boolean> {
    const target =
      vscode.workspace.workspaceFolders == null
        ? vscode.ConfigurationTarget.Global
        : vscode.ConfigurationTarget.Workspace;
    try {
      await vscode.workspace.getConfiguration(EXTENSION).update(Settings.searches, searches, target);
      return true;
    } catch (error) {
      void vscode.window.showErrorMessage(
        l10n.t('The searches could not be saved in the settings: {0}', (error as Error).message),
      );
      return false;
    }
  }
}
