/** What every field of the form has. */
import type { EditAnswer } from '../../../protocol/webview.ts';
import { element } from '../../element.ts';
import { icon } from '../../icon.ts';

export interface FormField {
  readonly element: HTMLElement;
  /** None where it is not touched. */
  answers(): readonly EditAnswer[];
  readonly isFaulty: boolean;
}

/** What is said below a control while somebody types. */
export class Remark {
  readonly element = element('div', { class: 'remark', 'aria-live': 'polite' });

  /** @param fault what is wrong, or else @param said what it is taken for; both empty: nothing */
  show(fault: string, said = ''): void {
    this.element.className = fault === '' ? 'remark' : 'remark wrong';
    if (fault === '' && said === '') this.element.replaceChildren();
    else
      this.element.replaceChildren(
        ...(fault === '' ? [] : [icon('error', 'err')]),
        element('span', { text: fault || said }),
      );
  }
}

/** The name of a field, and at its side what is so now or where it comes from. */
export const labelled = (label: string, aside: string, ...children: Node[]): HTMLElement =>
  element(
    'div',
    { class: 'field' },
    element('div', { class: 'lb', 'aria-hidden': 'true' }, label, element('span', { class: 'org', text: aside })),
    ...children,
  );
