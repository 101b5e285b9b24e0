/** Conditions as SQL, for catalogs of very many assets. Pure, but for what `db` is asked when one is compiled. */
import type { Catalog } from '../open.ts';

export interface Sql {
  /** `asset`: over a row `a` of that table; `sought`: over `s` of that one, where NULL is no. */
  readonly on: 'asset' | 'sought';
  readonly text: string;
  readonly values: readonly (string | number)[];
}

export type MakeSql = (db: Catalog) => Sql;

export const onAsset = (text: string, ...values: (string | number)[]): Sql => ({ on: 'asset', text, values });
export const onSought = (text: string, ...values: (string | number)[]): Sql => ({ on: 'sought', text, values });

export const not = ({ on, text, values }: Sql): Sql => ({ on, text: `NOT coalesce(${text}, 0)`, values });

/** Of conditions on the same table. */
export function anyOf(parts: readonly Sql[]): Sql {
  return {
    on: parts[0]?.on ?? 'sought',
    text: `(${parts.map(({ text }) => text).join(' OR ')})`,
    values: parts.flatMap(({ values }) => values),
  };
}

/** What is looked for in a text: that it is just this, or that these stand in it one after the other. */
export type Wanted = { readonly exactly: string } | { readonly parts: readonly string[] };

const LITERAL: Readonly<Record<string, string>> = { '*': '[*]', '?': '[?]', '[': '[[]' };

/** @param column a text as `folded` gives it */
export function textIn(column: string, wanted: Wanted): Omit<Sql, 'on'> {
  if ('exactly' in wanted) return { text: `${column} = ?`, values: [wanted.exactly] };
  const { parts } = wanted;
  if (parts.length === 0) return { text: `${column} IS NOT NULL`, values: [] };
  if (parts.length === 1) return { text: `instr(${column}, ?) > 0`, values: [...parts] };
  const pattern = parts.map(part => part.replaceAll(/[*?[]/g, char => LITERAL[char] ?? char)).join('*');
  return { text: `${column} GLOB ?`, values: [`*${pattern}*`] };
}
