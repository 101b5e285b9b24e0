// The only file that knows the toolkit: forms and panels use its elements, the grid never does. Its successor is
// @vscode-elements/elements; changing over means changing this file. Its tag and its badge are not used: their template
// has a style attribute, which the content security policy blocks and reports.
import {
  type Checkbox,
  type Dropdown,
  provideVSCodeDesignSystem,
  type TextArea,
  type TextField,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDivider,
  vsCodeDropdown,
  vsCodeLink,
  vsCodeOption,
  vsCodeTextArea,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { element } from './element.ts';
import { type IconName, icon } from './icon.ts';

export function installToolkit(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDivider(),
    vsCodeDropdown(),
    vsCodeLink(),
    vsCodeOption(),
    vsCodeTextArea(),
    vsCodeTextField(),
  );
}

export function button(label: string, kind: 'primary' | 'secondary', onClick: () => void): HTMLElement {
  const made = element('vscode-button', { appearance: kind, text: label });
  made.addEventListener('click', onClick);
  return made;
}

/** A button of one icon; its label is what a screen reader says and the tooltip shows. */
export function iconButton(name: IconName, label: string, onClick: () => void): HTMLElement {
  const made = element('vscode-button', { appearance: 'icon', 'aria-label': label, title: label }, icon(name));
  made.addEventListener('click', onClick);
  return made;
}

export const divider = (): HTMLElement => element('vscode-divider', { role: 'presentation' });

export interface Choice<T extends string> {
  readonly element: HTMLElement;
  set(value: T): void;
}

/** A dropdown of few values. */
export function choice<T extends string>(
  label: string,
  values: readonly (readonly [T, string])[],
  onChange: (value: T) => void,
): Choice<T> {
  const made = element('vscode-dropdown', { 'aria-label': label, title: label }) as Dropdown;
  for (const [value, text] of values) made.append(element('vscode-option', { value, text }));
  made.addEventListener('change', () => onChange(made.value as T));
  return {
    element: made,
    set(value) {
      made.value = value;
    },
  };
}

export function setDisabled(control: HTMLElement, disabled: boolean): void {
  control.toggleAttribute('disabled', disabled);
}

/** Something to type into. */
export interface TextControl {
  readonly element: HTMLElement;
  value: string;
  disabled: boolean;
  invalid: boolean;
}

/** A line. Its label is what a screen reader says; the toolkit takes it from the text. @param onInput after each letter */
export const textField = (label: string, placeholder: string, onInput: () => void): TextControl =>
  new Text(element('vscode-text-field', { text: label, placeholder }) as TextField, onInput);

/** Some lines. */
export const textArea = (label: string, placeholder: string, onInput: () => void): TextControl =>
  new Text(
    element('vscode-text-area', { text: label, placeholder, rows: '3', resize: 'vertical' }) as TextArea,
    onInput,
  );

class Text implements TextControl {
  readonly element: TextField | TextArea;

  constructor(made: TextField | TextArea, onInput: () => void) {
    this.element = made;
    made.addEventListener('input', onInput);
  }

  get value(): string {
    return this.element.value;
  }

  set value(value: string) {
    this.element.value = value;
  }

  set disabled(disabled: boolean) {
    this.element.disabled = disabled;
  }

  set invalid(invalid: boolean) {
    this.element.setAttribute('aria-invalid', String(invalid));
    this.element.classList.toggle('invalid', invalid);
  }
}

export function checkbox(label: string, onChange: (isChecked: boolean) => void): HTMLElement {
  const made = element('vscode-checkbox', { text: label }) as Checkbox;
  made.addEventListener('change', () => onChange(made.checked));
  return made;
}
