import { element } from './element.ts';

/** Tells a screen reader of counts, politely, once they rest. */
export class Announcer {
  readonly element = element('div', { class: 'vh', 'aria-live': 'polite', role: 'status' });
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(message: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.element.textContent = message;
    }, 500);
  }
}
