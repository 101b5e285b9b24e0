import path from 'node:path';
import * as vscode from 'vscode';
import type { GridPanels } from '../grid/panels.ts';
import { EXTENSION, Settings, TASK_TYPE } from '../ids.ts';
import { runCommandLine } from '../jobs/command-line.ts';
import { jsonLine } from '../jobs/json-line.ts';
import type { QuietWork } from '../jobs/quiet-work.ts';
import { toFailure } from '../server/failure.ts';
import { commandEnvironment, watchesDisk } from '../settings.ts';
import type { BackupSession } from './session.ts';

/** A program that writes a file tells of it several times; ms. */
const QUIET_MS = 1200;
/** Some drives tell of nothing: what is shown is looked at as often as this, ms. */
const LOOK_MS = 10_000;
/** More are not asked for one by one. */
const MOST = 5000;

/**
 * Notices what other programs do to the backup's files, and has it indexed beside the window. Whether anything is
 * otherwise than the catalog has it is asked first, by a stat of each: jobs of our own leave nothing to be done.
 */
export class DiskWatch implements vscode.Disposable {
  readonly #session: BackupSession;
  readonly #grids: GridPanels;
  readonly #quiet: QuietWork;
  readonly #script: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #paths = new Set<string>();
  readonly #disposables: vscode.Disposable[];
  #watcher: vscode.Disposable | undefined;
  #watched = '';
  #timer: NodeJS.Timeout | undefined;
  #isLooking = false;
  /** Of what is shown: what an index leaves as it is must not be indexed for ever. */
  #left = 0;

  /** @param script absolute path of the command line */
  constructor(
    session: BackupSession,
    grids: GridPanels,
    quiet: QuietWork,
    script: string,
    log: vscode.LogOutputChannel,
  ) {
    this.#session = session;
    this.#grids = grids;
    this.#quiet = quiet;
    this.#script = script;
    this.#log = log;
    const clock = setInterval(() => void this.#lookAtShown(), LOOK_MS);
    this.#disposables = [
      { dispose: () => clearInterval(clock) },
      session.onDidChange(() => this.#watch()),
      // What a job of ours has done is in the catalog by then.
      session.onDidChangeJobs(() => this.#later()),
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) void this.#lookAtShown();
      }),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(`${EXTENSION}.${Settings.watch}`)) this.#watch();
      }),
    ];
    this.#watch();
  }

  dispose(): void {
    void this.#quiet.giveWay();
    clearTimeout(this.#timer);
    this.#watcher?.dispose();
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  /** Only a backup that is there is watched; in Restricted Mode nothing is run. */
  get #root(): string {
    const { state } = this.#session;
    const isReady = state?.state === 'ready' && state.trouble == null && vscode.workspace.isTrusted;
    return isReady && watchesDisk() ? state.root : '';
  }

  #watch(): void {
    const root = this.#root;
    if (root === this.#watched) return;
    this.#watched = root;
    this.#watcher?.dispose();
    this.#watcher = undefined;
    this.#paths.clear();
    this.#left = 0;
    if (root === '') return;
    const pattern = new vscode.RelativePattern(vscode.Uri.file(root), '**/*');
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const heard = (uri: vscode.Uri): void => this.#heard(root, uri.fsPath);
    watcher.onDidCreate(heard);
    watcher.onDidChange(heard);
    watcher.onDidDelete(heard);
    this.#watcher = watcher;
  }

  #heard(root: string, file: string): void {
    const name = path.relative(root, file).split(path.sep).join('/');
    if (name === '' || name.startsWith('../') || name.startsWith('.keepsake')) return;
    if (this.#paths.size < MOST) this.#paths.add(name);
    this.#later();
  }

  #later(): void {
    if (this.#paths.size === 0) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look([...this.#paths], false), QUIET_MS);
  }

  async #lookAtShown(): Promise<void> {
    if (this.#grids.any && vscode.window.state.focused) await this.#look([], true);
  }

  async #look(paths: readonly string[], shown: boolean): Promise<void> {
    const root = this.#root;
    if (root === '' || this.#isLooking) return;
    if (this.#isJobAtWork) return this.#later();
    this.#isLooking = true;
    try {
      const ask = () => this.#session.request('changedOnDisk', { paths, shown });
      const count = await ask();
      for (const name of paths) this.#paths.delete(name);
      if (count === 0 || (shown && count === this.#left)) return;
      let isDone = false;
      if (!this.#isJobAtWork)
        await this.#quiet.do(async signal => {
          await this.#index(root, signal);
          isDone = !signal.aborted;
        });
      // It gave way: what has changed is still to be seen.
      if (!isDone) {
        for (const name of paths) this.#paths.add(name);
        return;
      }
      if (shown) this.#left = await ask();
    } catch (error) {
      const { code, message } = toFailure(error);
      if (code !== 'cancelled') this.#log.warn(`Looking for changes on the disk: ${message}`);
    } finally {
      this.#isLooking = false;
      this.#later();
    }
  }

  /** Also one that was asked for just now. */
  get #isJobAtWork(): boolean {
    return (
      this.#quiet.isHeld ||
      this.#session.jobs.some(({ state }) => state === 'running') ||
      vscode.tasks.taskExecutions.some(({ task }) => task.definition.type === TASK_TYPE)
    );
  }

  async #index(root: string, signal: AbortSignal): Promise<void> {
    const counts: Record<string, unknown> = {};
    const { exit, said } = await runCommandLine(this.#script, ['index', root, '--json'], {
      env: commandEnvironment(),
      onLine: line => {
        const value = jsonLine(line) as { readonly type?: unknown } | undefined;
        if (value?.type === 'summary') Object.assign(counts, value);
      },
      signal,
    });
    if (signal.aborted) return;
    if (exit !== 0 && exit !== 1) {
      this.#log.warn(`Indexing what changed on the disk ended with ${exit}: ${said}`);
      return;
    }
    const of = (name: string): number => Number(counts[name] ?? 0);
    const { l10n } = vscode;
    const parts = [
      ...(of('added') > 0 ? [l10n.t('{0} new', of('added'))] : []),
      ...(of('changed') > 0 ? [l10n.t('{0} changed', of('changed'))] : []),
      ...(of('removed') > 0 ? [l10n.t('{0} gone', of('removed'))] : []),
    ];
    if (parts.length > 0)
      vscode.window.setStatusBarMessage(l10n.t('Changed on the disk by other programs: {0}', parts.join(', ')), 8000);
  }
}
