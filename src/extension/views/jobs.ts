import * as vscode from 'vscode';
import type { JobRow as Run } from '../../protocol/job.ts';
import type { BackupSession } from '../backup/session.ts';
import { EXTENSION, Settings, Views } from '../ids.ts';
import type { JobRunner } from '../jobs/runner.ts';
import type { JobDefinition, JobTasks } from '../jobs/tasks.ts';
import { ago, jobName, progressText } from '../words/job.ts';
import { shortOutcome } from '../words/outcome.ts';
import { Summary } from '../words/summary.ts';
import { type JobEntry, jobEntries } from './job-rows.ts';
import { Refresh } from './refresh.ts';

const { l10n } = vscode;

export type JobsRow = { readonly kind: 'job'; readonly entry: JobEntry } | { readonly kind: 'run'; readonly run: Run };

/** “5 minutes ago” is not true for long. */
const AGES_MS = 60_000;

/** The jobs that can be run, what runs now, and how the last runs ended. */
export class JobsView implements vscode.TreeDataProvider<JobsRow>, vscode.Disposable {
  readonly #session: BackupSession;
  readonly #tasks: JobTasks;
  readonly #runner: JobRunner;
  readonly #locale: string;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #refresh = new Refresh(() => this.#changed.fire(undefined), 1000);
  readonly #disposables: vscode.Disposable[];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(session: BackupSession, tasks: JobTasks, runner: JobRunner, locale: string) {
    this.#session = session;
    this.#tasks = tasks;
    this.#runner = runner;
    this.#locale = locale;
    const refresh = () => this.#refresh.request();
    const view = vscode.window.createTreeView(Views.jobs, { treeDataProvider: this });
    const ages = setInterval(() => {
      if (view.visible) refresh();
    }, AGES_MS);
    this.#disposables = [
      view,
      new vscode.Disposable(() => clearInterval(ages)),
      view.onDidChangeVisibility(refresh),
      this.#changed,
      this.#refresh,
      session.onDidChangeJobs(refresh),
      session.onDidSwitch(refresh),
      runner.onDidChange(refresh),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(`${EXTENSION}.${Settings.jobs}`)) refresh();
      }),
    ];
  }

  getChildren(row?: JobsRow): JobsRow[] {
    if (this.#session.state == null) return [];
    if (row == null) {
      const mine = this.#runner.running.map(({ task }) => task.definition as JobDefinition);
      // An export asks what it is to bring in.
      const runnable = [...this.#tasks.definitions(), { job: 'export' }];
      const entries = jobEntries(this.#session.jobs, runnable, mine);
      return entries.map(entry => ({ kind: 'job', entry }));
    }
    return row.kind === 'job' ? row.entry.history.map(run => ({ kind: 'run', run })) : [];
  }

  getTreeItem(row: JobsRow): vscode.TreeItem {
    return row.kind === 'job' ? this.#jobItem(row.entry) : this.#runItem(row.run);
  }

  resolveTreeItem(item: vscode.TreeItem, row: JobsRow): vscode.TreeItem {
    const run = row.kind === 'run' ? row.run : (row.entry.running ?? row.entry.history[0]);
    if (run == null) return item;
    item.tooltip = this.#tooltip(run);
    if (row.kind === 'job' && row.entry.running != null && !row.entry.mine) {
      item.tooltip += `\n${l10n.t('Started in a terminal, in another window, or before this window was reloaded. It can be stopped here.')}`;
    }
    return item;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #jobItem(entry: JobEntry): vscode.TreeItem {
    const { running, history, name, job } = entry;
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(name ?? jobName(job, l10n), history.length > 0 ? Collapsed : None);
    item.id = `job:${job}:${name ?? ''}`;
    const [last] = history;
    if (running != null) {
      const progress = progressText(running, Date.now(), this.#locale, l10n);
      item.description = entry.mine ? progress : `${progress} · ${l10n.t('in the background')}`;
      item.iconPath = new vscode.ThemeIcon('sync~spin');
    } else if (last != null) {
      item.description = this.#ended(last);
      item.iconPath = icon(last);
    } else {
      item.description = name != null ? jobName(job, l10n) : l10n.t('not yet run on this machine');
      item.iconPath = new vscode.ThemeIcon('circle-outline');
    }
    item.contextValue =
      running != null ? (entry.mine ? 'job.running' : 'job.elsewhere') : entry.runnable ? 'job.idle' : 'job.other';
    item.accessibilityInformation = { label: `${String(item.label)}, ${item.description}` };
    return item;
  }

  #runItem(run: Run): vscode.TreeItem {
    const when = new Intl.DateTimeFormat(this.#locale, { dateStyle: 'medium', timeStyle: 'short' }).format(run.started);
    const item = new vscode.TreeItem(when);
    item.id = `run:${run.id}`;
    item.description = shortOutcome(run.state, run.summary, this.#locale, l10n);
    item.iconPath = icon(run);
    item.contextValue = 'run';
    return item;
  }

  #ended(run: Run): string {
    const when = ago(run.ended ?? run.started, Date.now(), this.#locale);
    return `${when} · ${shortOutcome(run.state, run.summary, this.#locale, l10n)}`;
  }

  #tooltip(run: Run): string {
    const time = new Intl.DateTimeFormat(this.#locale, { dateStyle: 'full', timeStyle: 'medium' });
    const lines = [l10n.t('Started {0}', time.format(run.started))];
    if (run.ended != null) lines.push(l10n.t('Ended {0}', time.format(run.ended)));
    if (run.state === 'running' && run.total > 0) {
      const number = new Intl.NumberFormat(this.#locale);
      lines.push(l10n.t('{0} of {1}', number.format(run.done), number.format(run.total)));
    }
    return lines.join('\n');
  }
}

function icon(run: Run): vscode.ThemeIcon {
  if (run.state === 'failed' && new Summary(run.summary, 'en', l10n).nothing)
    return new vscode.ThemeIcon('circle-slash');
  if (run.state === 'stopped') return new vscode.ThemeIcon('debug-stop');
  if (run.state === 'done' && run.exit === 0) {
    return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
  }
  if (run.state === 'done') {
    return new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'));
  }
  return new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground'));
}
