import type { BackupState } from '../../protocol/backup.ts';
import type { GridShape } from '../../protocol/grid.ts';
import type { MarkWish } from '../../protocol/marks.ts';
import type { ServerEvent } from '../../protocol/server.ts';
import type { FromWebview, GridCommand, ToWebview } from '../../protocol/webview.ts';
import { Announcer } from '../announcer.ts';
import { Channel, RequestError } from '../channel.ts';
import { Compare } from '../compare/compare.ts';
import { Filter } from '../filter/filter.ts';
import type { HostApi } from '../host.ts';
import { KeyList } from '../keylist.ts';
import { Locale } from '../locale.ts';
import { Loupe } from '../loupe/loupe.ts';
import { Previews } from '../stage/previews.ts';
import { Survey } from '../survey/survey.ts';
import { text } from '../text.ts';
import { Chosen } from './chosen.ts';
import { installControls } from './controls.ts';
import { installDragging } from './dragging.ts';
import { Items } from './items.ts';
import { Keeper } from './keeper.ts';
import { LargeView } from './largeview.ts';
import { isClosed, Library } from './library.ts';
import { loupeSource } from './loupesource.ts';
import { Marking } from './marking.ts';
import { Photos } from './photos.ts';
import { messageOf, Result } from './result.ts';
import { Scrubber } from './scrubber.ts';
import { carryOver, lastOf, selectAll, selectIds, selectOnly } from './selection.ts';
import { installShortcuts } from './shortcuts.ts';
import { isSameShape } from './shown.ts';
import { SideBySide } from './sidebyside.ts';
import { Stacking } from './stacking.ts';
import { Thumbnails } from './thumbnails.ts';
import { Viewing } from './viewing.ts';

/** Row heights by one key, px. */
const sizeStep = 20;

/** One grid: its parts, and the messages about it. */
export class Session {
  readonly #channel: Channel;
  readonly #items: Items;
  readonly #thumbnails: Thumbnails;
  readonly #previews: Previews;
  readonly #photos: Photos;
  readonly #library: Library;
  readonly #filter: Filter;
  readonly #loupe: Loupe;
  readonly #large: LargeView;
  readonly #several: SideBySide;
  readonly #result: Result;
  readonly #keeper: Keeper;
  readonly #chosen: Chosen;
  readonly #viewing: Viewing;
  readonly #marking: Marking;
  readonly #stacking: Stacking;
  readonly #keys = new KeyList();
  readonly #announcer = new Announcer();
  #locale = new Locale('en');

