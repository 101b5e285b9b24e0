/** What can be put in at the caret: fields, their values, and what the backup has of them. */
import type { FieldValue, ValueField } from '../../protocol/search.ts';
import { text as words } from '../text.ts';
import type { Condition } from './querytext.ts';

export interface Suggestion {
  /** What stands in the box when it is chosen, in place of what was typed. */
  readonly insert: string;
  readonly label: string;
  /** What it means, or how many photos have it. */
  readonly note: string;
  /** More is to be typed behind it. */
  readonly open: boolean;
}

export type AskValues = (field: ValueField, text: string) => Promise<readonly FieldValue[]>;

const shown = 12;
const known: Readonly<Record<string, ValueField>> = {
  camera: 'camera',
  lens: 'lens',
  keyword: 'keyword',
  person: 'person',
  album: 'album',
};

const fields = Object.entries(words.filter.fields);
const fixed: Readonly<Record<string, Readonly<Record<string, string>>>> = words.filter.values;

const sign = ({ negated }: Condition): string => (negated ? '-' : '');

/** @returns none where nothing can be told */
export async function suggestionsFor(
  condition: Condition,
  ask: AskValues,
  count: (n: number) => string,
): Promise<readonly Suggestion[]> {
  const { field, value } = condition;
  const wanted = value.toLowerCase();
  const asValue = (of: string, { name, count: n, query }: FieldValue): Suggestion => ({
    insert: `${sign(condition)}${query} `,
    label: field === undefined ? `${of}: ${name}` : name,
    note: count(n),
    open: false,
  });
  if (field !== undefined) {
    const ofField = known[field];
    if (ofField !== undefined) return (await ask(ofField, value)).slice(0, shown).map(one => asValue(field, one));
    return Object.entries(fixed[field] ?? {})
      .filter(([name]) => name.startsWith(wanted) || wanted === '')
      .map(([name, note]) => ({ insert: `${sign(condition)}${field}:${name} `, label: name, note, open: false }));
  }
  const names = fields
    .filter(([name]) => name.startsWith(wanted))
    .map(([name, note]) => ({ insert: `${sign(condition)}${name}:`, label: `${name}:`, note, open: true }));
  if (wanted.length < 2) return names;
  const found = await Promise.all((['album', 'person', 'keyword'] as const).map(one => ask(one, value)));
  const values = (['album', 'person', 'keyword'] as const).flatMap((of, i) =>
    (found[i] ?? []).slice(0, 4).map(one => asValue(of, one)),
  );
  return [...names, ...values].slice(0, shown);
}
