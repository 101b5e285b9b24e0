import type { BackupState } from '../../protocol/backup.ts';
import type { GridShape } from '../../protocol/grid.ts';
import type { MarkWish } from '../../protocol/marks.ts';
import type { Sort } from '../../protocol/scope.ts';
import type { QueryPlace } from '../../protocol/search.ts';
import type { ServerEvent } from '../../protocol/server.ts';
import type { GridCommand, GridState, ToWebview } from '../../protocol/webview.ts';
import { Announcer } from '../announcer.ts';
import { Channel, RequestError } from '../channel.ts';
import { Filter } from '../filter/filter.ts';
import type { HostApi } from '../host.ts';
import { KeyList } from '../keylist.ts';
import { Locale } from '../locale.ts';
import { Loupe } from '../loupe/loupe.ts';
import { Previews } from '../loupe/previews.ts';
import { text } from '../text.ts';
import { Chosen } from './chosen.ts';
import { installControls } from './controls.ts';
import { Items } from './items.ts';
import { Keeper } from './keeper.ts';
import { isClosed, Library } from './library.ts';
import { loupeSource } from './loupesource.ts';
import { Marking } from './marking.ts';
import { Photos } from './photos.ts';
import { messageOf, Result } from './result.ts';
import { Scrubber } from './scrubber.ts';
import { carryOver, lastOf, selectAll, selectIds, selectOnly } from './selection.ts';
import { installShortcuts } from './shortcuts.ts';
import { Thumbnails } from './thumbnails.ts';
import { largest, smallest } from './toolbar.ts';
import { firstState, keptSelection, sound } from './viewstate.ts';

/** Space held down longer than this shows the loupe only as long, ms. */
const held = 400;

/** One grid: what it shows, what is selected, and the messages about it. */
export class Session {
  readonly #channel: Channel;
  readonly #items: Items;
  readonly #thumbnails: Thumbnails;
  readonly #previews: Previews;
  readonly #photos: Photos;
  readonly #library: Library;
  readonly #filter: Filter;
  readonly #loupe: Loupe;
  readonly #result: Result;
  readonly #keeper: Keeper;
  readonly #chosen: Chosen;
  readonly #marking: Marking;
  readonly #keys = new KeyList();
  readonly #announcer = new Announcer();
  #locale = new Locale('en');
  #state: GridState = firstState;
  #title = '';
  /** The query that found what is shown, while another is on its way. */
  #before = '';
  #toldQuery = '';
  /** When Space opened the loupe, and was not let go yet. */
  #previewed: number | null = null;

