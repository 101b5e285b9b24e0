import type { BackupState } from '../../protocol/backup.ts';
import type { GridShape } from '../../protocol/grid.ts';
import type { JobRow } from '../../protocol/job.ts';
import type { Sort } from '../../protocol/scope.ts';
import type { ServerEvent } from '../../protocol/server.ts';
import type { GridCommand, GridState, ToWebview } from '../../protocol/webview.ts';
import { Announcer } from '../announcer.ts';
import { Channel, RequestError } from '../channel.ts';
import { element } from '../element.ts';
import type { HostApi } from '../host.ts';
import { Locale } from '../locale.ts';
import { Loupe } from '../loupe/loupe.ts';
import { Previews } from '../loupe/previews.ts';
import { sortNames, text } from '../text.ts';
import { installControls } from './controls.ts';
import { Items } from './items.ts';
import { Notices } from './notices.ts';
import { Photos } from './photos.ts';
import { messageOf, Result } from './result.ts';
import { Scrubber } from './scrubber.ts';
import {
  carryOver,
  nothing,
  type Selection,
  selectAll,
  selectedCount,
  selectedIds,
  selectIds,
  selectOnly,
} from './selection.ts';
import { Thumbnails } from './thumbnails.ts';
import { largest, smallBadges, smallest, Toolbar } from './toolbar.ts';
import { firstState, keptSelection, sound } from './viewstate.ts';

/** One grid: what it shows, what is selected, and the messages about it. */
export class Session {
  readonly #host: HostApi;
  readonly #channel: Channel;
  readonly #items: Items;
  readonly #thumbnails: Thumbnails;
  readonly #previews: Previews;
  readonly #photos: Photos;
  readonly #scrubber: Scrubber;
  readonly #toolbar: Toolbar;
  readonly #notices: Notices;
  readonly #loupe: Loupe;
  readonly #result: Result;
  readonly #announcer = new Announcer();
  readonly #heading = element('h1', { class: 'vh', text: text.viewHeading('') });
  readonly #library: HTMLElement;
  #locale = new Locale('en');
  #backup: BackupState | null = null;
  #jobs: readonly JobRow[] = [];
  #state: GridState = firstState;
  #title = '';
  #selection: Selection = nothing;
  #posted = 0;
  #kept: ReturnType<typeof setTimeout> | undefined;

