/** The fields of the form, with what is so of the photos that are selected. */
import type { Details, FieldId, FieldValue } from '../../../protocol/details.ts';
import type { Gps } from '../../../protocol/place.ts';
import type { Locale } from '../../locale.ts';
import { originNames, text } from '../../text.ts';
import { textFault } from './checks.ts';
import type { FormField } from './field.ts';
import { ListEdit } from './listedit.ts';
import { PlaceEdit } from './placeedit.ts';
import { RatingEdit } from './ratingedit.ts';
import { TextEdit } from './textedit.ts';
import { TimeEdit } from './timeedit.ts';
import { words } from './words.ts';

export class FormFields {
  readonly time: FormField;
  readonly place: FormField;
  readonly about: readonly FormField[];
  readonly #details: Details;
  readonly #locale: Locale;

  constructor(details: Details, locale: Locale, read: (text: string) => Promise<Gps | null>, onChange: () => void) {
    this.#details = details;
    this.#locale = locale;
    const gps = this.#value('gps');
    const time = this.#value('capturedAt');
    this.time = new TimeEdit(time?.type === 'time' ? time.text : '', this.#aside('capturedAt'), onChange);
    const initial = gps?.type === 'gps' ? `${gps.lat}, ${gps.lon}` : '';
    this.place = new PlaceEdit({ initial, aside: this.#aside('gps'), locale }, read, onChange);
    const line = (id: 'title' | 'description' | 'creator' | 'copyright', label: string): FormField => {
      const value = this.#value(id);
      return new TextEdit({
        field: id,
        label,
        aside: this.#aside(id),
        initial: value?.type === 'text' ? value.text : '',
        placeholder: value?.type === 'differs' ? words.leaveAll : '',
        lines: id === 'description',
        check: typed => ({
          fault: textFault(typed),
          ...(typed === '' && { said: words.emptied }),
        }),
        onChange,
      });
    };
    const list = (id: 'keywords' | 'people', label: string): FormField => {
      const value = this.#value(id);
      const isPeople = id === 'people';
      return new ListEdit({
        label,
        add: isPeople ? 'addPerson' : 'addKeyword',
        remove: isPeople ? 'removePerson' : 'removeKeyword',
        items: value?.type === 'list' ? value.items : [],
        count: details.count,
        onChange,
      });
    };
    this.about = [
      line('title', words.photoTitle),
      line('description', words.caption),
      list('keywords', words.keywords),
      list('people', words.people),
      line('creator', words.creator),
      line('copyright', words.copyright),
      new RatingEdit(this.#aside('rating'), onChange),
    ];
  }

  get all(): readonly FormField[] {
    return [this.time, this.place, ...this.about];
  }

  #value(id: FieldId): FieldValue | undefined {
    return this.#details.fields.find(field => field.id === id)?.value;
  }

  /** Where what is so comes from, or how much they differ. */
  #aside(id: FieldId): string {
    const field = this.#details.fields.find(one => one.id === id);
    if (field == null) return '';
    if (field.value.type === 'differs')
      return `${words.differs}: ${text.values(field.value.values, this.#locale.number(field.value.values))}`;
    return field.origin == null ? '' : originNames[field.origin];
  }
}
