/** When it was taken: set, shifted, the zone corrected, or taken from elsewhere. */
import type { EditAnswer } from '../../../protocol/webview.ts';
import { element } from '../../element.ts';
import { choice } from '../../toolkit.ts';
import { dateFault, shiftFault, zoneFault } from './checks.ts';
import { type FormField, labelled } from './field.ts';
import { TextEdit } from './textedit.ts';
import { words } from './words.ts';

type Way = keyof typeof words.times;
type Source = keyof typeof words.sources;

export class TimeEdit implements FormField {
  readonly element: HTMLElement;
  readonly #onChange: () => void;
  readonly #initial: string;
  readonly #more = element('div');
  #way: Way = 'leave';
  #source: Source = 'sidecar';
  #text: TextEdit | undefined;

  /** @param initial what all of them say; empty where they differ or say nothing @param aside what they say, in words */
  constructor(initial: string, aside: string, onChange: () => void) {
    this.#initial = initial;
    this.#onChange = onChange;
    const ways = Object.entries(words.times) as [Way, string][];
    const way = choice<Way>(words.time, ways, chosen => this.#choose(chosen));
    way.set('leave');
    this.element = labelled(words.time, aside, way.element, this.#more);
  }

  get isFaulty(): boolean {
    return this.#text?.isFaulty ?? false;
  }

  answers(): readonly EditAnswer[] {
    if (this.#way === 'leave') return [];
    return this.#way === 'dateFrom' ? [{ field: 'dateFrom', answer: this.#source }] : (this.#text?.answers() ?? []);
  }

  #choose(way: Way): void {
    this.#way = way;
    this.#text = undefined;
    if (way === 'leave') this.#more.replaceChildren();
    else if (way === 'dateFrom') this.#more.replaceChildren(this.#sources());
    else {
      this.#text = this.#textOf(way);
      this.#more.replaceChildren(this.#text.element);
    }
    this.#changed();
  }

  #sources(): HTMLElement {
    const source = choice<Source>(words.source, Object.entries(words.sources) as [Source, string][], chosen => {
      this.#source = chosen;
      this.#changed();
    });
    source.set(this.#source);
    return labelled(words.source, '', source.element);
  }

  #textOf(way: Exclude<Way, 'leave' | 'dateFrom'>): TextEdit {
    const onChange = (): void => this.#changed();
    if (way === 'date')
      return new TextEdit({
        field: way,
        label: words.date,
        initial: this.#initial,
        placeholder: words.dateExample,
        check: value => ({ fault: dateFault(value) }),
        onChange,
      });
    const isShift = way === 'shift';
    return new TextEdit({
      field: way,
      label: isShift ? words.shift : words.zone,
      initial: '',
      placeholder: isShift ? words.shiftExample : words.zoneExample,
      check: value => ({
        fault: isShift ? shiftFault(value) : zoneFault(value),
      }),
      onChange,
    });
  }

  #changed(): void {
    this.element.classList.toggle('touched', this.answers().length > 0);
    this.#onChange();
  }
}
