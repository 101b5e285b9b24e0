import type { EditAnswer } from '../../../protocol/webview.ts';
import { choice } from '../../toolkit.ts';
import { type FormField, labelled } from './field.ts';
import { words } from './words.ts';

/** Stars that are written into the files. */
export class RatingEdit implements FormField {
  readonly element: HTMLElement;
  readonly isFaulty = false;
  #stars = '';

  constructor(aside: string, onChange: () => void) {
    const values = ['', '0', '1', '2', '3', '4', '5'].map(
      value => [value, value === '' ? words.leave : words.ratings(Number(value))] as const,
    );
    const stars = choice<string>(words.rating, values, chosen => {
      this.#stars = chosen;
      onChange();
    });
    stars.set('');
    this.element = labelled(words.rating, aside, stars.element);
  }

  answers(): readonly EditAnswer[] {
    return this.#stars === '' ? [] : [{ field: 'rating', answer: this.#stars }];
  }
}
