import type { Requests } from '../../protocol/requests.ts';
import type { QueryPlace } from '../../protocol/search.ts';
import type { Channel } from '../channel.ts';
import { element, foreign } from '../element.ts';
import { icon } from '../icon.ts';
import type { Locale } from '../locale.ts';
import { text as words } from '../text.ts';
import { iconButton } from '../toolkit.ts';
import { allChips, type Chip, Chips, isField } from './chips.ts';
import { Combobox } from './combobox.ts';
import { conditionAt, holds, replaced, toggled } from './querytext.ts';
import { suggestionsFor } from './suggestions.ts';

/** Typing rests so long before photos are looked for, ms. */
const rest = 200;
/** Nobody is told of an error in what is still being typed, ms. */
const patience = 600;
/** Counts wait until the photos themselves have been asked for, ms: over very many they take the server a while. */
const afterPhotos = 250;
const suggested = 12;

type Scope = Requests['counts']['params']['scope'];

/** Counts that are under way. */
interface Counting {
  readonly key: string;
  readonly abort: AbortController;
  /** Asked for once more since. */
  again: boolean;
}

export interface FilterActions {
  /** Looks for this; what it finds is shown, or {@link Filter.refuse} is called. */
  apply(query: string): void;
  /** Leaves the box for the photos. */
  leave(): void;
  save(): void;
}

/** The box that photos are looked for in, what is wrong with what stands in it, and the chips. */
export class Filter {
  /** The box, for the tool bar. */
  readonly element: HTMLElement;
  /** Below the tool bar. */
  readonly more: HTMLElement;
  readonly #channel: Channel;
  readonly #actions: FilterActions;
  readonly #locale: () => Locale;
  readonly #box: Combobox;
  readonly #chips: Chips;
  readonly #wrong: HTMLElement;
  readonly #clear: HTMLElement;
  readonly #save: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #telling: ReturnType<typeof setTimeout> | undefined;
  #counting: Counting | undefined;
  #applied = '';
  #asked = '';

  constructor(channel: Channel, actions: FilterActions, locale: () => Locale) {
    this.#channel = channel;
    this.#actions = actions;
    this.#locale = locale;
    this.#box = new Combobox(words.filter.label, words.filter.hint, 'filter', {
      suggest: (text, caret) =>
        suggestionsFor(
          conditionAt(text, caret),
          (field, of) => channel.request('values', { field, text: of, limit: suggested }),
          n => words.photos(n, locale().number(n)),
        ),
      choose: ({ insert, open }) => {
        const { input } = this.#box;
        const put = replaced(input.value, conditionAt(input.value, input.selectionStart ?? 0), insert);
        this.#set(put.text, put.caret);
        if (!open) this.#applyNow();
      },
      changed: () => {
        this.#changed();
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#apply(), rest);
      },
      enter: () => this.#applyNow(),
      escape: () => {
        if (this.#box.input.value === '') actions.leave();
        else this.clear();
      },
    });
    this.#chips = new Chips(chip => this.#press(chip));
    this.#clear = iconButton('close', words.filter.clear, () => {
      this.clear();
      this.focus();
    });
    this.#save = iconButton('save', words.filter.save, () => actions.save());
    this.#wrong = element('div', { class: 'wrong', id: 'filter-wrong', role: 'alert' });
    this.#wrong.hidden = true;
    this.element = element(
      'div',
      { class: 'filter', role: 'search' },
      icon('filter'),
      this.#box.element,
      this.#save,
      this.#clear,
    );
    this.more = element('div', { class: 'kbar2' }, this.#wrong, this.#chips.element);
    this.#changed();
  }

  get applied(): string {
    return this.#applied;
  }

  focus(): void {
    this.#box.input.focus();
    this.#box.input.select();
  }

  /** As it was kept, or as it comes with what is to be shown: nothing is looked for. */
  set(query: string): void {
    clearTimeout(this.#timer);
    this.#asked = query;
    this.#applied = query;
    this.#set(query, query.length);
    this.#tell(null);
  }

  clear(): void {
    this.#set('', 0);
    this.#applyNow();
  }

  /** It was understood, and what it finds is shown: counts are asked for. */
  async found(scope: Scope, query: string): Promise<void> {
    this.#applied = query;
    if (query === this.#asked) this.#tell(null);
    const key = JSON.stringify([scope, query]);
    // Changes may come faster than counts.
    if (this.#counting?.key === key) this.#counting.again = true;
    else {
      this.#counting?.abort.abort();
      this.#counting = { key, abort: new AbortController(), again: true };
      await this.#count(this.#counting, scope, query);
    }
  }

  async #count(counting: Counting, scope: Scope, query: string): Promise<void> {
    const { signal } = counting.abort;
    const each = allChips.filter(chip => !isField(chip)).map(chip => chip.query);
    while (counting.again && !signal.aborted) {
      await new Promise(resolve => setTimeout(resolve, afterPhotos));
      if (signal.aborted) return;
      counting.again = false;
      try {
        const counts = await this.#channel.request('counts', { scope, query, each }, { signal });
        if (!signal.aborted) this.#chips.count(counts, this.#locale());
      } catch {
        // Chips without counts work as well.
      }
    }
    if (this.#counting === counting) this.#counting = undefined;
  }

  /** It can't be understood, or never finds anything. @param query the one that was asked for */
  refuse(query: string, why: string, place: QueryPlace | undefined): void {
    if (query !== this.#asked) return;
    clearTimeout(this.#telling);
    const part = place === undefined ? '' : query.slice(place.at, place.at + place.length);
    this.#telling = setTimeout(() => this.#tell({ part, why }), patience);
  }

  #tell(wrong: { readonly part: string; readonly why: string } | null): void {
    clearTimeout(this.#telling);
    this.#wrong.hidden = wrong === null;
    this.#box.input.setAttribute('aria-invalid', String(wrong !== null));
    this.element.classList.toggle('invalid', wrong !== null);
    if (wrong === null) this.#wrong.replaceChildren();
    else
      this.#wrong.replaceChildren(
        icon('error', 'err'),
        element(
          'span',
          {},
          wrong.part === '' ? null : element('b', { class: 'part' }, foreign(wrong.part)),
          wrong.part === '' ? null : ' ',
          words.filter.sentence(wrong.why),
        ),
      );
  }

  #set(text: string, caret: number): void {
    const { input } = this.#box;
    input.value = text;
    if (document.activeElement === input) input.setSelectionRange(caret, caret);
    this.#changed();
  }

  #changed(): void {
    const { value } = this.#box.input;
    this.#clear.hidden = value === '';
    this.#save.hidden = value.trim() === '';
    this.#chips.press(({ query }) => holds(value, query));
  }

  #applyNow(): void {
    clearTimeout(this.#timer);
    this.#apply();
  }

  #apply(): void {
    const query = this.#box.input.value.trim();
    if (query === this.#asked) return;
    this.#asked = query;
    this.#tell(null);
    this.#actions.apply(query);
  }

  #press(chip: Chip): void {
    const { input } = this.#box;
    if (!isField(chip)) {
      this.#set(toggled(input.value, chip.query), input.value.length);
      this.#applyNow();
      return;
    }
    const before = input.value.trimEnd();
    input.focus();
    this.#set(before === '' ? chip.query : `${before} ${chip.query}`, 4000);
    void this.#box.suggest();
  }
}
