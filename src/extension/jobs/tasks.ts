import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { diskFolders } from '../backup/folder.ts';
import type { BackupSession } from '../backup/session.ts';
import { drivenBy, type ExportRequest, exportArguments, isAccount } from '../export/choices.ts';
import { PROBLEM_MATCHER, TASK_TYPE } from '../ids.ts';
import { commandEnvironment, configuredJobs } from '../settings.ts';
import { jobName } from '../words/job.ts';
import {
  acceptArguments,
  applyArguments,
  jobArguments,
  rotateArguments,
  setAsideArguments,
  type Turn,
  undoArguments,
} from './arguments.ts';
import { isJob, type Job, type JobOptions, PLAIN_JOBS, parseOptions } from './configured.ts';

export interface JobDefinition extends vscode.TaskDefinition {
  readonly type: typeof TASK_TYPE;
  readonly job: Job | 'accept' | 'apply' | 'edit' | 'undo' | 'quarantine';
  /** Of a job of the setting `keepsake.jobs`. */
  readonly name?: string;
  /** Folder of the backup; the open one where absent. */
  readonly backup?: string;
  readonly options?: JobOptions;
  /** Of an edit that only turns photos. */
  readonly turns?: true;
}

const { l10n } = vscode;

/** Jobs as tasks of VS Code: runs of the bundled command line, in a terminal that a person can read and stop. */
export class JobTasks implements vscode.TaskProvider {
  readonly #session: BackupSession;
  readonly #script: string;
  readonly #log: vscode.LogOutputChannel;
  /** Troubles of the settings that the log has already. */
  #told = '';

  /** @param script absolute path of the bundled command line */
  constructor(session: BackupSession, script: string, log: vscode.LogOutputChannel) {
    this.#session = session;
    this.#script = script;
    this.#log = log;
  }

