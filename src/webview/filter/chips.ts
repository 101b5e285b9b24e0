/** Filters that one press puts on and off, with how many photos each would leave; one tab stop, arrows go from one to the next. */
import { element } from '../element.ts';
import { type IconName, icon } from '../icon.ts';
import type { Locale } from '../locale.ts';
import { text } from '../text.ts';

export interface Chip {
  /** A condition; or a field, with its colon, of which a value is to be chosen. */
  readonly query: string;
  readonly label: string;
  readonly icon: IconName;
}

const { chips } = text.filter;

export const allChips: readonly Chip[] = [
  { query: 'flag:pick', label: chips.picks, icon: 'flag' },
  { query: 'rating:0', label: chips.unrated, icon: 'starEmpty' },
  { query: '-has:time', label: chips.noDate, icon: 'calendar' },
  { query: '-has:gps', label: chips.noGps, icon: 'globe' },
  { query: 'is:problem', label: chips.problems, icon: 'warning' },
  { query: 'is:duplicate', label: chips.duplicates, icon: 'copy' },
  { query: 'kind:video', label: chips.videos, icon: 'video' },
  { query: 'is:live', label: chips.live, icon: 'live' },
  { query: 'is:raw', label: chips.raw, icon: 'file' },
  { query: 'is:edited', label: chips.edited, icon: 'edit' },
  { query: 'camera:', label: chips.camera, icon: 'photo' },
  { query: 'album:', label: chips.album, icon: 'folder' },
];

export const isField = ({ query }: Chip): boolean => query.endsWith(':');

export class Chips {
  readonly element: HTMLElement;
  readonly #buttons: readonly HTMLButtonElement[];
  readonly #counts: readonly HTMLElement[];
  #pressed: readonly boolean[] = [];
  #known: readonly (number | null | undefined)[] = [];

  constructor(press: (chip: Chip) => void) {
    this.#counts = allChips.map(() => element('span', { class: 'c num' }));
    this.#buttons = allChips.map((chip, i) => {
      const button = element(
        'button',
        { class: 'chip', type: 'button', tabindex: '-1', ...(isField(chip) ? {} : { 'aria-pressed': 'false' }) },
        icon(chip.icon),
        element('span', { text: isField(chip) ? `${chip.label}…` : chip.label }),
        this.#counts[i],
      );
      button.addEventListener('click', () => press(chip));
      button.addEventListener('focus', () => this.#stopAt(i));
      return button;
    });
    this.element = element(
      'div',
      { class: 'chips', role: 'toolbar', 'aria-label': text.filter.chipsLabel },
      ...this.#buttons,
    );
    this.#stopAt(0);
    this.element.addEventListener('keydown', event => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (step === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      const there = this.#buttons.filter(button => !button.hidden);
      const at = there.indexOf(document.activeElement as HTMLButtonElement);
      there[(at + step + there.length) % there.length]?.focus();
      event.preventDefault();
      event.stopPropagation();
    });
  }

  #stopAt(index: number): void {
    for (const [i, button] of this.#buttons.entries()) button.tabIndex = i === index ? 0 : -1;
  }

  press(isPressed: (chip: Chip) => boolean): void {
    this.#pressed = allChips.map(chip => !isField(chip) && isPressed(chip));
    for (const [i, chip] of allChips.entries())
      if (!isField(chip)) this.#buttons[i]?.setAttribute('aria-pressed', String(this.#pressed[i]));
    this.#hide();
  }

  /** @param counts of those that are conditions, in their order; null where it is not known */
  count(counts: readonly (number | null)[], locale: Locale): void {
    let next = 0;
    this.#known = allChips.map(chip => (isField(chip) ? undefined : counts[next++]));
    for (const [i, count] of this.#known.entries()) {
      const shown = this.#counts[i];
      if (shown !== undefined) shown.textContent = count == null || this.#pressed[i] ? '' : locale.number(count);
    }
    this.#hide();
  }

  /** What would leave nothing is not offered; what is on can be put off. */
  #hide(): void {
    for (const [i, button] of this.#buttons.entries()) button.hidden = this.#known[i] === 0 && !this.#pressed[i];
    const stop = this.#buttons.findIndex(button => button.tabIndex === 0);
    if (this.#buttons[stop]?.hidden === true) this.#stopAt(this.#buttons.findIndex(button => !button.hidden));
  }
}
