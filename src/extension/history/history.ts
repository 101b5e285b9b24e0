import * as vscode from 'vscode';
import type { HistoryRow, UndoneAtOnce } from '../../protocol/history.ts';
import type { LastChange } from '../../protocol/job.ts';
import type { BackupSession } from '../backup/session.ts';
import type { JobRunner } from '../jobs/runner.ts';
import { toFailure } from '../server/failure.ts';
import { historyItem } from './item.ts';

const { l10n } = vscode;

/** So many are listed at once. */
const PAGE = 200;

interface Entry extends vscode.QuickPickItem {
  /** Absent: the next page. */
  readonly row?: HistoryRow;
}

/** What was done to the open backup, and its undoing: marks and albums at once, all else as a job that asks first. */
export class History {
  readonly #session: BackupSession;
  readonly #runner: JobRunner;
  readonly #locale: string;

  constructor(session: BackupSession, runner: JobRunner, locale: string) {
    this.#session = session;
    this.#runner = runner;
    this.#locale = locale;
  }

  /** Takes the last change back. */
  async undoLast(): Promise<void> {
    if (!(await this.#runner.allowed())) return;
    const change = await this.#asked(() => this.#session.request('lastChange', null));
    if (change === undefined) return;
    if (change == null) void vscode.window.showInformationMessage(l10n.t('There is no change to undo in this backup.'));
    else if (change.atOnce) await this.#undoAtOnce(change.id);
    else await this.#runner.undo(change);
  }

  /** Lists all changes, and takes back the one that is chosen. */
  async show(): Promise<void> {
    const rows: HistoryRow[] = [];
    for (let more = true; more; ) {
      const last = rows.at(-1)?.id;
      const params = { limit: PAGE, ...(last == null ? {} : { before: last }) };
      const next = await this.#asked(() => this.#session.request('history', params));
      if (next == null) return;
      rows.push(...next);
      if (rows.length === 0) {
        void vscode.window.showInformationMessage(
          l10n.t('Nothing was done to this backup yet that could be undone: no export, no edit, no marks.'),
        );
        return;
      }
      const choice = await this.#choose(rows, next.length === PAGE);
      more = choice != null && choice.row == null;
      if (choice?.row != null) await this.#undo(choice.row);
    }
  }

  async #choose(rows: readonly HistoryRow[], hasMore: boolean): Promise<Entry | undefined> {
    const items: Entry[] = rows.map(row => ({ ...historyItem(row, this.#locale, l10n), row }));
    if (hasMore) items.push({ label: l10n.t('Show Older Changes…'), alwaysShow: true });
    return vscode.window.showQuickPick(items, {
      title: l10n.t('History of {0}', this.#session.state?.name ?? ''),
      placeHolder: l10n.t('Choose a change to undo it'),
      matchOnDescription: true,
      matchOnDetail: true,
    });
  }

  async #undo(row: HistoryRow): Promise<void> {
    if (row.state === 'undone') {
      void vscode.window.showInformationMessage(
        l10n.t('“{0}” was undone before. To have it again, undo that undo.', row.title),
      );
      return;
    }
    if (!(await this.#runner.allowed())) return;
    if (row.of === 'marks' || row.of === 'albums') await this.#undoAtOnce(row.id);
    else await this.#runner.undo(row satisfies Pick<LastChange, 'id' | 'title' | 'at'>);
  }

  async #undoAtOnce(change: string): Promise<void> {
    const undone = await this.#asked(() => this.#session.request('undoAtOnce', { change }));
    if (undone != null) this.#tell(undone);
  }

  #tell({ title, of, applied, skipped, newer, why }: UndoneAtOnce): void {
    if (skipped === 0) {
      vscode.window.setStatusBarMessage(l10n.t('Undid “{0}”', title), 5000);
      return;
    }
    const kept = of === 'albums' ? this.#keptInAlbums(skipped, why) : this.#keptMarks(skipped);
    const first = newer == null ? '' : ` ${l10n.t('Undo “{0}” first.', newer)}`;
    const done =
      applied === 0
        ? l10n.t('“{0}” was not undone.', title)
        : l10n.t('“{0}” was undone in part ({1}).', title, applied.toLocaleString(this.#locale));
    void vscode.window.showWarningMessage(`${done} ${kept}${first}`);
  }

  #keptMarks(skipped: number): string {
    return skipped === 1
      ? l10n.t('1 photo was marked again since and keeps those marks.')
      : l10n.t('{0} photos were marked again since and keep those marks.', skipped.toLocaleString(this.#locale));
  }

  #keptInAlbums(skipped: number, why = ''): string {
    if (skipped === 1) return why;
    return l10n.t(
      '{0} photos came into an album or left one again since, and stay so.',
      skipped.toLocaleString(this.#locale),
    );
  }

  /** @returns undefined where it failed, which was shown */
  async #asked<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      void vscode.window.showErrorMessage(toFailure(error).message);
      return undefined;
    }
  }
}
