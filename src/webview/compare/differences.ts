import type { DetailField, Details, FieldId } from '../../protocol/details.ts';
import type { Channel } from '../channel.ts';
import { shownValue } from '../details/value.ts';
import { element } from '../element.ts';
import type { Locale } from '../locale.ts';
import { fieldNames, text } from '../text.ts';

/** These are seen beneath each photo. */
const seen: ReadonlySet<FieldId> = new Set(['rating', 'flag', 'favorite']);

interface Row {
  readonly name: string;
  readonly cells: readonly (readonly (Node | string)[])[];
}

/** Below the photos that are compared: what their metadata don't agree in. */
export class Differences {
  readonly element = element('table', { class: 'dif', role: 'table' });
  readonly same = element('small');
  readonly #channel: Channel;
  readonly #locale: () => Locale;
  #abort = new AbortController();

  constructor(channel: Channel, locale: () => Locale) {
    this.#channel = channel;
    this.#locale = locale;
  }

  async show(ids: readonly number[]): Promise<void> {
    this.#abort.abort();
    const abort = new AbortController();
    this.#abort = abort;
    try {
      const details = await Promise.all(
        ids.map(id => this.#channel.request('details', { ids: [id] }, { signal: abort.signal })),
      );
      if (abort.signal.aborted) return;
      this.#draw(details);
    } catch {
      // Another set of photos is wanted by now; or there is nothing to tell, and the pictures are there all the same.
      if (!abort.signal.aborted) this.clear();
    }
  }

  clear(): void {
    this.#abort.abort();
    this.element.replaceChildren();
    this.same.textContent = '';
  }

  #draw(all: readonly Details[]): void {
    const locale = this.#locale();
    const rows: Row[] = [];
    let same = 0;
    for (const id of Object.keys(fieldNames) as FieldId[]) {
      if (seen.has(id)) continue;
      const fields = all.map(({ fields: of }) => of.find(field => field.id === id));
      if (fields.every(field => field === undefined)) continue;
      if (agree(fields.map(field => JSON.stringify(field?.value)))) same++;
      else rows.push({ name: fieldNames[id], cells: fields.map(field => cell(field, locale)) });
    }
    const files = all.map(details => details.files.map(({ name }) => endingOf(name)).join(', '));
    const sizes = all.map(({ bytes }) => locale.bytes(bytes));
    for (const [name, values] of [
      [text.compare.bytes, sizes],
      [text.groups.files, files],
    ] as const)
      if (!agree(values)) rows.push({ name, cells: values.map(value => [value]) });
    this.element.setAttribute('aria-label', text.compare.differences);
    this.element.replaceChildren(element('tbody', { role: 'rowgroup' }, ...rows.map(drawn)));
    this.same.textContent = text.compare.same(same, locale.number(same));
  }
}

const agree = (values: readonly (string | undefined)[]): boolean => values.every(value => value === values[0]);

const endingOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toUpperCase();

function cell(field: DetailField | undefined, locale: Locale): readonly (Node | string)[] {
  return field === undefined
    ? [element('span', { class: 'dim', text: text.compare.none })]
    : shownValue(field, 1, locale);
}

/** A grid and no table to the eye: its roles say what it is. */
function drawn({ name, cells }: Row): HTMLElement {
  const heading = element('th', { role: 'rowheader', scope: 'row', text: name });
  return element('tr', { role: 'row' }, heading, ...cells.map(parts => element('td', { role: 'cell' }, ...[...parts])));
}
