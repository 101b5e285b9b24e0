import type { BackupState } from '../../protocol/backup.ts';
import type { JobRow } from '../../protocol/job.ts';
import { element, foreign } from '../element.ts';
import { icon } from '../icon.ts';
import type { Locale } from '../locale.ts';
import { text } from '../text.ts';
import { button } from '../toolkit.ts';

export interface NoticeActions {
  run(command: 'index' | 'openBackup' | 'showLog'): void;
  retry(): void;
  clearFilter(): void;
}

/** What is said above the photos, or in their place. */
export class Notices {
  /** Bars above the photos. */
  readonly bars = element('div', { class: 'bars' });
  /** In place of the photos. */
  readonly middle = element('div', { class: 'mid' });
  readonly busy = element('div', { class: 'busy', role: 'progressbar', 'aria-label': text.loading });
  readonly #away = element('div', { class: 'notice', role: 'status' });
  readonly #unfinished = element('div', { class: 'notice', role: 'status' });
  readonly #unindexed = element('div', { class: 'notice', role: 'status' });
  readonly #job = element('div', { class: 'notice job' });
  readonly #trouble = element('div', { class: 'notice', role: 'alert' });
  readonly #actions: NoticeActions;
  #middleKey = '';

  constructor(actions: NoticeActions) {
    this.#actions = actions;
    const bars = [this.#away, this.#unfinished, this.#unindexed, this.#job, this.#trouble];
    this.bars.append(...bars);
    for (const part of [...bars, this.middle, this.busy]) part.hidden = true;
  }

  loading(loading: boolean): void {
    this.busy.hidden = !loading;
  }

  backup(backup: BackupState, locale: Locale): void {
    const ready = backup.state === 'ready';
    this.#showUnfinished(ready && backup.unfinished === true);
    // One bar is enough: both are put right by the same index.
    this.#showUnindexed(ready && backup.unfinished !== true ? backup.unindexed : 0, locale);
    const away = backup.state === 'away';
    if (away !== this.#away.hidden) return;
    this.#away.hidden = !away;
    if (!away) return;
    this.#away.replaceChildren(
      icon('disconnect', 'warn'),
      element(
        'span',
        { class: 'grow' },
        element('b', {}, foreign(text.away(backup.name))),
        ' ',
        element('span', { class: 'dim', text: text.awayHint }),
      ),
      button(text.openBackup, 'secondary', () => this.#actions.run('openBackup')),
    );
  }

  #showUnfinished(unfinished: boolean): void {
    if (unfinished !== this.#unfinished.hidden) return;
    this.#unfinished.hidden = !unfinished;
    if (unfinished) this.#unfinished.replaceChildren(...this.#toIndex(text.unfinished, text.unfinishedHint));
  }

  /** What a verification saw is not shown before it is indexed: said, with the one thing to press. */
  #showUnindexed(count: number, locale: Locale): void {
    this.#unindexed.hidden = count === 0;
    if (count === 0) return;
    this.#unindexed.replaceChildren(...this.#toIndex(text.unindexed(count, locale.number(count)), text.unindexedHint));
  }

  #toIndex(what: string, hint: string): Node[] {
    return [
      icon('sync', 'warn'),
      element(
        'span',
        { class: 'grow' },
        element('b', { text: what }),
        ' ',
        element('span', { class: 'dim', text: hint }),
      ),
      button(text.index, 'secondary', () => this.#actions.run('index')),
    ];
  }

  jobs(jobs: readonly JobRow[], backup: BackupState, locale: Locale): void {
    const job = jobs.find(row => row.state === 'running' && (row.job === 'index' || row.job === 'verify'));
    this.#job.hidden = job === undefined;
    if (job === undefined) return;
    const bar = element('i');
    const share = job.total > 0 ? Math.min(1, job.done / job.total) : 0;
    bar.style.width = `${share * 100}%`;
    const name = job.job === 'index' ? text.reading(backup.name) : text.verifying(backup.name);
    const done = locale.number(job.done);
    this.#job.replaceChildren(
      icon('sync', 'spin'),
      element('b', {}, foreign(name)),
      element('span', {
        class: 'dim num',
        text: job.total > 0 ? text.progress(done, locale.number(job.total)) : text.progressSoFar(done),
      }),
      element(
        'div',
        {
          class: 'bar grow',
          role: 'progressbar',
          'aria-label': name,
          'aria-valuenow': String(Math.round(share * 100)),
        },
        bar,
      ),
    );
  }

  trouble(message: string | null): void {
    this.#trouble.hidden = message === null;
    if (message === null) return;
    this.#trouble.replaceChildren(
      icon('error', 'err'),
      element(
        'span',
        { class: 'grow' },
        element('b', { text: text.cannotShow }),
        ' ',
        element('span', { class: 'dim', text: message }),
      ),
      button(text.tryAgain, 'secondary', () => this.#actions.retry()),
      button(text.showLog, 'secondary', () => this.#actions.run('showLog')),
    );
  }

  /** Where there are no photos: what there is, and the one thing to press. */
  empty(backup: BackupState | null, whole: boolean, query = ''): void {
    this.middle.hidden = backup === null;
    if (backup === null) return;
    const key = `${backup.state}${backup.name}${whole}${backup.unread}${backup.trouble ?? ''}${query}`;
    if (key === this.#middleKey) return;
    this.#middleKey = key;
    if (query !== '' && backup.state !== 'none' && backup.state !== 'failed') return this.#nothingFound(query);
    const none = backup.state === 'none';
    const failed = backup.state === 'failed';
    const [title, hint] = failed
      ? [text.failedTitle(backup.name), backup.trouble ?? '']
      : none
        ? [text.notIndexedTitle(backup.name), text.notIndexedHint]
        : backup.unread === true
          ? [text.unreadTitle(backup.name), text.unreadHint]
          : whole
            ? [text.emptyBackupTitle(backup.name), text.emptyBackupHint]
            : [text.noPhotosTitle, text.noPhotosHint];
    this.middle.replaceChildren(
      icon('keepsake', 'huge'),
      element('h2', {}, foreign(title)),
      element('p', { class: 'dim', text: hint }),
    );
    if (failed)
      this.middle.append(
        element(
          'div',
          { class: 'row' },
          button(text.showLog, 'secondary', () => this.#actions.run('showLog')),
        ),
      );
    else if (none || (whole && backup.state === 'ready'))
      this.middle.append(
        element(
          'div',
          { class: 'row' },
          button(text.index, 'primary', () => this.#actions.run('index')),
        ),
      );
  }

  #nothingFound(query: string): void {
    this.middle.replaceChildren(
      icon('filter', 'huge'),
      element('h2', { text: text.filter.nothingTitle }),
      element('p', { class: 'dim' }, foreign(text.filter.nothingHint(query))),
      element(
        'div',
        { class: 'row' },
        button(text.filter.clear.replace(/ \(.*/, ''), 'primary', () => this.#actions.clearFilter()),
      ),
    );
  }
}
