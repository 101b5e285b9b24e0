import type { Sort } from '../../protocol/scope.ts';
import type { QueryPlace } from '../../protocol/search.ts';
import type { GridCommand, GridState } from '../../protocol/webview.ts';
import type { Channel } from '../channel.ts';
import type { Filter } from '../filter/filter.ts';
import type { Chosen } from './chosen.ts';
import type { Keeper } from './keeper.ts';
import type { Library } from './library.ts';
import type { Photos } from './photos.ts';
import { largest, smallest } from './toolbar.ts';
import { firstState, keptSelection, sound } from './viewstate.ts';

export interface ViewingParts {
  readonly photos: Photos;
  readonly chosen: Chosen;
  readonly library: Library;
  readonly filter: Filter;
  readonly keeper: Keeper;
  readonly channel: Channel;
  /** Whether one photo is shown large. */
  isLarge(): boolean;
  /** Which stacks are open. */
  stacks(): NonNullable<GridState['stacks']>;
  /** Asks for another result: that of the state as it is now. */
  ask(): void;
}

/** What is looked at, in what order and how large: the state that is kept, and all that changes it. */
export class Viewing {
  readonly #parts: ViewingParts;
  #state: GridState = firstState;
  #title = '';
  /** The query that found what is shown, while another is on its way. */
  #before = '';
  #toldQuery = '';

  constructor(parts: ViewingParts) {
    this.#parts = parts;
  }

  get state(): GridState {
    return this.#state;
  }

  get title(): string {
    return this.#title;
  }

  begin(given: GridState | null, title: string): void {
    const { keeper, photos, library, filter } = this.#parts;
    this.#title = title;
    // What this view itself kept is newer than what it was once opened with.
    this.#state = sound(keeper.begin()) ?? sound(given) ?? firstState;
    photos.rowHeight = this.#state.rowHeight;
    photos.square = this.#state.square === true;
    library.showSettings(this.#state);
    filter.set(this.#state.query);
  }

  show(command: Extract<GridCommand, { do: 'show' }>): void {
    this.#title = command.title;
    this.#state = {
      ...this.#state,
      scope: command.scope,
      query: command.query ?? '',
      anchor: null,
      selected: command.select === undefined ? [] : [command.select],
      focused: command.select ?? null,
      loupe: command.loupe === true ? (command.select ?? null) : null,
    };
    this.#parts.filter.set(this.#state.query);
    this.#parts.ask();
  }

  /** Of what is shown, only what this finds; what is selected and still there stays so. */
  look(query: string): void {
    const { chosen } = this.#parts;
    this.#before = this.#state.query;
    this.#state = { ...this.#state, query, anchor: null, selected: chosen.all, focused: chosen.focused };
    this.#parts.ask();
  }

  refused(query: string, why: string, place: QueryPlace | undefined): void {
    this.#parts.filter.refuse(query, why, place);
    // What is shown was found by the one before. One that was kept and is not understood any more finds nothing.
    const before = this.#before === query ? '' : this.#before;
    this.#state = { ...this.#state, query: before };
    if (this.#parts.photos.shape.version === 0) this.#parts.ask();
  }

  /** It is shown what the query found. */
  tellQuery(): void {
    const { scope, query } = this.#state;
    void this.#parts.filter.found(scope, query);
    if (query !== this.#toldQuery) this.#parts.channel.post({ type: 'filtered', query });
    this.#toldQuery = query;
  }

  sort(sort: Sort): void {
    if (sort === this.#state.sort) return;
    const { chosen, library } = this.#parts;
    // What is selected stays in sight; else another order begins at its beginning.
    const focused = chosen.count > 0 ? chosen.focused : null;
    this.#state = { ...this.#state, sort, anchor: null, selected: chosen.all, focused };
    library.showSettings(this.#state);
    this.#parts.ask();
  }

  resize(rowHeight: number): void {
    const { photos, library, keeper } = this.#parts;
    this.#state = { ...this.#state, rowHeight: Math.max(smallest, Math.min(largest, rowHeight)) };
    photos.rowHeight = this.#state.rowHeight;
    library.showSettings(this.#state);
    keeper.keep();
  }

  toggleSquares(): void {
    const { photos, library, keeper } = this.#parts;
    this.#state = { ...this.#state, square: this.#state.square !== true };
    photos.square = this.#state.square === true;
    library.showSettings(this.#state);
    keeper.keep();
  }

  /** The state as it is now; while there is no photo, as it was. */
  now(): GridState {
    const { photos, chosen, isLarge, stacks } = this.#parts;
    if (photos.shape.ids.length === 0) return this.#state;
    const { focused, count } = chosen;
    this.#state = {
      ...this.#state,
      anchor: photos.anchor,
      selected: count > keptSelection ? [] : chosen.ids(keptSelection),
      focused,
      loupe: isLarge() ? focused : null,
      stacks: stacks(),
    };
    return this.#state;
  }
}
