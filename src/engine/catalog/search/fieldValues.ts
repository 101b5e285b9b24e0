/** What values a field has in a catalog, to be chosen from. */
import type { Catalog } from '../open.ts';
import { folded } from '../query/folded.ts';
import { exactly } from '../query/written.ts';

export type ValueField = 'camera' | 'lens' | 'keyword' | 'person' | 'album';

export interface FieldValue {
  readonly name: string;
  /** Assets that have it. */
  readonly count: number;
  /** Finds just these. */
  readonly query: string;
  /** Of an album: only the files name it; it can't be renamed or removed. */
  readonly foreign?: true;
}

type Counted = Omit<FieldValue, 'query'>;

/** @param text within the value; what begins with it comes first, then what most assets have @param limit at most so many */
export function fieldValues(db: Catalog, field: ValueField, text: string, limit: number): readonly FieldValue[] {
  const wanted = folded(text);
  const own = db
    .prepare<[string, string, string], Counted>(
      `SELECT t.name, count(*) AS count FROM term t JOIN asset_term l ON l.term = t.id
       WHERE t.field = ? AND (? = '' OR instr(t.folded, ?) > 0) GROUP BY t.id`,
    )
    .all(field, wanted, wanted);
  const all = field === 'album' ? withAlbums(db, own, wanted) : own;
  const begins = new Set(all.filter(({ name }) => folded(name).startsWith(wanted)).map(({ name }) => name));
  return all
    .toSorted(
      (a, b) =>
        Number(begins.has(b.name)) - Number(begins.has(a.name)) || b.count - a.count || (a.name < b.name ? -1 : 1),
    )
    .slice(0, limit)
    .map(value => ({ ...value, query: exactly(field, value.name) }));
}

/** Albums that persons and sources made; several of one name, and one that files name too, are found together. */
function withAlbums(db: Catalog, own: readonly Counted[], wanted: string): readonly Counted[] {
  const names = db
    .prepare<[], { name: string }>('SELECT DISTINCT name FROM album WHERE removed = 0 AND name IS NOT NULL')
    .all()
    .filter(({ name }) => folded(name).includes(wanted));
  const count = db
    .prepare<[string, string], number>(
      `SELECT count(*) FROM (
         SELECT s.id FROM album b JOIN member m ON m.album = b.uid AND m.present = 1 JOIN asset s ON s.uid = m.asset
         WHERE b.removed = 0 AND b.name = ?
         UNION SELECT l.asset FROM term t JOIN asset_term l ON l.term = t.id WHERE t.field = 'album' AND t.name = ?)`,
    )
    .pluck(true);
  const made = new Set(names.map(({ name }) => name));
  return [
    ...own.filter(({ name }) => !made.has(name)).map(value => ({ ...value, foreign: true as const })),
    ...[...made].map(name => ({ name, count: count.get(name, name) ?? 0 })),
  ];
}
