/** Words of which some are added and some taken away: those of several photos need not be the same. */
import type { FieldValue } from '../../../protocol/details.ts';
import type { EditAnswer, EditFieldId } from '../../../protocol/webview.ts';
import { element, foreign } from '../../element.ts';
import { icon } from '../../icon.ts';
import { type TextControl, textField } from '../../toolkit.ts';
import { itemFault } from './checks.ts';
import { type FormField, labelled, Remark } from './field.ts';
import { words } from './words.ts';

type Items = Extract<FieldValue, { type: 'list' }>['items'];

export interface ListEditOptions {
  readonly label: string;
  readonly add: EditFieldId;
  readonly remove: EditFieldId;
  readonly items: Items;
  /** Photos that are selected. */
  readonly count: number;
  readonly onChange: () => void;
}

export class ListEdit implements FormField {
  readonly element: HTMLElement;
  readonly #options: ListEditOptions;
  readonly #chips = element('div', { class: 'chips', role: 'list' });
  readonly #control: TextControl;
  readonly #remark = new Remark();
  readonly #added: string[] = [];
  readonly #removed = new Set<string>();

  constructor(options: ListEditOptions) {
    this.#options = options;
    this.#control = textField(options.label, words.addOne, () => this.#look());
    this.#control.element.addEventListener('keydown', event => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      this.#take();
    });
    this.element = labelled(options.label, '', this.#chips, this.#control.element, this.#remark.element);
    this.#show();
  }

  get isFaulty(): boolean {
    return itemFault(this.#pending) !== '';
  }

  /** Also what stands in the box and was not confirmed by Enter. */
  answers(): readonly EditAnswer[] {
    const { add, remove } = this.#options;
    const added = this.#pending === '' ? this.#added : [...this.#added, this.#pending];
    return [
      ...[...this.#removed].map(answer => ({ field: remove, answer })),
      ...[...new Set(added)].map(answer => ({ field: add, answer })),
    ];
  }

  get #pending(): string {
    return this.#control.value.trim();
  }

  #look(): void {
    const fault = itemFault(this.#pending);
    this.#control.invalid = fault !== '';
    this.#remark.show(fault);
    this.#changed();
  }

  #take(): void {
    const item = this.#pending;
    if (item === '' || itemFault(item) !== '') return;
    if (!this.#added.includes(item)) this.#added.push(item);
    this.#control.value = '';
    this.#show();
    this.#changed();
  }

  #changed(): void {
    this.element.classList.toggle('touched', this.answers().length > 0);
    this.#options.onChange();
  }

  #show(): void {
    const { items, count } = this.#options;
    this.#chips.replaceChildren(
      ...items.map(({ text, count: of }) => {
        const isRemoved = this.#removed.has(text);
        const chip = this.#chip(text, isRemoved ? words.kept(text) : words.taken(text), isRemoved ? 'dash' : undefined);
        if (count > 1 && of < count) chip.append(element('span', { class: 'num dim', text: String(of) }));
        chip.classList.toggle('gone', isRemoved);
        chip.setAttribute('aria-pressed', String(isRemoved));
        chip.addEventListener('click', () => this.#toggle(text));
        return element('span', { role: 'listitem' }, chip);
      }),
      ...this.#added.map(text => {
        const chip = this.#chip(text, words.unadded(text), 'add');
        chip.classList.add('new');
        chip.addEventListener('click', () => this.#drop(text));
        return element('span', { role: 'listitem' }, chip);
      }),
    );
  }

  #chip(text: string, label: string, mark?: 'dash' | 'add'): HTMLElement {
    return element(
      'button',
      { class: 'tag chip', type: 'button', title: label, 'aria-label': label },
      mark === 'dash' ? icon('dash') : mark === 'add' && element('span', { text: '+', 'aria-hidden': 'true' }),
      foreign(text),
    );
  }

  #toggle(text: string): void {
    if (!this.#removed.delete(text)) this.#removed.add(text);
    this.#show();
    this.#changed();
  }

  #drop(text: string): void {
    this.#added.splice(this.#added.indexOf(text), 1);
    this.#show();
    this.#changed();
  }
}
