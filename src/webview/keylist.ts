import './keylist.css';
import { element } from './element.ts';
import { type KeyRow, keyGroups, shownKey } from './keys.ts';
import { text } from './text.ts';
import { iconButton } from './toolkit.ts';

/** The list of all keys, in a dialog over the view. */
export class KeyList {
  readonly element: HTMLDialogElement;

  constructor() {
    const { keyList } = text;
    const title = element('h1', { id: 'keys-title', text: keyList.title });
    this.element = element(
      'dialog',
      { class: 'keylist', 'aria-labelledby': 'keys-title' },
      element(
        'header',
        {},
        title,
        iconButton('close', keyList.close, () => this.element.close()),
      ),
      element(
        'div',
        { class: 'groups', tabindex: '0', role: 'group', 'aria-labelledby': 'keys-title' },
        ...keyGroups.map(({ name, rows }) =>
          element('section', {}, element('h2', { text: name }), element('dl', {}, ...rows.flatMap(row))),
        ),
      ),
      element('p', { class: 'dim', text: keyList.hint }),
    );
    // A click beside it hits the dialog itself, whose parts fill it.
    this.element.addEventListener('click', event => {
      if (event.target === this.element) this.element.close();
    });
    // What is pressed now is for the list alone.
    this.element.addEventListener('keydown', event => {
      if (event.key === '?') this.element.close();
      event.stopPropagation();
    });
  }

  get shown(): boolean {
    return this.element.open;
  }

  /** The focus goes back to where it was when it is closed: the browser sees to that. */
  show(): void {
    if (!this.shown) this.element.showModal();
  }
}

function row({ keys, does, range }: KeyRow): HTMLElement[] {
  const shown = range === true ? [keys[0] ?? '', keys.at(-1) ?? ''] : keys;
  const between = range === true ? text.keyList.to : text.keyList.or;
  const term = element('dt');
  for (const [at, key] of shown.entries()) {
    // Said, not shown: one behind the other is plain to the eye.
    if (at > 0) term.append(element('span', { class: range === true ? 'dim' : 'vh', text: ` ${between} ` }));
    term.append(...shownKey(key).map(part => element('kbd', { text: part })));
  }
  return [term, element('dd', { text: does })];
}
