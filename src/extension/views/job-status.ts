import * as vscode from 'vscode';
import type { BackupSession } from '../backup/session.ts';
import { Views } from '../ids.ts';
import { jobName, progressText } from '../words/job.ts';

/** The running job in the status bar; nothing while none runs. */
export class JobStatus implements vscode.Disposable {
  readonly #session: BackupSession;
  readonly #locale: string;
  readonly #item = vscode.window.createStatusBarItem('keepsake.job', vscode.StatusBarAlignment.Left, 0);
  readonly #subscription: vscode.Disposable;

  constructor(session: BackupSession, locale: string) {
    this.#session = session;
    this.#locale = locale;
    this.#item.name = vscode.l10n.t('Keepsake Job');
    this.#item.command = `${Views.jobs}.focus`;
    this.#subscription = vscode.Disposable.from(
      session.onDidChangeJobs(() => this.#show()),
      session.onDidSwitch(() => this.#show()),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const running = this.#session.jobs.find(job => job.state === 'running');
    if (running == null) {
      this.#item.hide();
      return;
    }
    const name = jobName(running.job, vscode.l10n);
    const progress = progressText(running, Date.now(), this.#locale, vscode.l10n);
    this.#item.text = `$(sync~spin) ${name} ${progress}`;
    this.#item.tooltip = vscode.l10n.t('{0} of {1}: {2}', name, this.#session.state?.name ?? '', progress);
    this.#item.accessibilityInformation = { label: `${name}, ${progress}` };
    this.#item.show();
  }
}
