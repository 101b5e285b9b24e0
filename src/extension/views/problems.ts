import path from 'node:path';
import * as vscode from 'vscode';
import type { Problem, ProblemCode, Severity } from '../../protocol/problem.ts';
import type { BackupSession } from '../backup/session.ts';
import { Commands, Views } from '../ids.ts';
import { toFailure } from '../server/failure.ts';
import { problemName } from '../words/problem.ts';
import { Refresh } from './refresh.ts';

const { l10n } = vscode;

/** Files of one code that are listed; the grid shows them all. */
const MOST = 500;

export type ProblemRow =
  | { readonly kind: 'code'; readonly code: ProblemCode }
  | { readonly kind: 'file'; readonly problem: Problem }
  | { readonly kind: 'more'; readonly code: ProblemCode };

const ICONS: { readonly [S in Severity]: vscode.ThemeIcon } = {
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground')),
  info: new vscode.ThemeIcon('info', new vscode.ThemeColor('problemsInfoIcon.foreground')),
};
const WEIGHT: { readonly [S in Severity]: number } = { error: 0, warning: 1, info: 2 };

/** What the jobs found, by kind, and the files that have it. Its badge counts errors and warnings. */
export class ProblemsView implements vscode.TreeDataProvider<ProblemRow>, vscode.Disposable {
  readonly #session: BackupSession;
  readonly #locale: string;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #refresh = new Refresh(() => this.#changed.fire(undefined));
  readonly #view: vscode.TreeView<ProblemRow>;
  readonly #disposables: vscode.Disposable[];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(session: BackupSession, locale: string) {
    this.#session = session;
    this.#locale = locale;
    this.#view = vscode.window.createTreeView(Views.problems, { treeDataProvider: this, showCollapseAll: true });
    this.#count();
    this.#disposables = [
      this.#view,
      this.#changed,
      this.#refresh,
      session.onDidChange(() => {
        this.#count();
        this.#refresh.request();
      }),
    ];
  }

  async getChildren(row?: ProblemRow): Promise<ProblemRow[]> {
    const { state } = this.#session;
    if (state == null || state.state === 'none') return [];
    try {
      if (row == null) {
        const codes = await this.#session.request('problemCodes', null);
        this.#view.message = '';
        return [...codes]
          .sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity] || b.count - a.count)
          .map(code => ({ kind: 'code', code }));
      }
      if (row.kind !== 'code') return [];
      const problems = await this.#session.request('problems', { code: row.code.code, limit: MOST });
      // One row a file, though two runs may have said the same of it: ids are unique in a tree.
      const unique = new Map(problems.map(problem => [fileId(problem), problem])).values();
      const files = [...unique].map((problem): ProblemRow => ({ kind: 'file', problem }));
      return row.code.count > problems.length ? [...files, { kind: 'more', code: row.code }] : files;
    } catch (error) {
      this.#view.message = toFailure(error).message;
      return [];
    }
  }

  getTreeItem(row: ProblemRow): vscode.TreeItem {
    if (row.kind === 'file') return fileItem(row.problem);
    const { code, severity, count } = row.code;
    const scope = { kind: 'problem', code };
    if (row.kind === 'more') {
      const item = new vscode.TreeItem(l10n.t('{0} more…', (count - MOST).toLocaleString(this.#locale)));
      item.id = `more:${code}`;
      item.command = { command: Commands.openScope, title: l10n.t('Open'), arguments: [{ scope }] };
      return item;
    }
    const item = new vscode.TreeItem(problemName(code, l10n), vscode.TreeItemCollapsibleState.Collapsed);
    item.id = `code:${code}`;
    item.description = count.toLocaleString(this.#locale);
    item.contextValue = `problemCode.${code}`;
    item.iconPath = ICONS[severity];
    item.accessibilityInformation = { label: `${severityName(severity)}, ${item.label}, ${item.description}` };
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, row: ProblemRow): vscode.TreeItem {
    if (row.kind === 'file') item.tooltip = `${row.problem.path}\n${row.problem.message}`;
    else item.tooltip = `${severityName(row.code.severity)}: ${problemName(row.code.code, l10n)}`;
    return item;
  }

  focus(): Thenable<void> {
    return vscode.commands.executeCommand(`${Views.problems}.focus`);
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #count(): void {
    const problems = this.#session.state?.problems ?? 0;
    const tooltip =
      problems === 1 ? l10n.t('1 problem') : l10n.t('{0} problems', problems.toLocaleString(this.#locale));
    this.#view.badge = problems > 0 ? { value: problems, tooltip } : undefined;
  }
}

function severityName(severity: Severity): string {
  return { error: l10n.t('Error'), warning: l10n.t('Warning'), info: l10n.t('Information') }[severity];
}

function fileId(problem: Problem): string {
  return `file:${problem.code}:${problem.path}`;
}

function fileItem(problem: Problem): vscode.TreeItem {
  const item = new vscode.TreeItem(path.posix.basename(problem.path));
  const folder = path.posix.dirname(problem.path);
  item.id = fileId(problem);
  item.description = folder === '.' ? '' : folder;
  item.contextValue = `problem.${problem.code}`;
  item.accessibilityInformation = { label: `${problem.path}, ${problem.message}` };
  const row: ProblemRow = { kind: 'file', problem };
  item.command = { command: Commands.showProblem, title: l10n.t('Show Photo'), arguments: [row] };
  return item;
}