  constructor(host: HostApi, root: HTMLElement) {
    this.#host = host;
    this.#channel = new Channel(message => host.postMessage(message));
    this.#items = new Items(
      this.#channel,
      items => {
        this.#photos.update(items.map(item => item.id));
        this.#loupe.refresh();
      },
      error => this.#trouble(error),
    );
    this.#thumbnails = new Thumbnails(this.#channel);
    this.#previews = new Previews(this.#channel);
    this.#result = new Result(this.#channel, {
      wanted: () => this.#state,
      loading: loading => this.#notices.loading(loading),
      trouble: message => this.#notices.trouble(message),
      arrived: (shape, same) => this.#show(shape, same),
    });
    const locale = () => this.#locale;
    this.#photos = new Photos(this.#items, this.#thumbnails, locale, () => {
      this.#scrubber.update();
      this.#keep();
    });
    const photos = this.#photos;
    this.#scrubber = new Scrubber(photos, locale);
    const details = () => this.#channel.post({ type: 'run', command: 'showDetails' });
    this.#toolbar = new Toolbar({
      sort: sort => this.#sort(sort),
      size: rowHeight => this.#resize(rowHeight),
      details,
    });
    this.#notices = new Notices({
      run: command => this.#channel.post({ type: 'run', command }),
      retry: () => this.#result.ask(true),
    });
    this.#loupe = new Loupe(
      {
        get count() {
          return photos.shape.ids.length;
        },
        id: index => photos.shape.ids[index] ?? 0,
        aspect: index => photos.shape.aspects[index] ?? 0,
        address: id => this.#thumbnails.address(id),
        name: id => this.#items.get(id)?.name ?? text.loadingPhoto,
        item: id => this.#items.get(id),
        why: id => {
          const thumb = this.#thumbnails.get(id);
          return thumb?.state === 'none' ? thumb.why : '';
        },
        locale,
        want: ids => {
          this.#items.want(ids);
          this.#thumbnails.want(ids);
        },
      },
      this.#previews,
      {
        moved: index => this.#select(selectOnly(index)),
        described: spoken => this.#announcer.say(spoken),
        close: () => this.#closeLoupe(),
        details,
      },
    );
    installControls(this.#photos, {
      selection: () => this.#selection,
      select: selection => this.#select(selection),
      open: index => this.#openLoupe(index),
      details,
      resize: step => this.#resize(this.#state.rowHeight + step * 20),
    });
    this.#library = element(
      'main',
      { class: 'library' },
      this.#heading,
      this.#toolbar.element,
      this.#notices.busy,
      this.#notices.bars,
      element('div', { class: 'lib' }, this.#photos.element, this.#scrubber.element, this.#notices.middle),
    );
    root.append(this.#library, this.#loupe.element, this.#announcer.element);
    // Keys work at once when the panel gets the focus, without a click first.
    window.addEventListener('focus', () => this.#takeFocus());
    window.addEventListener('pagehide', () => this.#previews.clear());
  }

  receive(message: ToWebview): void {
    if (this.#channel.receive(message)) return;
    switch (message.type) {
      case 'init':
        this.#init(message);
        break;
      case 'command':
        this.#command(message.command);
        break;
      case 'event':
        this.#event(message.event);
        break;
      case 'selection':
      case 'reply':
        break;
      default:
        message satisfies never;
    }
  }

  #init(message: Extract<ToWebview, { type: 'init' }>): void {
    this.#locale = new Locale(message.locale);
    this.#thumbnails.base = message.thumbBase;
    this.#previews.base = message.previewBase;
    this.#title = message.title;
    this.#backup = message.backup;
    // What this view itself kept is newer than what it was once opened with.
    this.#state = sound(this.#host.getState()) ?? sound(message.state) ?? firstState;
    this.#photos.rowHeight = this.#state.rowHeight;
    this.#showSettings();
    this.#notices.backup(message.backup, this.#locale);
    this.#library.classList.toggle('away', message.backup.state === 'away');
    if (isClosed(message.backup)) this.#showEmpty();
    else this.#result.ask(false);
  }

  #command(command: GridCommand): void {
    switch (command.do) {
      case 'show':
        this.#title = command.title;
        if (this.#loupe.shown) this.#closeLoupe();
        this.#state = {
          ...this.#state,
          scope: command.scope,
          anchor: null,
          selected: command.select === undefined ? [] : [command.select],
          focused: command.select ?? null,
          loupe: command.loupe === true ? (command.select ?? null) : null,
        };
        this.#result.ask(false);
        break;
      case 'sort':
        this.#sort(command.sort);
        break;
      case 'selectAll':
        this.#select(selectAll(this.#selection, this.#photos.shape.ids.length));
        break;
      case 'larger':
        this.#resize(this.#state.rowHeight + 20);
        break;
      case 'smaller':
        this.#resize(this.#state.rowHeight - 20);
        break;
      case 'grid':
        if (this.#loupe.shown) this.#closeLoupe();
        break;
      case 'loupe':
        if (!this.#loupe.shown && this.#photos.shape.ids.length > 0)
          this.#openLoupe(Math.max(0, this.#selection.focus));
        break;
      default:
        command satisfies never;
    }
  }

  #event(event: ServerEvent): void {
    switch (event.event) {
      case 'thumb':
        this.#thumbnails.receive(event.thumb);
        this.#photos.update([event.thumb.id]);
        this.#loupe.refresh();
        break;
      case 'changed':
        this.#changed(event.state);
        break;
      case 'jobs':
        this.#jobs = event.jobs;
        if (this.#backup !== null) this.#notices.jobs(this.#jobs, this.#backup, this.#locale);
        break;
      case 'log':
        break;
      default:
        event satisfies never;
    }
  }

  #changed(backup: BackupState): void {
    const newer = backup.version !== this.#photos.shape.version;
    const back = this.#backup?.state === 'away' && backup.state === 'ready';
    this.#backup = backup;
    this.#notices.backup(backup, this.#locale);
    this.#library.classList.toggle('away', backup.state === 'away');
    if (isClosed(backup)) this.#showEmpty();
    else if (back) {
      // What could not be shown without its drive can be now.
      this.#previews.clear();
      this.#loupe.again();
      this.#result.ask(true);
    } else if (newer || this.#photos.shape.ids.length === 0) this.#result.askLater();
  }

  #show(shape: GridShape, same: boolean): void {
    const before = this.#photos.shape;
    const anchor = same ? this.#photos.anchor : this.#state.anchor;
    const selection = same
      ? carryOver(this.#selection, before.ids, shape.ids)
      : selectIds(
          new Set(this.#state.selected),
          this.#state.focused ?? undefined,
          this.#state.focused ?? undefined,
          shape.ids,
        );
    if (same) {
      this.#state = { ...this.#state, loupe: this.#loupe.shown ? (before.ids[this.#selection.focus] ?? null) : null };
      this.#items.outdate();
      this.#thumbnails.outdate();
    }
    this.#selection = selection;
    this.#heading.textContent = text.viewHeading(this.#title);
    this.#photos.element.setAttribute('aria-label', text.photosLabel(this.#title, this.#sortName()));
    this.#photos.setShape(shape, selection, anchor);
    if (!same && anchor === null && selection.focus >= 0) this.#photos.reveal(selection.focus, 'middle');
    this.#toolbar.showCount(shape.ids.length, shape.bytes, this.#locale);
    this.#announcer.say(text.photos(shape.ids.length, this.#locale.number(shape.ids.length)));
    this.#showEmpty();
    this.#followLoupe(shape);
    if (!same) this.#takeFocus();
    this.#postSelection();
    this.#keep();
  }

  #takeFocus(): void {
    if (!document.hasFocus() || document.activeElement !== document.body) return;
    if (this.#loupe.shown) this.#loupe.stage.element.focus({ preventScroll: true });
    else if (this.#photos.shape.ids.length > 0) this.#photos.focus();
  }

  #followLoupe(shape: GridShape): void {
    const { loupe } = this.#state;
    if (loupe === null) return;
    const index = shape.ids.indexOf(loupe);
    if (index < 0) this.#closeLoupe();
    else if (this.#loupe.shown) this.#loupe.moveTo(index);
    else this.#openLoupe(index);
  }

  #showEmpty(): void {
    const closed = this.#backup !== null && isClosed(this.#backup);
    const empty = closed || this.#photos.shape.ids.length === 0;
    this.#notices.empty(empty ? this.#backup : null, this.#state.scope.kind === 'all');
    this.#library.classList.toggle('empty', empty);
    this.#library.classList.toggle('none', closed);
  }

  #select(selection: Selection): void {
    const before = selectedCount(this.#selection);
    this.#selection = selection;
    this.#photos.selection = selection;
    const count = selectedCount(selection);
    if (count !== before && count !== 1) this.#announcer.say(text.selected(this.#locale.number(count)));
    this.#postSelection();
    this.#keep();
  }

  #postSelection(): void {
    this.#toolbar.showSelected(selectedCount(this.#selection), this.#locale);
    if (this.#posted !== 0) return;
    // A timer and not a frame: a hidden view draws none.
    this.#posted = window.setTimeout(() => {
      this.#posted = 0;
      const { ids } = this.#photos.shape;
      this.#channel.post({
        type: 'selected',
        ids: selectedIds(this.#selection, ids, 10_000),
        count: selectedCount(this.#selection),
        focused: ids[this.#selection.focus] ?? null,
      });
    }, 16);
  }

  #sort(sort: Sort): void {
    if (sort === this.#state.sort) return;
    const { ids } = this.#photos.shape;
    this.#state = {
      ...this.#state,
      sort,
      anchor: null,
      selected: selectedIds(this.#selection, ids, ids.length),
      // What is selected stays in sight; else another order begins at its beginning.
      focused: selectedCount(this.#selection) > 0 ? (ids[this.#selection.focus] ?? null) : null,
    };
    this.#showSettings();
    this.#result.ask(false);
  }

  #resize(rowHeight: number): void {
    this.#state = { ...this.#state, rowHeight: Math.max(smallest, Math.min(largest, rowHeight)) };
    this.#photos.rowHeight = this.#state.rowHeight;
    this.#showSettings();
    this.#keep();
  }

  #showSettings(): void {
    this.#toolbar.showSort(this.#state.sort);
    this.#toolbar.showSize(this.#state.rowHeight);
    const { element } = this.#photos;
    element.classList.toggle('small', this.#state.rowHeight < smallBadges);
    // As many lines on why there is no picture as fit below icon and type.
    element.style.setProperty('--why-lines', String(Math.max(2, Math.floor((this.#state.rowHeight - 64) / 18))));
  }

  #openLoupe(index: number): void {
    this.#select(selectOnly(index));
    this.#library.inert = true;
    this.#library.classList.add('behind');
    this.#loupe.open(index);
    this.#channel.post({ type: 'mode', mode: 'loupe' });
    this.#keep();
  }

  #closeLoupe(): void {
    this.#loupe.close();
    this.#library.inert = false;
    this.#library.classList.remove('behind');
    this.#photos.reveal(this.#selection.focus, 'middle');
    this.#photos.focus();
    this.#channel.post({ type: 'mode', mode: 'grid' });
    this.#keep();
  }

  #keep(): void {
    this.#kept ??= setTimeout(() => {
      this.#kept = undefined;
      const { ids } = this.#photos.shape;
      if (ids.length > 0)
        this.#state = {
          ...this.#state,
          anchor: this.#photos.anchor,
          selected:
            selectedCount(this.#selection) > keptSelection ? [] : selectedIds(this.#selection, ids, keptSelection),
          focused: ids[this.#selection.focus] ?? null,
          loupe: this.#loupe.shown ? (ids[this.#selection.focus] ?? null) : null,
        };
      this.#host.setState(this.#state);
    }, 200);
  }

  #sortName(): string {
    return sortNames.find(([sort]) => sort === this.#state.sort)?.[1] ?? '';
  }

  #trouble(error: unknown): void {
    if (error instanceof RequestError && error.code === 'cancelled') return;
    this.#notices.trouble(messageOf(error));
  }
}

/** Whether there is nothing that photos could be shown of. */
const isClosed = (backup: BackupState): boolean => backup.state === 'none' || backup.state === 'failed';
