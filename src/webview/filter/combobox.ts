/** A text box with a list of what can be put in: the combobox of the ARIA practices, the list being offered only. */
import { element, foreign } from '../element.ts';
import type { Suggestion } from './suggestions.ts';

export interface ComboboxActions {
  /** Called again whenever the text or the caret has changed; an older answer is dropped. */
  suggest(text: string, caret: number): Promise<readonly Suggestion[]>;
  /** One was chosen. */
  choose(suggestion: Suggestion): void;
  changed(): void;
  /** Enter, without anything chosen in the list. */
  enter(): void;
  /** Escape, while the list is not there. */
  escape(): void;
}

export class Combobox {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #actions: ComboboxActions;
  #suggestions: readonly Suggestion[] = [];
  #active = -1;
  #asked = 0;

  constructor(label: string, hint: string, id: string, actions: ComboboxActions) {
    this.#actions = actions;
    this.input = element('input', {
      type: 'text',
      class: 'filtertext',
      role: 'combobox',
      'aria-label': label,
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': `${id}-list`,
      'aria-describedby': `${id}-wrong`,
      placeholder: hint,
      autocomplete: 'off',
      spellcheck: 'false',
      maxlength: '4000',
    });
    this.#list = element('div', { class: 'suggestions', role: 'listbox', id: `${id}-list`, 'aria-label': label });
    this.#list.hidden = true;
    this.element = element('div', { class: 'combobox' }, this.input, this.#list);
    this.input.addEventListener('input', () => {
      actions.changed();
      this.suggest();
    });
    this.input.addEventListener('blur', () => this.close());
    this.input.addEventListener('click', () => this.close());
    this.input.addEventListener('keydown', event => this.#key(event));
    // The box keeps the focus: what is pressed on is chosen.
    this.#list.addEventListener('mousedown', event => {
      event.preventDefault();
      const option = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=option]') : null;
      const chosen = this.#suggestions[Number(option?.dataset.index ?? -1)];
      if (chosen !== undefined) this.#choose(chosen);
    });
  }

  get open(): boolean {
    return !this.#list.hidden;
  }

  close(): void {
    this.#asked++;
    this.#show([]);
  }

  async suggest(): Promise<void> {
    const asked = ++this.#asked;
    const { value, selectionStart } = this.input;
    try {
      const found = await this.#actions.suggest(value, selectionStart ?? value.length);
      if (asked === this.#asked && document.activeElement === this.input) this.#show(found);
    } catch {
      // Without suggestions the box is what it is: a text box.
      if (asked === this.#asked) this.#show([]);
    }
  }

  #show(suggestions: readonly Suggestion[]): void {
    // What a person has gone to stays chosen while the list comes anew.
    const chosen = this.#suggestions[this.#active]?.insert;
    this.#suggestions = suggestions;
    this.#list.hidden = suggestions.length === 0;
    this.input.setAttribute('aria-expanded', String(suggestions.length > 0));
    this.#list.replaceChildren(
      ...suggestions.map(({ label, note }, index) =>
        element(
          'div',
          {
            class: 'suggestion',
            role: 'option',
            id: `${this.#list.id}-${index}`,
            'data-index': String(index),
            'aria-selected': 'false',
          },
          foreign(label),
          element('span', { class: 'dim num', text: note }),
        ),
      ),
    );
    this.#activate(chosen === undefined ? -1 : suggestions.findIndex(({ insert }) => insert === chosen));
  }

  #activate(index: number): void {
    this.#active = index;
    for (const [at, option] of [...this.#list.children].entries()) {
      option.setAttribute('aria-selected', String(at === index));
      if (at === index) option.scrollIntoView({ block: 'nearest' });
    }
    if (index < 0) this.input.removeAttribute('aria-activedescendant');
    else this.input.setAttribute('aria-activedescendant', `${this.#list.id}-${index}`);
  }

  #choose(suggestion: Suggestion): void {
    this.close();
    this.#actions.choose(suggestion);
    if (suggestion.open) void this.suggest();
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const { length } = this.#suggestions;
    const chosen = this.#suggestions[this.#active];
    switch (event.key) {
      case 'ArrowDown':
        if (!this.open) void this.suggest();
        else this.#activate((this.#active + 1) % length);
        break;
      case 'ArrowUp':
        if (!this.open) return;
        this.#activate(this.#active <= 0 ? length - 1 : this.#active - 1);
        break;
      case 'Enter':
        if (chosen !== undefined) this.#choose(chosen);
        else {
          this.close();
          this.#actions.enter();
        }
        break;
      case 'Tab':
        if (chosen === undefined || event.shiftKey) return;
        this.#choose(chosen);
        break;
      case 'Escape':
        if (this.open) this.close();
        else this.#actions.escape();
        break;
      default:
        // The window has keys of its own, which mean photos: not the text that is typed here.
        if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') event.stopPropagation();
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
