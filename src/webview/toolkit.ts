// The only file that knows the toolkit: forms and panels use its elements, the grid never does. Its successor is
// @vscode-elements/elements; changing over means changing this file. Its tag and its badge are not used: their template
// has a style attribute, which the content security policy blocks and reports.
import {
  type Dropdown,
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDivider,
  vsCodeDropdown,
  vsCodeLink,
  vsCodeOption,
} from '@vscode/webview-ui-toolkit';
import { element } from './element.ts';
import { type IconName, icon } from './icon.ts';

export function installToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDivider(), vsCodeDropdown(), vsCodeLink(), vsCodeOption());
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
