import type { FieldValue } from '../../protocol/search.ts';
import type { SavedSearch } from '../searches/search-list.ts';

export const SECTIONS = ['searches', 'albums', 'people', 'keywords'] as const;
export type Section = (typeof SECTIONS)[number];

/** A section of the tree, or what a click shows. */
export type CollectionRow =
  | { readonly kind: 'section'; readonly section: Section }
  | {
      readonly kind: 'search' | 'album' | 'person' | 'keyword';
      readonly name: string;
      readonly query: string;
      readonly count?: number;
      /** Only the files name it: nothing of it can be changed here. */
      readonly foreign?: true;
    };

/** The field of a section that is no list of searches. */
export const FIELD_OF = { albums: 'album', people: 'person', keywords: 'keyword' } as const;

export const searchRows = (searches: readonly SavedSearch[]): CollectionRow[] =>
  searches.map(({ name, query }) => ({ kind: 'search', name, query }));

/** By name, as a person looks for it. */
export function valueRows(
  kind: 'album' | 'person' | 'keyword',
  values: readonly FieldValue[],
  locale: string,
): CollectionRow[] {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return values
    .map(value => ({ kind, ...value }))
    .sort((a, b) => compare(a.name, b.name) || (a.name < b.name ? -1 : 1));
}