  constructor(host: HostApi, root: HTMLElement) {
    this.#keeper = new Keeper(host, () => this.#viewing.now());
    this.#channel = new Channel(message => host.postMessage(message));
    this.#items = new Items(
      this.#channel,
      items => {
        this.#photos.update(items.map(item => item.id));
        this.#loupe.refresh();
        this.#several.refresh();
      },
      error => this.#trouble(error),
    );
    this.#thumbnails = new Thumbnails(this.#channel);
    this.#previews = new Previews(this.#channel);
    this.#result = new Result(this.#channel, {
      wanted: () => this.#viewing.state,
      loading: loading => this.#library.notices.loading(loading),
      trouble: message => this.#library.notices.trouble(message),
      refused: (query, why, place) => this.#viewing.refused(query, why, place),
      arrived: (whole, same) => this.#show(whole, same),
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
        apply: query => this.#viewing.look(query),
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
        sort: sort => this.#viewing.sort(sort),
        size: rowHeight => this.#viewing.resize(rowHeight),
        details,
        squares: () => this.#viewing.toggleSquares(),
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
      isLarge: () => this.#loupe.shown,
    };
    this.#chosen = new Chosen(parts, () => this.#keeper.keep());
    const source = loupeSource(this.#photos, this.#items, this.#thumbnails, locale);
    this.#loupe = new Loupe(source, this.#previews, this.#channel, {
      moved: index => this.#chosen.select(selectOnly(index)),
      described: spoken => this.#announcer.say(spoken),
      close: () => this.#large.close(),
      details,
      mark: wish => void this.#marking.mark(wish),
    });
    this.#marking = new Marking({ items: this.#items, chosen: this.#chosen, announcer: this.#announcer, locale });
    const shown = { ...parts, chosen: this.#chosen, filter: this.#filter, keeper: this.#keeper };
    this.#large = new LargeView({ ...shown, loupe: this.#loupe });
    this.#stacking = new Stacking({ ...shown, large: this.#large });
    const sided = {
      changed: (indices: readonly number[], active: number) => this.#several.changed(indices, active),
      close: () => this.#several.close(),
      loupe: () => this.#several.loupe(),
      details,
    };
    const compare = new Compare(source, this.#previews, this.#channel, {
      ...sided,
      mark: wish => void this.#mark(wish, false),
    });
    const survey = new Survey(source, this.#previews, { ...sided, say: words => this.#announcer.say(words) });
    this.#several = new SideBySide({ ...shown, large: this.#large, compare, survey });
    this.#viewing = new Viewing({
      ...shown,
      stacks: () => this.#stacking.kept,
      ask: () => void this.#result.ask(false),
    });
    installControls(this.#photos, {
      selection: () => this.#chosen.selection,
      select: selection => this.#chosen.select(selection),
      open: index => this.#large.open(index),
      preview: index => this.#large.preview(index),
      details,
      resize: step => this.#resize(step),
      squares: () => this.#viewing.toggleSquares(),
      toggleStack: index => this.#stacking.toggleAt(index),
    });
    installDragging(this.#photos, this.#chosen, locale);
    installShortcuts({
      mark: (wish, goOn) => this.#mark(wish, goOn),
      keys: () => this.#keys.show(),
      filter: () => this.#focusFilter(),
      grid: () => this.#command({ do: 'grid' }),
      loupe: () => this.#command({ do: 'loupe' }),
      compare: () => this.#several.open('compare'),
      survey: () => this.#several.open('survey'),
      undo: () => this.#channel.post({ type: 'run', command: 'undo' }),
      stacks: all => this.#toggleStacks(all),
      setAside: () => this.#runOnChosen('quarantine'),
      edit: () => this.#runOnChosen('editInDetails'),
      copy: isPasting => this.#runOnChosen(isPasting ? 'pasteMetadata' : 'copyMetadata'),
      album: isAdding => this.#runOnChosen(isAdding ? 'addToAlbum' : 'removeFromAlbum'),
      rotate: where => this.#rotate(where),
      released: () => this.#large.released(),
    });
    root.append(
      this.#library.element,
      this.#loupe.element,
      compare.element,
      survey.element,
      this.#keys.element,
      this.#announcer.element,
    );
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
      case 'edit':
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
    this.#loupe.player.base = message.previewBase;
    this.#viewing.begin(message.state, message.title);
    this.#stacking.restore(this.#viewing.state.stacks);
    this.#library.showBackup(message.backup);
    if (isClosed(message.backup)) this.#showEmpty();
    else this.#result.ask(false);
  }

  #command(command: GridCommand): void {
    switch (command.do) {
      case 'show':
        this.#several.close();
        this.#large.close();
        this.#viewing.show(command);
        break;
      case 'filter':
        this.#focusFilter();
        break;
      case 'sort':
        this.#viewing.sort(command.sort);
        break;
      case 'selectAll':
        this.#chosen.select(selectAll(this.#chosen.selection, this.#photos.shape.ids.length));
        break;
      case 'squares':
        this.#viewing.toggleSquares();
        break;
      case 'larger':
        this.#resize(1);
        break;
      case 'smaller':
        this.#resize(-1);
        break;
      case 'grid':
        this.#several.close();
        this.#large.close();
        break;
      case 'compare':
      case 'survey':
        this.#several.open(command.do);
        break;
      case 'loupe':
        if (this.#several.shown) this.#several.loupe();
        else if (!this.#large.shown && this.#photos.shape.ids.length > 0)
          this.#large.open(Math.max(0, this.#chosen.focus));
        break;
      case 'keys':
        this.#keys.show();
        break;
      case 'stacks':
        this.#toggleStacks(command.all);
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
        this.#several.refresh();
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

  #show(whole: GridShape, same: boolean): void {
    if (same) {
      this.#items.outdate();
      this.#thumbnails.outdate();
      this.#previews.outdate();
      this.#loupe.outdate();
      this.#several.outdate();
    }
    // As after each mark: nothing is laid out anew, so that keys, nodes and scrolling go on.
    if (same && isSameShape(whole, this.#photos.shape.whole)) this.#photos.renew(whole);
    else this.#layOut(whole, same);
    this.#library.showResult(this.#photos.shape, this.#viewing.title, this.#viewing.state.sort);
    this.#showEmpty();
    this.#viewing.tellQuery();
  }

  #layOut(whole: GridShape, same: boolean): void {
    const before = this.#photos.shape;
    const { anchor: wanted, selected, focused, loupe } = this.#viewing.state;
    const shape = this.#stacking.shown(whole, same ? null : (loupe ?? focused));
    const anchor = same ? this.#photos.anchor : wanted;
    const selection = same
      ? carryOver(this.#chosen.selection, before, shape)
      : selectIds(new Set(selected), focused ?? undefined, focused ?? undefined, shape);
    const large = !same ? loupe : this.#large.shown ? (before.ids[this.#chosen.focus] ?? null) : null;
    this.#chosen.carry(selection);
    this.#photos.setShape(shape, selection, anchor);
    if (!same && anchor === null && selection.focus >= 0) this.#photos.reveal(selection.focus, 'middle');
    // The same number again is no news, and would drown what is.
    const count = whole.ids.length;
    if (!same || count !== before.whole.ids.length) this.#announcer.say(text.photos(count, this.#locale.number(count)));
    this.#large.follow(large, shape);
    this.#several.follow(before, shape);
    if (!same) this.#takeFocus();
    this.#chosen.tell();
    this.#keeper.keep();
  }

  #takeFocus(): void {
    if (!document.hasFocus() || document.activeElement !== document.body) return;
    if (this.#several.shown) this.#several.focus();
    else if (this.#large.shown) this.#large.focus();
    else if (this.#photos.shape.ids.length > 0) this.#photos.focus();
  }

  #showEmpty(): void {
    const { scope, query } = this.#viewing.state;
    this.#library.showEmpty(scope.kind === 'all', query);
  }

  #focusFilter(): void {
    this.#several.close();
    this.#large.close();
    this.#filter.focus();
  }

  #toggleStacks(all: boolean): void {
    if (all) this.#stacking.toggleAll();
    else this.#stacking.toggle();
  }

  #resize(step: 1 | -1): void {
    this.#viewing.resize(this.#viewing.state.rowHeight + step * sizeStep);
  }

  /** @returns whether there was a photo to mark */
  #mark(wish: MarkWish, goOn: boolean): boolean {
    if (!this.#marking.mark(wish)) return false;
    if (this.#several.shown) {
      if (typeof wish === 'object' && wish.flag === 'reject') this.#several.rejected();
      return true;
    }
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

  /** @returns whether there was a photo to do it with */
  #runOnChosen(command: Extract<FromWebview, { type: 'run' }>['command']): boolean {
    if (this.#chosen.acted.length === 0) return false;
    // What was selected last is told first: it is that which the command is about.
    this.#chosen.tellNow();
    this.#channel.post({ type: 'run', command });
    return true;
  }

  #rotate(where: 'Left' | 'Right'): boolean {
    if (!this.#runOnChosen(`rotate${where}`)) return false;
    const { length } = this.#chosen.acted;
    this.#announcer.say(text.turning(where, length, this.#locale.number(length)));
    return true;
  }

  #trouble(error: unknown): void {
    if (error instanceof RequestError && error.code === 'cancelled') return;
    this.#library.notices.trouble(messageOf(error));
  }
}
