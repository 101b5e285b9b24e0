/** The form by which the metadata of what is selected are edited: only what is touched is changed, and first as a plan. */
import type { Details } from '../../../protocol/details.ts';
import type { Gps } from '../../../protocol/place.ts';
import type { EditAnswer } from '../../../protocol/webview.ts';
import { element, foreign } from '../../element.ts';
import type { Locale } from '../../locale.ts';
import { text } from '../../text.ts';
import { button, iconButton, setDisabled } from '../../toolkit.ts';
import type { FormField } from './field.ts';
import { FormFields } from './formfields.ts';
import { words } from './words.ts';

export interface EditPorts {
  readonly read: (text: string) => Promise<Gps | null>;
  readonly preview: (answers: readonly EditAnswer[]) => void;
  readonly apply: () => void;
  readonly close: () => void;
}

export class EditForm {
  readonly element: HTMLElement;
  readonly #ports: EditPorts;
  readonly #locale: Locale;
  readonly #name = element('h1');
  readonly #fields: readonly FormField[];
  readonly #state = element('p', { class: 'dim', 'aria-live': 'polite' });
  readonly #preview = button(words.preview, 'primary', () => this.#ports.preview(this.answers()));
  readonly #apply = button(words.apply, 'primary', () => this.#ports.apply());
  #planned = '';

  constructor(details: Details, count: number, locale: Locale, ports: EditPorts) {
    this.#ports = ports;
    this.#locale = locale;
    const form = new FormFields(details, locale, ports.read, () => this.#changed());
    this.#fields = form.all;
    this.element = element(
      'form',
      { class: 'frm', 'aria-label': words.title },
      element(
        'section',
        { class: 'grp' },
        element(
          'div',
          { class: 'row' },
          this.#name,
          element('span', { class: 'grow' }),
          iconButton('close', words.closeForm, () => ports.close()),
        ),
        element('p', { class: 'dim', text: words.hint }),
      ),
      group(words.groups.when, form.time),
      group(words.groups.where, form.place),
      group(words.groups.about, ...form.about),
      element(
        'section',
        { class: 'grp foot' },
        element(
          'div',
          { class: 'row' },
          this.#apply,
          this.#preview,
          button(words.discard, 'secondary', () => ports.close()),
        ),
        this.#state,
      ),
    );
    this.element.addEventListener('submit', event => event.preventDefault());
    this.element.addEventListener('keydown', event => {
      if (event.key === 'Escape' && this.answers().length === 0) ports.close();
    });
    this.names(details, count);
    this.#changed();
  }

  /** What is selected now: what was touched is for that. */
  names(details: Details, count: number): void {
    const { item } = details;
    this.#name.replaceChildren(
      item == null
        ? element('span', {
            text: text.selectedDetails(this.#locale.number(count)),
          })
        : foreign(item.name),
    );
    this.#planned = '';
    this.#changed();
  }

  answers(): readonly EditAnswer[] {
    return this.#fields.flatMap(field => field.answers());
  }

  /** The plan is made and shown: it can be applied, until something else is touched. */
  planned(said: string): void {
    this.#planned = said;
    this.#show();
  }

  focus(): void {
    this.element.querySelector<HTMLElement>('vscode-dropdown')?.focus();
  }

  #changed(): void {
    this.#planned = '';
    this.#show();
  }

  #show(): void {
    const faults = this.#fields.filter(field => field.isFaulty).length;
    const touched = this.#fields.filter(field => field.answers().length > 0).length;
    setDisabled(this.#preview, faults > 0 || touched === 0);
    this.#preview.setAttribute('appearance', this.#planned === '' ? 'primary' : 'secondary');
    this.#apply.hidden = this.#planned === '';
    this.#state.textContent =
      this.#planned !== ''
        ? this.#planned
        : faults > 0
          ? words.faults(faults)
          : touched === 0
            ? words.untouched
            : words.touched(touched);
  }
}

const group = (title: string, ...fields: FormField[]): HTMLElement =>
  element('section', { class: 'grp' }, element('h2', { text: title }), ...fields.map(field => field.element));
