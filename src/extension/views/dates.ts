import * as vscode from 'vscode';
import type { BackupSession } from '../backup/session.ts';
import { Commands, Views } from '../ids.ts';
import { toFailure } from '../server/failure.ts';
import { dayName, monthName, scopeKey, scopeTitle } from '../words/scope.ts';
import { countAndSize, formatBytes } from '../words/size.ts';
import { type DateRow, dayRows, monthRows, topRows } from './date-rows.ts';
import { Refresh } from './refresh.ts';

const { l10n } = vscode;

/** Year, month and day, with what each holds. Every level is one query of the server. */
export class DatesView implements vscode.TreeDataProvider<DateRow>, vscode.Disposable {
  readonly #session: BackupSession;
  readonly #locale: string;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #refresh = new Refresh(() => this.#changed.fire(undefined));
  readonly #view: vscode.TreeView<DateRow>;
  readonly #disposables: vscode.Disposable[];
  /** Nothing is shown: a text that says why not stands in its place. */
  #empty = true;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(session: BackupSession, locale: string) {
    this.#session = session;
    this.#locale = locale;
    this.#view = vscode.window.createTreeView(Views.dates, { treeDataProvider: this, showCollapseAll: true });
    this.#describe();
    this.#disposables = [
      this.#view,
      this.#changed,
      this.#refresh,
      session.onDidChange(() => {
        this.#describe();
        // The first photos: until they are shown, the tree says that there are none.
        if (this.#empty && (session.state?.assets ?? 0) > 0) this.#refresh.now();
        else this.#refresh.request();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#describe()),
    ];
  }

  async getChildren(row?: DateRow): Promise<DateRow[]> {
    const { state } = this.#session;
    if (row == null) this.#empty = true;
    if (state == null || state.state === 'none') return [];
    try {
      if (row == null) {
        const rows = topRows(await this.#session.request('years', null));
        this.#empty = rows.length === 0;
        return rows;
      }
      const { scope } = row;
      if (scope.kind === 'year') return monthRows(scope.year, await this.#session.request('months', scope));
      if (scope.kind === 'month') {
        return dayRows(scope.year, scope.month, await this.#session.request('days', scope));
      }
      return [];
    } catch (error) {
      this.#view.message = toFailure(error).message;
      return [];
    }
  }

  getTreeItem({ scope, count, bytes }: DateRow): vscode.TreeItem {
    const item = new vscode.TreeItem(this.#label(scope), collapsible(scope));
    item.id = scopeKey(scope);
    item.description = countAndSize(count, bytes, this.#locale);
    item.contextValue = `date.${scope.kind}`;
    const icon = { all: 'library', year: 'calendar', undated: 'question', month: null, day: null }[scope.kind];
    if (icon != null) item.iconPath = new vscode.ThemeIcon(icon);
    item.command = { command: Commands.openScope, title: l10n.t('Open'), arguments: [{ scope }] };
    item.accessibilityInformation = {
      label: [scopeTitle(scope, this.#locale, l10n), ...this.#inWords(count, bytes)].join(', '),
    };
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, { scope, count, bytes }: DateRow): vscode.TreeItem {
    item.tooltip = `${scopeTitle(scope, this.#locale, l10n)}\n${this.#inWords(count, bytes).join(' · ')}`;
    if (scope.kind === 'undated')
      item.tooltip += `\n${l10n.t('Nothing in or beside these files says when they were taken.')}`;
    return item;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #inWords(count: number, bytes: number): [string, string] {
    const what =
      count === 1 ? l10n.t('1 photo or video') : l10n.t('{0} photos and videos', count.toLocaleString(this.#locale));
    return [what, formatBytes(bytes, this.#locale)];
  }

  #label(scope: DateRow['scope']): string {
    if (scope.kind === 'month') return monthName(scope.month, this.#locale);
    if (scope.kind === 'day') return dayName(scope.year, scope.month, scope.day, this.#locale);
    return scopeTitle(scope, this.#locale, l10n);
  }

  /** The backup's name beside the title, and above the tree what is unusual about it. */
  #describe(): void {
    const { state } = this.#session;
    this.#view.description = state?.name ?? '';
    let message = state?.trouble ?? '';
    if (state?.state === 'away') {
      message = l10n.t('{0} is not connected. Dates and thumbnails come from the catalog.', state.name);
    } else if (state?.state === 'ready' && !vscode.workspace.isTrusted) {
      message = l10n.t('Looking only: jobs and marks wait until you trust this folder.');
    } else if (state?.state === 'ready' && state.unfinished === true) {
      message = l10n.t('The last index was not finished: there may be more photos. Index again, and it goes on.');
    } else if (state?.unread === true) {
      message = l10n.t('This machine has not read the photos of this backup yet. Index it once to see them.');
    } else if (state?.state === 'ready' && state.readOnly) {
      message = l10n.t('This backup can only be read: photos can be seen and verified, not marked.');
    } else if (state?.state === 'ready' && state.unindexed > 0) {
      message = l10n.t(
        'Photos were moved or added since this backup was last indexed: they are shown where they were. Index it with the button above.',
      );
    }
    this.#view.message = message;
  }
}

function collapsible(scope: DateRow['scope']): vscode.TreeItemCollapsibleState {
  return scope.kind === 'year' || scope.kind === 'month'
    ? vscode.TreeItemCollapsibleState.Collapsed
    : vscode.TreeItemCollapsibleState.None;
}
