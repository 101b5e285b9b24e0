import * as vscode from 'vscode';
import type { HistoryRow, MarksUndone } from '../../protocol/history.ts';
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

/** What was done to the open backup, and its undoing: marks at once, all else as a job that asks first. */
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
    else if (change.marks) await this.#undoMarks(change.id);
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
    if (row.of === 'marks') await this.#undoMarks(row.id);
    else await this.#runner.undo(row satisfies Pick<LastChange, 'id' | 'title' | 'at'>);
  }

  async #undoMarks(change: string): Promise<void> {
    const undone = await this.#asked(() => this.#session.request('undoMarks', { change }));
    if (undone != null) this.#tell(undone);
  }

  #tell({ title, applied, skipped, newer }: MarksUndone): void {
    if (skipped === 0) {
      vscode.window.setStatusBarMessage(l10n.t('Undid “{0}”', title), 5000);
      return;
    }
    const count = skipped.toLocaleString(this.#locale);
    const kept =
      skipped === 1
        ? l10n.t('1 photo was marked again since and keeps those marks.')
        : l10n.t('{0} photos were marked again since and keep those marks.', count);
    const first = newer == null ? '' : ` ${l10n.t('Undo “{0}” first.', newer)}`;
    const done =
      applied === 0
        ? l10n.t('“{0}” was not undone.', title)
        : l10n.t('“{0}” was undone in part ({1}).', title, applied.toLocaleString(this.#locale));
    void vscode.window.showWarningMessage(`${done} ${kept}${first}`);
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
