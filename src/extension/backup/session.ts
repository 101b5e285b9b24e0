import * as vscode from 'vscode';
import type { BackupState } from '../../protocol/backup.ts';
import type { JobRow } from '../../protocol/job.ts';
import type { Method, Requests } from '../../protocol/requests.ts';
import type { ServerEvent } from '../../protocol/server.ts';
import type { ContextKeys } from '../context-keys.ts';
import { Commands } from '../ids.ts';
import { ServerClient } from '../server/client.ts';
import type { RequestOptions } from '../server/connection.ts';
import { toFailure } from '../server/failure.ts';
import { forkServer } from '../server/fork.ts';
import { serverOptions } from '../settings.ts';

/** The backup that this window looks at, and the server that knows it. */
export class BackupSession implements vscode.Disposable {
  readonly #client: ServerClient;
  readonly #log: vscode.LogOutputChannel;
  readonly #context: ContextKeys;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #switched = new vscode.EventEmitter<void>();
  readonly #jobsChanged = new vscode.EventEmitter<void>();
  readonly #served = new vscode.EventEmitter<ServerEvent>();
  #state: BackupState | null = null;
  #jobs: readonly JobRow[] = [];
  #opening: Promise<void> = Promise.resolve();

  /** What the tree shows may be another: dates, counts, problems. */
  readonly onDidChange = this.#changed.event;
  /** Another folder is the backup now, or none, or its pictures are kept elsewhere: views begin anew. */
  readonly onDidSwitch = this.#switched.event;
  readonly onDidChangeJobs = this.#jobsChanged.event;
  /** Everything that the server says unasked, for the webviews. */
  readonly onEvent = this.#served.event;

  constructor(script: string, log: vscode.LogOutputChannel, context: ContextKeys) {
    this.#log = log;
    this.#context = context;
    this.#client = new ServerClient({
      spawn: () => forkServer(script, serverOptions(), log),
      log,
      onEvent: event => this.#receive(event),
      onGaveUp: () => void this.#gaveUp(),
    });
    context.set('keepsake.backupState', 'closed');
  }

  /** The backup's state, or null where none is open. */
  get state(): BackupState | null {
    return this.#state;
  }

  get jobs(): readonly JobRow[] {
    return this.#jobs;
  }

  /** Resolves when what is being opened is open, or has failed. */
  get settled(): Promise<void> {
    return this.#opening;
  }

  /** Rejects with ServerFailure; the message is for a person. */
  request<M extends Exclude<Method, 'open'>>(
    method: M,
    params: Requests[M]['params'],
    options?: RequestOptions,
  ): Promise<Requests[M]['result']> {
    return this.#client.request(method, params, options);
  }

  /** Makes the folder this window's backup. Failures are shown; never rejects. */
  open(root: string): Promise<void> {
    this.#opening = this.#opening.then(() => this.#open(root));
    return this.#opening;
  }

  /** Opens the folder once it is known; nothing where it turns out to be none. */
  openLater(folder: Promise<string | null>): void {
    this.#opening = folder.then(root => (root == null ? undefined : this.#open(root)));
  }

  /** Asks again for everything that is shown. */
  async refresh(): Promise<void> {
    if (this.#state == null) return;
    try {
      this.#accept(await this.#client.request('state', null));
      this.#receive({ event: 'jobs', jobs: await this.#client.request('jobs', null) });
    } catch (error) {
      this.#log.error(toFailure(error).message);
    }
  }

  /** Starts the server anew, for settings that changed, or after it was given up. */
  async restart(): Promise<void> {
    const root = this.#state?.root;
    try {
      await this.#client.restart();
      if (root != null) await this.refresh();
    } catch (error) {
      this.#log.error(toFailure(error).message);
    }
  }

  /** Ends the server; resolves when it is gone. */
  end(): Promise<void> {
    return this.#client.end();
  }

  dispose(): void {
    void this.end();
    for (const emitter of [this.#changed, this.#switched, this.#jobsChanged, this.#served]) emitter.dispose();
  }

  async #open(root: string): Promise<void> {
    try {
      const state = await this.#client.open(root);
      this.#log.info(`Opened ${state.root}: ${state.state}, ${state.assets} assets in ${state.files} files.`);
      this.#jobs = [];
      this.#accept(state);
      this.#receive({ event: 'jobs', jobs: await this.#client.request('jobs', null) });
    } catch (error) {
      const { code, message } = toFailure(error);
      if (code === 'cancelled') return;
      this.#log.error(`Could not open ${root}: ${message}`);
      if (this.#state?.root !== root) {
        this.#state = null;
        this.#context.set('keepsake.backupState', 'failed');
        this.#changed.fire();
        this.#switched.fire();
      }
      // Not awaited: it stays until the person dismisses it, and another folder may be opened meanwhile.
      void this.#complain(vscode.l10n.t('Keepsake could not open {0}. {1}', root, message));
    }
  }

  async #complain(message: string): Promise<void> {
    const showLog = vscode.l10n.t('Show Log');
    const choice = await vscode.window.showErrorMessage(message, showLog);
    if (choice === showLog) this.#log.show();
  }

  #receive(event: ServerEvent): void {
    switch (event.event) {
      case 'changed':
        this.#accept(event.state);
        break;
      case 'jobs':
        this.#jobs = event.jobs;
        this.#context.set(
          'keepsake.jobRunning',
          event.jobs.some(job => job.state === 'running'),
        );
        this.#jobsChanged.fire();
        break;
      case 'log':
        this.#log[event.level](event.message);
        return;
      case 'thumb':
        break;
    }
    this.#served.fire(event);
  }

  #accept(state: BackupState): void {
    const before = this.#state;
    this.#state = state;
    this.#context.set('keepsake.backupState', state.state);
    this.#context.set('keepsake.unindexed', state.unindexed > 0);
    this.#context.set('keepsake.unexamined', state.unexamined === true);
    this.#changed.fire();
    const same =
      before?.root === state.root &&
      before.caches.thumbs === state.caches.thumbs &&
      before.caches.previews === state.caches.previews;
    if (!same) this.#switched.fire();
  }

  async #gaveUp(): Promise<void> {
    const restart = vscode.l10n.t('Restart');
    const showLog = vscode.l10n.t('Show Log');
    const message = vscode.l10n.t(
      'The Keepsake server stopped five times in three minutes. Photos and marks are safe; the views show nothing new until it runs again.',
    );
    const choice = await vscode.window.showErrorMessage(message, restart, showLog);
    if (choice === restart) await vscode.commands.executeCommand(Commands.restartServer);
    if (choice === showLog) this.#log.show();
  }
}