  constructor(host: HostApi, root: HTMLElement) {
    this.#keeper = new Keeper(host, () => this.#now());
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
      loading: loading => this.#library.notices.loading(loading),
      trouble: message => this.#library.notices.trouble(message),
      refused: (query, why, place) => this.#refused(query, why, place),
      arrived: (shape, same) => this.#show(shape, same),
    });
    const locale = () => this.#locale;
    this.#photos = new Photos(this.#items, this.#thumbnails, locale, () => {
      scrubber.update();
      this.#keeper.keep();
    });
    const scrubber = new Scrubber(this.#photos, locale);
    const details = () => this.#channel.post({ type: 'run', command: 'showDetails' });
    this.#filter = new Filter(
      this.#channel,
      {
        apply: query => this.#look(query),
        leave: () => this.#photos.focus(),
        save: () => this.#channel.post({ type: 'run', command: 'saveSearch' }),
      },
      locale,
    );
    this.#library = new Library(
      this.#photos,
      scrubber,
      this.#filter,
      {
        sort: sort => this.#sort(sort),
        size: rowHeight => this.#resize(rowHeight),
        details,
        run: command => this.#channel.post({ type: 'run', command }),
        retry: () => this.#result.ask(true),
        clearFilter: () => {
          this.#filter.clear();
          this.#filter.focus();
        },
      },
      locale,
    );
    const parts = {
      photos: this.#photos,
      library: this.#library,
      channel: this.#channel,
      announcer: this.#announcer,
      locale,
    };
    this.#chosen = new Chosen(parts, () => this.#keeper.keep());
    this.#loupe = new Loupe(loupeSource(this.#photos, this.#items, this.#thumbnails, locale), this.#previews, {
      moved: index => this.#chosen.select(selectOnly(index)),
      described: spoken => this.#announcer.say(spoken),
      close: () => this.#closeLoupe(),
      details,
      mark: wish => void this.#marking.mark(wish),
    });
    this.#marking = new Marking({ items: this.#items, chosen: this.#chosen, announcer: this.#announcer, locale });
    installControls(this.#photos, {
      selection: () => this.#chosen.selection,
      select: selection => this.#chosen.select(selection),
      open: index => this.#openLoupe(index),
      preview: index => {
        this.#openLoupe(index);
        this.#previewed = performance.now();
      },
      details,
      resize: step => this.#resize(this.#state.rowHeight + step * 20),
    });
    installShortcuts({
      mark: (wish, goOn) => this.#mark(wish, goOn),
      keys: () => this.#keys.show(),
      filter: () => this.#focusFilter(),
      grid: () => this.#command({ do: 'grid' }),
      loupe: () => this.#command({ do: 'loupe' }),
      undo: () => this.#channel.post({ type: 'run', command: 'undo' }),
      setAside: () => {
        if (this.#chosen.acted.length === 0) return false;
        // What was selected last is told first: it is that which the question is about.
        this.#chosen.tellNow();
        this.#channel.post({ type: 'run', command: 'quarantine' });
        return true;
      },
      released: () => this.#endPreview(),
    });
    root.append(this.#library.element, this.#loupe.element, this.#keys.element, this.#announcer.element);
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
    // What this view itself kept is newer than what it was once opened with.
    this.#state = sound(this.#keeper.begin()) ?? sound(message.state) ?? firstState;
    this.#photos.rowHeight = this.#state.rowHeight;
    this.#library.showSettings(this.#state);
    this.#filter.set(this.#state.query);
    this.#library.showBackup(message.backup);
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
          query: command.query ?? '',
          anchor: null,
          selected: command.select === undefined ? [] : [command.select],
          focused: command.select ?? null,
          loupe: command.loupe === true ? (command.select ?? null) : null,
        };
        this.#filter.set(this.#state.query);
        this.#result.ask(false);
        break;
      case 'filter':
        this.#focusFilter();
        break;
      case 'sort':
        this.#sort(command.sort);
        break;
      case 'selectAll':
        this.#chosen.select(selectAll(this.#chosen.selection, this.#photos.shape.ids.length));
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
        if (!this.#loupe.shown && this.#photos.shape.ids.length > 0) this.#openLoupe(Math.max(0, this.#chosen.focus));
        break;
      case 'keys':
        this.#keys.show();
        break;
      case 'mark':
        this.#mark(command.wish, false);
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
        this.#library.showJobs(event.jobs);
        break;
      case 'log':
        break;
      default:
        event satisfies never;
    }
  }

  #changed(backup: BackupState): void {
    const newer = backup.version !== this.#photos.shape.version;
    const back = this.#library.backup?.state === 'away' && backup.state === 'ready';
    this.#library.showBackup(backup);
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
      ? carryOver(this.#chosen.selection, before.ids, shape.ids)
      : selectIds(
          new Set(this.#state.selected),
          this.#state.focused ?? undefined,
          this.#state.focused ?? undefined,
          shape.ids,
        );
    if (same) {
      this.#state = { ...this.#state, loupe: this.#loupe.shown ? (before.ids[this.#chosen.focus] ?? null) : null };
      this.#items.outdate();
      this.#thumbnails.outdate();
    }
    this.#chosen.carry(selection);
    this.#photos.setShape(shape, selection, anchor);
    if (!same && anchor === null && selection.focus >= 0) this.#photos.reveal(selection.focus, 'middle');
    this.#library.showResult(shape, this.#title, this.#state.sort);
    // The same number again is no news, and would drown what is.
    if (!same || shape.ids.length !== before.ids.length)
      this.#announcer.say(text.photos(shape.ids.length, this.#locale.number(shape.ids.length)));
    this.#showEmpty();
    this.#tellFilter();
    this.#followLoupe(shape);
    if (!same) this.#takeFocus();
    this.#chosen.tell();
    this.#keeper.keep();
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
    const { focus } = this.#chosen;
    // Its photo is gone: the next one that is left comes in its place.
    if (index < 0 && this.#loupe.shown && focus >= 0) {
      this.#loupe.moveTo(focus);
      this.#chosen.select(selectOnly(focus));
    } else if (index < 0) this.#closeLoupe();
    else if (this.#loupe.shown) this.#loupe.moveTo(index);
    else this.#openLoupe(index);
  }

  #showEmpty(): void {
    this.#library.showEmpty(this.#state.scope.kind === 'all', this.#state.query);
  }

  /** Of what is shown, only what this finds; what is selected and still there stays so. */
  #look(query: string): void {
    const { ids } = this.#photos.shape;
    this.#before = this.#state.query;
    this.#state = {
      ...this.#state,
      query,
      anchor: null,
      selected: this.#chosen.ids(ids.length),
      focused: this.#chosen.focused,
    };
    this.#result.ask(false);
  }

  #refused(query: string, why: string, place: QueryPlace | undefined): void {
    this.#filter.refuse(query, why, place);
    // What is shown was found by the one before. One that was kept and is not understood any more finds nothing.
    const before = this.#before === query ? '' : this.#before;
    this.#state = { ...this.#state, query: before };
    if (this.#photos.shape.version === 0) this.#result.ask(false);
  }

  #tellFilter(): void {
    const { scope, query } = this.#state;
    void this.#filter.found(scope, query);
    if (query !== this.#toldQuery) this.#channel.post({ type: 'filtered', query });
    this.#toldQuery = query;
  }

  #focusFilter(): void {
    if (this.#loupe.shown) this.#closeLoupe();
    this.#filter.focus();
  }

  #sort(sort: Sort): void {
    if (sort === this.#state.sort) return;
    const { ids } = this.#photos.shape;
    this.#state = {
      ...this.#state,
      sort,
      anchor: null,
      selected: this.#chosen.ids(ids.length),
      // What is selected stays in sight; else another order begins at its beginning.
      focused: this.#chosen.count > 0 ? this.#chosen.focused : null,
    };
    this.#library.showSettings(this.#state);
    this.#result.ask(false);
  }

  #resize(rowHeight: number): void {
    this.#state = { ...this.#state, rowHeight: Math.max(smallest, Math.min(largest, rowHeight)) };
    this.#photos.rowHeight = this.#state.rowHeight;
    this.#library.showSettings(this.#state);
    this.#keeper.keep();
  }

  /** @returns whether there was a photo to mark */
  #mark(wish: MarkWish, goOn: boolean): boolean {
    if (!this.#marking.mark(wish)) return false;
    if (!goOn) return true;
    const next = Math.min(lastOf(this.#chosen.selection) + 1, this.#photos.shape.ids.length - 1);
    if (this.#loupe.shown) this.#loupe.go(next);
    else {
      this.#chosen.select(selectOnly(next));
      this.#photos.reveal(next);
      this.#photos.focus();
    }
    return true;
  }

  #endPreview(): void {
    const long = this.#previewed !== null && performance.now() - this.#previewed > held;
    this.#previewed = null;
    if (long && this.#loupe.shown) this.#closeLoupe();
  }

  #openLoupe(index: number): void {
    this.#chosen.select(selectOnly(index));
    this.#library.behind = true;
    this.#loupe.open(index);
    this.#channel.post({ type: 'mode', mode: 'loupe' });
    this.#keeper.keep();
  }

  #closeLoupe(): void {
    this.#loupe.close();
    this.#library.behind = false;
    this.#photos.reveal(this.#chosen.focus, 'middle');
    this.#photos.focus();
    this.#channel.post({ type: 'mode', mode: 'grid' });
    this.#keeper.keep();
  }

  /** The state as it is now; while there is no photo, as it was. */
  #now(): GridState {
    const { ids } = this.#photos.shape;
    if (ids.length === 0) return this.#state;
    const { focused, count } = this.#chosen;
    this.#state = {
      ...this.#state,
      anchor: this.#photos.anchor,
      selected: count > keptSelection ? [] : this.#chosen.ids(keptSelection),
      focused,
      loupe: this.#loupe.shown ? focused : null,
    };
    return this.#state;
  }

  #trouble(error: unknown): void {
    if (error instanceof RequestError && error.code === 'cancelled') return;
    this.#library.notices.trouble(messageOf(error));
  }
}
