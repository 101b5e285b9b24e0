import * as vscode from 'vscode';
import type { LastChange } from '../../protocol/job.ts';
import type { BackupSession } from '../backup/session.ts';
import type { ExportRequest } from '../export/choices.ts';
import { Commands, TASK_TYPE } from '../ids.ts';
import { toFailure } from '../server/failure.ts';
import type { JobEntry } from '../views/job-rows.ts';
import { type NextStep, outcome } from '../words/outcome.ts';
import type { Turn } from './arguments.ts';
import { type OwnRun, ownRun } from './own-run.ts';
import type { QuietWork } from './quiet-work.ts';
import type { JobDefinition, JobTasks } from './tasks.ts';

const { l10n } = vscode;

/** Starts and stops jobs, and says once, in a sentence, how each ended. */
export class JobRunner implements vscode.Disposable {
  readonly #session: BackupSession;
  readonly #tasks: JobTasks;
  readonly #quiet: QuietWork;
  readonly #locale: string;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #started = new Map<vscode.TaskExecution, number>();
  readonly #disposables: vscode.Disposable[];
  readonly #ended = new vscode.EventEmitter<{ readonly execution: vscode.TaskExecution; readonly exit?: number }>();
  /** A job of this window began or ended. */
  readonly onDidChange = this.#changed.event;

