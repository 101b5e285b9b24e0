import type { Details } from '../../protocol/details.ts';
import type { FromWebview, ToWebview } from '../../protocol/webview.ts';
import { Channel } from '../channel.ts';
import { element } from '../element.ts';
import { icon } from '../icon.ts';
import { Locale } from '../locale.ts';
import { text } from '../text.ts';
import { button } from '../toolkit.ts';
import { EditForm } from './edit/editform.ts';
import { panelOf } from './panel.ts';

/** The details view: follows the selection of the active grid. */
export class DetailsView {
  readonly #channel: Channel;
  readonly #busy = element('div', { class: 'busy', role: 'progressbar', 'aria-label': text.loading });
  readonly #panel = element('main', { class: 'det', 'aria-label': text.details });
  #locale = new Locale('en');
  #ids: readonly number[] = [];
  /** How many are selected; more than ids where those are only the first. */
  #count = 0;
  #asking: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown = '';
  /** What is shown in place of the details while somebody edits. */
  #form: EditForm | undefined;
  #details: Details | undefined;

  constructor(post: (message: FromWebview) => void, root: HTMLElement) {
    this.#channel = new Channel(post);
    this.#busy.hidden = true;
    root.append(this.#busy, this.#panel);
    // What to do here is known before any backup is open.
    this.#later();
  }

  receive(message: ToWebview): void {
    if (this.#channel.receive(message)) return;
    switch (message.type) {
      case 'init':
        this.#locale = new Locale(message.locale);
        this.#shown = '';
        this.#later();
        break;
      case 'selection':
        this.#ids = message.ids;
        this.#count = Math.max(message.count ?? 0, message.ids.length);
        this.#later();
        break;
      case 'event':
        if (message.event.event === 'changed') this.#later();
        break;
      case 'edit':
        if (message.is === 'wanted') this.#edit();
        else if (message.is === 'planned') this.#form?.planned(message.said);
        else this.#close();
        break;
      case 'command':
      case 'reply':
        break;
      default:
        message satisfies never;
    }
  }

  /** A held arrow key selects faster than anybody reads: only where it rests is asked for. */
  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), 40);
  }

  async #ask(): Promise<void> {
    this.#asking?.abort();
    if (this.#ids.length === 0) {
      this.#showNothing();
      this.#busy.hidden = true;
      return;
    }
    const asking = new AbortController();
    this.#asking = asking;
    const slow = setTimeout(() => {
      this.#busy.hidden = false;
    }, 150);
    try {
      const details = await this.#channel.request('details', { ids: this.#ids }, { signal: asking.signal });
      this.#showDetails(details);
    } catch (error) {
      if (!asking.signal.aborted) this.#showTrouble(error instanceof Error ? error.message : String(error));
    } finally {
      clearTimeout(slow);
      if (this.#asking === asking) this.#busy.hidden = true;
    }
  }

  #showNothing(): void {
    this.#form = undefined;
    this.#details = undefined;
    this.#show('', [
      element('h1', { class: 'vh', text: text.details }),
      element('p', { class: 'nothing dim', text: text.nothingSelected }),
    ]);
  }

  #showDetails(details: Details): void {
    // What was selected may be gone since, as after an undo.
    if (details.count === 0) return this.#showNothing();
    const count = Math.max(this.#count, details.count);
    this.#details = details;
    if (this.#form != null) {
      // What was typed is for what is selected now.
      if (this.#form.answers().length > 0) this.#form.names(details, count);
      else this.#edit();
      return;
    }
    const key = JSON.stringify([count, details]);
    // The same again would only take the focus from a button that has it.
    if (key === this.#shown) return;
    const parts = panelOf(
      details,
      count,
      this.#locale,
      message => this.#channel.post(message),
      Date.now(),
      () => this.#edit(),
    );
    this.#panel.setAttribute('aria-label', text.detailsOf(details.item?.name ?? text.selected(String(count))));
    this.#show(key, parts);
  }

  #edit(): void {
    const details = this.#details;
    if (details == null) return;
    this.#form = new EditForm(details, Math.max(this.#count, details.count), this.#locale, {
      read: async typed => this.#channel.request('readPlace', { text: typed.slice(0, 4000) }),
      preview: answers => this.#channel.post({ type: 'edit', answers }),
      apply: () => this.#channel.post({ type: 'applyEdit' }),
      close: () => this.#close(),
    });
    this.#show('edit', [this.#form.element]);
    this.#form.focus();
  }

  #close(): void {
    if (this.#form == null) return;
    this.#form = undefined;
    this.#later();
  }

  #showTrouble(message: string): void {
    this.#show('', [
      element(
        'div',
        { class: 'grp' },
        element(
          'div',
          { class: 'note error' },
          icon('error', 'err'),
          element(
            'div',
            {},
            element('b', { text: text.cannotShowDetails }),
            element('p', { text: message }),
            element(
              'div',
              { class: 'row' },
              button(text.tryAgain, 'secondary', () => this.#later()),
            ),
          ),
        ),
      ),
    ]);
  }

  #show(key: string, parts: readonly Node[]): void {
    this.#shown = key;
    const { scrollTop } = this.#panel;
    this.#panel.replaceChildren(...parts);
    // From photo to photo the same group stays in sight.
    this.#panel.scrollTop = scrollTop;
  }
}
