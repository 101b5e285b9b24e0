/** A line or some lines of text, checked as they are typed. */
import type { EditAnswer, EditFieldId } from '../../../protocol/webview.ts';
import { type TextControl, textArea, textField } from '../../toolkit.ts';
import { type FormField, labelled, Remark } from './field.ts';

export interface Checked {
  /** What is wrong; empty: nothing. */
  readonly fault: string;
  /** What it is taken for. */
  readonly said?: string;
}

export interface TextEditOptions {
  readonly field: EditFieldId;
  readonly label: string;
  /** Where the value comes from, or that it differs. */
  readonly aside?: string;
  readonly initial: string;
  readonly placeholder: string;
  readonly lines?: boolean;
  readonly check: (value: string) => Checked | Promise<Checked>;
  readonly onChange: () => void;
}

export class TextEdit implements FormField {
  readonly element: HTMLElement;
  readonly #options: TextEditOptions;
  readonly #control: TextControl;
  readonly #remark = new Remark();
  #isFaulty = false;
  #checks = 0;

  constructor(options: TextEditOptions) {
    this.#options = options;
    const { label, placeholder, initial, lines, aside = '' } = options;
    const make = lines === true ? textArea : textField;
    this.#control = make(label, placeholder, () => void this.#check());
    this.#control.value = initial;
    this.element = labelled(label, aside, this.#control.element, this.#remark.element);
  }

  get isTouched(): boolean {
    return this.#control.value !== this.#options.initial;
  }

  get isFaulty(): boolean {
    return this.isTouched && this.#isFaulty;
  }

  set disabled(disabled: boolean) {
    this.#control.disabled = disabled;
  }

  answers(): readonly EditAnswer[] {
    return this.isTouched ? [{ field: this.#options.field, answer: this.#control.value }] : [];
  }

  focus(): void {
    this.#control.element.focus();
  }

  /** What was typed last counts, however long it took to look at what was typed before. */
  async #check(): Promise<void> {
    const number = ++this.#checks;
    const found = this.isTouched ? this.#options.check(this.#control.value) : { fault: '' };
    // Until it is known, nothing is to be made of it.
    if (found instanceof Promise) this.#isFaulty = true;
    const { fault, said } = await found;
    if (number !== this.#checks) return;
    this.#isFaulty = fault !== '';
    this.#control.invalid = this.#isFaulty;
    this.element.classList.toggle('touched', this.isTouched);
    this.#remark.show(fault, said);
    this.#options.onChange();
  }
}