  /** @param quiet gives way to every job */
  constructor(session: BackupSession, tasks: JobTasks, quiet: QuietWork, locale: string) {
    this.#session = session;
    this.#tasks = tasks;
    this.#quiet = quiet;
    this.#locale = locale;
    this.#disposables = [
      this.#changed,
      this.#ended,
      vscode.tasks.onDidStartTask(({ execution }) => {
        if (execution.task.definition.type !== TASK_TYPE) return;
        this.#started.set(execution, Date.now());
        this.#changed.fire();
        // One that VS Code started by itself, of tasks.json.
        void this.#quiet.giveWay();
      }),
      vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.definition.type !== TASK_TYPE) return;
        const started = this.#started.get(execution) ?? 0;
        this.#started.delete(execution);
        this.#changed.fire();
        this.#ended.fire({ execution, ...(exitCode != null ? { exit: exitCode } : {}) });
        const { definition, name } = execution.task;
        void this.#tell(definition as JobDefinition, name, exitCode, started);
      }),
      vscode.tasks.onDidEndTask(({ execution }) => {
        this.#started.delete(execution);
        this.#changed.fire();
        // Of a process that ended this was said before.
        this.#ended.fire({ execution });
      }),
    ];
  }

  /** Jobs that this window runs, also those that it found again after a reload. */
  get running(): readonly vscode.TaskExecution[] {
    return vscode.tasks.taskExecutions.filter(({ task }) => task.definition.type === TASK_TYPE);
  }

  /** Starts a job on the open backup. What stands in its way is shown. */
  async run(definition: JobDefinition): Promise<void> {
    if (!(await this.allowed())) return;
    try {
      await this.#execute(this.#tasks.taskFor(definition));
    } catch (error) {
      void vscode.window.showErrorMessage((error as Error).message);
    }
  }

  /**
   * Applies a plan to the open backup. @param plan absolute path
   * @param as what it is to a person
   * @returns its exit status when it has ended; undefined where it did not run or was killed
   */
  async applyPlan(root: string, plan: string, as: 'apply' | 'edit' | 'export'): Promise<number | undefined> {
    return (await this.allowed()) ? this.#ending(this.#tasks.applyTask(root, plan, as)) : undefined;
  }

  /** Exports without a plan that is shown first. @returns as {@link applyPlan} */
  async export(request: ExportRequest): Promise<number | undefined> {
    return (await this.allowed()) ? this.#ending(this.#tasks.exportTask(request)) : undefined;
  }

  /** Sets photos aside whose ids stand in a file. @returns as {@link applyPlan} */
  async setAside(root: string, list: string): Promise<number | undefined> {
    return (await this.allowed()) ? this.#ending(this.#tasks.setAsideTask(root, list)) : undefined;
  }

  /** Turns photos whose ids stand in a file. @returns as {@link applyPlan} */
  async rotate(root: string, list: string, turn: Turn): Promise<number | undefined> {
    return (await this.allowed()) ? this.#ending(this.#tasks.rotateTask(root, list, turn)) : undefined;
  }

  async #execute(task: vscode.Task): Promise<vscode.TaskExecution> {
    await this.#quiet.giveWay();
    return vscode.tasks.executeTask(task);
  }

  /** Runs a task. @returns its exit status when it has ended; undefined where it was killed */
  #ending(task: vscode.Task): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      let own: vscode.TaskExecution | undefined;
      const subscription = this.#ended.event(({ execution, exit }) => {
        if (execution !== own && execution.task !== task) return;
        subscription.dispose();
        resolve(exit);
      });
      this.#execute(task).then(
        execution => {
          own = execution;
        },
        error => {
          subscription.dispose();
          reject(error);
        },
      );
    });
  }

  /** Takes back a change that a plan or an accept made. Asks once, and says which it is. */
  async undo({ id, title, at }: Pick<LastChange, 'id' | 'title' | 'at'>): Promise<void> {
    if (!(await this.allowed())) return;
    const root = this.#session.state?.root;
    if (root == null) return;
    const yes = l10n.t('Undo');
    const when = new Intl.DateTimeFormat(this.#locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
    const message = l10n.t('Undo “{0}” of {1}?', title, when);
    const detail = l10n.t(
      'Files that it brought are set aside in .keepsake/quarantine, not deleted, and take up room there. What it moved or changed is as before; where a newer edit stands on an edit, its old values come back as a new one. Values that were set again since stay, and are said. Marks and albums stay on the record, for when the photos come again.',
    );
    if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) return;
    await this.#execute(this.#tasks.undoTask(root, id));
  }

  /** Records the present bytes of files, absolute paths, as what they should be. Asks first. */
  async accept(root: string, files: readonly string[], what: string): Promise<void> {
    if (!(await this.allowed())) return;
    const yes = l10n.t('Accept');
    const detail = l10n.t(
      'Its present content becomes what later verifications expect. The checksum that was recorded before stays in the ledger. Do this only where you know which program changed it.',
    );
    const message = l10n.t('Accept the change of {0}?', what);
    if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) return;
    await this.#execute(this.#tasks.acceptTask(root, files));
  }

  /** The same for all files that the last verification found modified. Asks once, with their number. */
  async acceptAll(root: string): Promise<void> {
    if (!(await this.allowed())) return;
    let count: number;
    try {
      const codes = await this.#session.request('problemCodes', null);
      count = codes.find(({ code }) => code === 'modified')?.count ?? 0;
    } catch (error) {
      void vscode.window.showErrorMessage(toFailure(error).message);
      return;
    }
    if (count === 0) {
      void vscode.window.showInformationMessage(
        l10n.t('There is nothing to accept: no file is known to be changed by another program.'),
      );
      return;
    }
    const yes = l10n.t('Accept All');
    const detail = l10n.t(
      'Their present content becomes what later verifications expect. The checksums that were recorded before stay in the ledger. Do this only where you know which program changed them.',
    );
    const message =
      count === 1
        ? l10n.t('Accept the change of 1 file?')
        : l10n.t('Accept the changes of {0} files?', count.toLocaleString(this.#locale));
    if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) return;
    await this.#execute(this.#tasks.acceptTask(root, 'all-modified'));
  }

  /** Lets the person choose among all jobs. */
  async choose(): Promise<void> {
    if (!(await this.allowed())) return;
    const items: Runnable[] = this.#tasks.definitions().map(definition => {
      const task = this.#tasks.taskFor(definition);
      const options = definition.options != null ? Object.entries(definition.options) : [];
      const detail = options.map(([key, value]) => `${key}: ${String(value)}`).join(', ');
      return { label: task.name, description: definition.name != null ? definition.job : '', detail, definition };
    });
    items.push({ label: l10n.t('Export…'), description: '', detail: '', definition: undefined });
    const title = l10n.t('Run Job');
    const choice = await vscode.window.showQuickPick(items, {
      title,
      placeHolder: l10n.t('The job to run on this backup'),
    });
    if (choice == null) return;
    if (choice.definition != null) await this.run(choice.definition);
    else await vscode.commands.executeCommand(Commands.exportPhotos);
  }

  /**
   * Stops the job of a row, or all that run: those of this window by their terminals, and one that was started in
   * another window or a terminal by its process. Says so where that can't be.
   */
  async stop(entry?: JobEntry): Promise<void> {
    const mine = this.running.filter(({ task }) => {
      const { job, name } = task.definition as JobDefinition;
      return entry == null || (job === entry.job && name === entry.name);
    });
    for (const execution of mine) execution.terminate();
    if (mine.length > 0) return;
    const { jobs } = this.#session;
    const runs = entry == null ? jobs.filter(run => run.state === 'running') : [entry.running];
    try {
      for (const run of runs) if (run != null) await this.#session.request('stop', { id: run.id });
    } catch (error) {
      void vscode.window.showWarningMessage(toFailure(error).message);
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** Whether jobs may run in this window at all; says why not. */
  async trusted(): Promise<boolean> {
    if (vscode.workspace.isTrusted) return true;
    const trust = l10n.t('Manage Trust');
    const message = l10n.t('In Restricted Mode Keepsake shows photos and runs nothing. Trust the folder to run jobs.');
    if ((await vscode.window.showWarningMessage(message, trust)) === trust) {
      await vscode.commands.executeCommand('workbench.trust.manage');
    }
    return false;
  }

  /** Whether a job can run on the open backup; says why not. */
  async allowed(): Promise<boolean> {
    if (!(await this.trusted())) return false;
    if (this.#session.state == null) {
      const open = l10n.t('Open Backup…');
      if ((await vscode.window.showInformationMessage(l10n.t('No backup is open.'), open)) === open) {
        await vscode.commands.executeCommand(Commands.openBackup);
      }
      return false;
    }
    if (this.#session.state.trouble != null) {
      void vscode.window.showErrorMessage(this.#session.state.trouble);
      return false;
    }
    if (this.#session.state.state === 'away') {
      void vscode.window.showWarningMessage(
        l10n.t('{0} is not connected. Connect the drive, then run the job again.', this.#session.state.name),
      );
      return false;
    }
    return true;
  }

  /** One notification for the end of a job, with the next step. What the person stopped needs none. */
  async #tell(
    { job, options, turns }: JobDefinition,
    name: string,
    exit: number | undefined,
    started: number,
  ): Promise<void> {
    let own: OwnRun = { summary: '' };
    try {
      own = ownRun(await this.#session.request('jobs', null), job, started);
    } catch (error) {
      // The sentence is then made from the exit status alone.
      if (toFailure(error).code === 'cancelled') return;
    }
    const quick = options?.quick === true;
    const { severity, text, next } = outcome(
      { job, name, quick, turns: turns === true, exit, ...own },
      this.#locale,
      l10n,
    );
    if (severity === 'quiet') return;
    const show = {
      info: vscode.window.showInformationMessage,
      warning: vscode.window.showWarningMessage,
      error: vscode.window.showErrorMessage,
    }[severity];
    const choice = await show(text, ...next.map(step => ({ title: STEPS[step].title(), step })));
    if (choice != null) await vscode.commands.executeCommand(STEPS[choice.step].command);
  }
}

/** A job to choose; one without a definition asks what it is to do. */
interface Runnable extends vscode.QuickPickItem {
  readonly definition: JobDefinition | undefined;
}

const STEPS: { readonly [S in NextStep]: { readonly title: () => string; readonly command: string } } = {
  problems: { title: () => l10n.t('Show Problems'), command: Commands.showProblems },
  index: { title: () => l10n.t('Index Backup'), command: Commands.indexBackup },
  photos: { title: () => l10n.t('Show Photos'), command: Commands.showGrid },
  undo: { title: () => l10n.t('Undo'), command: Commands.undoChange },
  verify: { title: () => l10n.t('Verify Backup'), command: Commands.verifyBackup },
  terminal: { title: () => l10n.t('Show Terminal'), command: 'workbench.action.terminal.focus' },
};
