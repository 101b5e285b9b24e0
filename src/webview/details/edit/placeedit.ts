/** Where it was taken: numbers, degrees, or the address of a map; or nothing of it. */
import type { Gps } from '../../../protocol/place.ts';
import type { EditAnswer } from '../../../protocol/webview.ts';
import { element } from '../../element.ts';
import type { Locale } from '../../locale.ts';
import { checkbox } from '../../toolkit.ts';
import { coordinates } from '../value.ts';
import type { FormField } from './field.ts';
import { TextEdit } from './textedit.ts';
import { words } from './words.ts';

export class PlaceEdit implements FormField {
  readonly element: HTMLElement;
  readonly #text: TextEdit;
  #isRemoved = false;

  /** @param read what somebody typed, as a place; null where it is none */
  constructor(
    {
      initial,
      aside,
      locale,
    }: {
      readonly initial: string;
      readonly aside: string;
      readonly locale: Locale;
    },
    read: (text: string) => Promise<Gps | null>,
    onChange: () => void,
  ) {
    this.#text = new TextEdit({
      field: 'gps',
      label: words.place,
      aside,
      initial,
      placeholder: words.placeExample,
      check: async value => {
        const found = await read(value);
        return found == null
          ? { fault: words.placeWrong }
          : { fault: '', said: coordinates(found.lat, found.lon, locale) };
      },
      onChange,
    });
    const removed = checkbox(words.removePlace, isChecked => {
      this.#isRemoved = isChecked;
      this.#text.disabled = isChecked;
      onChange();
    });
    this.element = element('div', {}, this.#text.element, removed);
  }

  get isFaulty(): boolean {
    return !this.#isRemoved && this.#text.isFaulty;
  }

  answers(): readonly EditAnswer[] {
    return this.#isRemoved ? [{ field: 'removeGps', answer: 'gps' }] : this.#text.answers();
  }
}
