import type { BackupState } from '../../protocol/backup.ts';
import type { JobRow } from '../../protocol/job.ts';
import type { Sort } from '../../protocol/scope.ts';
import type { GridState } from '../../protocol/webview.ts';
import { element } from '../element.ts';
import type { Filter } from '../filter/filter.ts';
import type { Locale } from '../locale.ts';
import { sortNames, text } from '../text.ts';
import { type NoticeActions, Notices } from './notices.ts';
import type { Photos } from './photos.ts';
import type { Scrubber } from './scrubber.ts';
import type { Shown } from './shown.ts';
import { smallBadges, Toolbar, type ToolbarActions } from './toolbar.ts';

/** Whether there is nothing that photos could be shown of. */
export const isClosed = (backup: BackupState): boolean => backup.state === 'none' || backup.state === 'failed';

/** The page of the grid: tool bar, notices, photos, scrubber; what stands in each follows from what it is told. */
export class Library {
  readonly element: HTMLElement;
  readonly notices: Notices;
  readonly #toolbar: Toolbar;
  readonly #photos: Photos;
  readonly #heading = element('h1', { class: 'vh', text: text.viewHeading('') });
  readonly #locale: () => Locale;
  #backup: BackupState | null = null;

  constructor(
    photos: Photos,
    scrubber: Scrubber,
    filter: Pick<Filter, 'element' | 'more'>,
    actions: ToolbarActions & NoticeActions,
    locale: () => Locale,
  ) {
    this.#photos = photos;
    this.#locale = locale;
    this.#toolbar = new Toolbar(filter.element, actions);
    this.notices = new Notices(actions);
    this.element = element(
      'main',
      { class: 'library' },
      this.#heading,
      this.#toolbar.element,
      filter.more,
      this.notices.busy,
      this.notices.bars,
      element('div', { class: 'lib' }, photos.element, scrubber.element, this.notices.middle),
    );
  }

  /** Behind the loupe it is there for the next way back, and for nobody else. */
  set behind(behind: boolean) {
    this.element.inert = behind;
    this.element.classList.toggle('behind', behind);
  }

  get backup(): BackupState | null {
    return this.#backup;
  }

  showBackup(backup: BackupState): void {
    this.#backup = backup;
    this.notices.backup(backup, this.#locale());
    this.element.classList.toggle('away', backup.state === 'away');
  }

  showJobs(jobs: readonly JobRow[]): void {
    if (this.#backup !== null) this.notices.jobs(jobs, this.#backup, this.#locale());
  }

  /** @param title of what is shown */
  showResult(shape: Shown, title: string, sort: Sort): void {
    const sortName = sortNames.find(([name]) => name === sort)?.[1] ?? '';
    this.#heading.textContent = text.viewHeading(title);
    this.#photos.element.setAttribute('aria-label', text.photosLabel(title, sortName));
    this.#toolbar.showCount(shape.whole.ids.length, shape.bytes, this.#locale());
  }

  /** Where there is no photo: why, and what to do. @param whole whether the whole backup is looked at @param query what was looked for */
  showEmpty(whole: boolean, query: string): void {
    const closed = this.#backup !== null && isClosed(this.#backup);
    const empty = closed || this.#photos.shape.ids.length === 0;
    this.notices.empty(empty ? this.#backup : null, whole, query);
    this.element.classList.toggle('empty', empty);
    // Where there is nothing to filter.
    this.element.classList.toggle('bare', empty && query === '');
    this.element.classList.toggle('none', closed);
  }

  showSelected(count: number): void {
    this.#toolbar.showSelected(count, this.#locale());
  }

  showSettings({ sort, rowHeight, square }: Pick<GridState, 'sort' | 'rowHeight' | 'square'>): void {
    this.#toolbar.showSort(sort);
    this.#toolbar.showSize(rowHeight);
    this.#toolbar.showSquares(square === true);
    const { classList, style } = this.#photos.element;
    classList.toggle('small', rowHeight < smallBadges);
    // As many lines on why there is no picture as fit below icon and type.
    style.setProperty('--why-lines', String(Math.max(2, Math.floor((rowHeight - 64) / 18))));
  }
}