  provideTasks(): vscode.Task[] {
    if (!vscode.workspace.isTrusted || this.#root() == null) return [];
    return this.definitions().map(definition => this.#task(definition, this.#scope(), this.#root() ?? ''));
  }

  /** A task of tasks.json: the definition stays the same object, or VS Code takes it for another task. */
  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const definition = task.definition as JobDefinition;
    if (!vscode.workspace.isTrusted || !isJob(definition.job)) return undefined;
    const scope = task.scope ?? this.#scope();
    const root = this.#rootOf(definition, scope);
    if (root == null) {
      this.#log.warn(`Task “${task.name}”: no backup is open, and it names none.`);
      return undefined;
    }
    return this.#task(definition, scope, root);
  }

  /** The jobs that can be run as they are: each once, and those of the settings. */
  definitions(): JobDefinition[] {
    const root = this.#root();
    const { jobs, troubles } = configuredJobs(root != null ? vscode.Uri.file(root) : undefined);
    const told = troubles.join('\n');
    if (told !== this.#told) for (const trouble of troubles) this.#log.warn(trouble);
    this.#told = told;
    return [
      ...PLAIN_JOBS.map((job): JobDefinition => ({ type: TASK_TYPE, job })),
      ...jobs.map(({ name, job, options }): JobDefinition => ({ type: TASK_TYPE, job, name, options })),
    ];
  }

  /** The task of a definition, for the backup that is open. Throws a sentence where it can't be made. */
  taskFor(definition: JobDefinition): vscode.Task {
    const root = this.#root();
    if (root == null) throw new Error(l10n.t('No backup is open.'));
    return this.#task(definition, this.#scope(), root);
  }

  /** The task that records what another program changed. Paths are absolute. */
  acceptTask(root: string, files: readonly string[] | 'all-modified'): vscode.Task {
    const definition: JobDefinition = { type: TASK_TYPE, job: 'accept' };
    return this.#make(definition, this.#scope(), root, jobName('accept', l10n), acceptArguments(root, files));
  }

  /** The task that applies a plan, absolute path. @param as what it is to a person */
  applyTask(root: string, plan: string, as: 'apply' | 'edit' | 'export'): vscode.Task {
    const definition: JobDefinition = { type: TASK_TYPE, job: as };
    return this.#make(definition, this.#scope(), root, jobName(as, l10n), applyArguments(root, plan));
  }

  /** The task of an export that was asked for in the window. */
  exportTask(request: ExportRequest): vscode.Task {
    const definition: JobDefinition = { type: TASK_TYPE, job: 'export' };
    const [job = 'export', ...rest] = exportArguments(request);
    const args = [job, '--absolute-paths', ...rest];
    const task = this.#make(definition, this.#scope(), request.backup, jobName('export', l10n), args);
    // The password and the code of an account are typed into it.
    if (drivenBy(request) === 'icloudpd') task.presentationOptions = { ...task.presentationOptions, focus: true };
    return task;
  }

  /** @param list absolute path of a file with the ids of photos */
  setAsideTask(root: string, list: string): vscode.Task {
    const definition: JobDefinition = { type: TASK_TYPE, job: 'quarantine' };
    const args = setAsideArguments(root, list);
    const task = this.#make(definition, this.#scope(), root, jobName('quarantine', l10n), args);
    // It is done in a moment, and a notification says so: the photos stay in sight.
    task.presentationOptions = { ...task.presentationOptions, reveal: vscode.TaskRevealKind.Silent };
    return task;
  }

  /** @param list absolute path of a file with the ids of photos */
  rotateTask(root: string, list: string, turn: Turn): vscode.Task {
    const definition: JobDefinition = { type: TASK_TYPE, job: 'edit', turns: true };
    const task = this.#make(definition, this.#scope(), root, l10n.t('Rotate'), rotateArguments(root, list, turn));
    // What comes of it is seen in the photos.
    task.presentationOptions = { ...task.presentationOptions, reveal: vscode.TaskRevealKind.Silent };
    return task;
  }

  undoTask(root: string, change: string): vscode.Task {
    const definition: JobDefinition = { type: TASK_TYPE, job: 'undo' };
    return this.#make(definition, this.#scope(), root, jobName('undo', l10n), undoArguments(root, change));
  }

  #task(definition: JobDefinition, scope: vscode.TaskScope | vscode.WorkspaceFolder, root: string): vscode.Task {
    if (!isJob(definition.job)) throw new Error(l10n.t('There is no job “{0}”.', String(definition.job)));
    const name = typeof definition.name === 'string' ? definition.name : jobName(definition.job, l10n);
    let options: JobOptions;
    try {
      options = parseOptions(definition.options, definition.job, l10n);
    } catch (error) {
      throw new Error(l10n.t('The options of “{0}” are wrong: {1}.', name, (error as Error).message));
    }
    const { source = [] } = options;
    const sources = (typeof source === 'string' ? [source] : source).map(named =>
      // An account is no path.
      isAccount(named) ? named : this.#resolve(named, scope, root),
    );
    return this.#make(definition, scope, root, name, jobArguments(definition.job, root, options, sources));
  }

  #make(
    definition: JobDefinition,
    scope: vscode.TaskScope | vscode.WorkspaceFolder,
    root: string,
    name: string,
    args: readonly string[],
  ): vscode.Task {
    // From its own folder the script needs no path: VS Code writes the whole command line above and below the job.
    const execution = new vscode.ProcessExecution(process.execPath, [path.basename(this.#script), ...args], {
      cwd: path.dirname(this.#script),
      // The command line takes ELECTRON_RUN_AS_NODE away again before it starts anything.
      env: {
        ELECTRON_RUN_AS_NODE: '1',
        ...commandEnvironment(),
      },
    });
    const task = new vscode.Task(definition, scope, name, TASK_TYPE, execution, PROBLEM_MATCHER);
    task.detail = root;
    // Not `isBackground`: VS Code would take it up again after a reload, but run ended ones anew with it, and lose
    // findings of a matcher without an end. A job goes on without its terminal; its row tells of it, and stops it.
    task.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      panel: vscode.TaskPanelKind.Dedicated,
      clear: true,
      // What runs is named by the task; its command line is no word for a person.
      echo: false,
      showReuseMessage: false,
      focus: false,
    };
    return task;
  }

  #root(): string | null {
    const folders = diskFolders();
    return this.#session.state?.root ?? (folders.length === 1 ? (folders[0]?.uri.fsPath ?? null) : null);
  }

  /** A named backup: absolute, or within the folder whose tasks.json names it. */
  #rootOf(definition: JobDefinition, scope: vscode.TaskScope | vscode.WorkspaceFolder): string | null {
    if (typeof definition.backup !== 'string' || definition.backup === '') return this.#root();
    const folder = typeof scope === 'object' ? scope : diskFolders()[0];
    return folder == null && !isFixed(definition.backup) ? null : this.#resolve(definition.backup, scope, '');
  }

  /** A path that a setting or a task names. @param root what a relative one is taken from where there is no folder */
  #resolve(named: string, scope: vscode.TaskScope | vscode.WorkspaceFolder, root: string): string {
    const folder = (typeof scope === 'object' ? scope : diskFolders()[0])?.uri.fsPath ?? root;
    const whole = named.replaceAll(/\$\{workspaceFolder\}/g, () => folder).replace(/^~(?=[/\\])/, () => os.homedir());
    return path.resolve(folder, whole);
  }

  #scope(): vscode.TaskScope | vscode.WorkspaceFolder {
    const root = this.#session.state?.root;
    const folders = vscode.workspace.workspaceFolders ?? [];
    const folder = folders.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === root) ?? folders[0];
    return folder ?? vscode.TaskScope.Global;
  }
}

/** Whether a path means the same wherever it is read. */
function isFixed(named: string): boolean {
  return path.isAbsolute(named) || /^~[/\\]/.test(named);
}
