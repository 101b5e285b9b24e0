/** What a query finds, as SQL over the catalog: a condition on a row `a` of `asset`. */
import { AssetViews } from '../assetView.ts';
import { duplicateAssets } from '../duplicates.ts';
import type { Catalog } from '../open.ts';
import { problemAssets } from '../problems.ts';
import { matches, type Query } from '../query.ts';
import { Sought } from './sought.ts';

export interface Where {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

const PAGE = 100;
/** Of more assets than this that are behind, the rows are made first. */
const FEW = 200;

/** The same as {@link matches} of each asset. */
export function whereFound(db: Catalog, query: Query): Where {
  bringUp(db);
  const { sql, values } = compiled(db, query);
  const behind = db.prepare<[], number>('SELECT asset FROM unsought').pluck(true).all() as number[];
  if (behind.length === 0) return { sql, values };
  // Another process is at work: what its change will say of these is asked of the assets themselves.
  const found = [...heldAgainst(db, query, behind)];
  return {
    sql: `((${sql} AND a.id NOT IN (SELECT value FROM json_each(?))) OR a.id IN (SELECT value FROM json_each(?)))`,
    values: [...values, JSON.stringify(behind), JSON.stringify(found)],
  };
}

function compiled(db: Catalog, query: Query): Where {
  const made = query.conditions.map(({ sql }) => sql(db));
  const asset = made.filter(({ on }) => on === 'asset');
  const sought = made.filter(({ on }) => on === 'sought');
  const parts = asset.map(({ text }) => text);
  if (sought.length > 0)
    parts.push(`a.id IN (SELECT s.asset FROM sought s WHERE ${sought.map(({ text }) => text).join(' AND ')})`);
  return {
    sql: parts.length === 0 ? '1' : `(${parts.join(' AND ')})`,
    values: [...asset, ...sought].flatMap(({ values }) => values),
  };
}

/** Rows that no change has made yet: of a catalog that was there before them, or of a snapshot. */
function bringUp(db: Catalog): void {
  const waiting = db.prepare<[number], number>('SELECT asset FROM unsought LIMIT ?').pluck(true);
  if (waiting.all(FEW).length < FEW) return;
  const sought = new Sought(db);
  try {
    while (sought.isBehind()) db.transaction(() => sought.catchUp(5000)).immediate();
  } catch (error) {
    if (!/^SQLITE_(BUSY|READONLY)/.test((error as { code?: string }).code ?? '')) throw error;
  }
}

/** Asset by asset, out of the files' own words: right whatever the tables say, and slow. @returns ids, in the order given */
export function* heldAgainst(db: Catalog, query: Query, ids: readonly number[]): Generator<number> {
  for (const { id, holds } of heldAgainstAll(db, [query], ids)) if (holds[0]) yield id;
}

/** The same of several queries, in one pass. */
export function* heldAgainstAll(
  db: Catalog,
  queries: readonly Query[],
  ids: readonly number[],
): Generator<{ readonly id: number; readonly holds: readonly boolean[] }> {
  const views = new AssetViews(db);
  const problems = problemAssets(db);
  let duplicates: ReadonlySet<number> | undefined;
  for (let from = 0; from < ids.length; from += PAGE)
    for (const view of views.readAll(ids.slice(from, from + PAGE))) {
      const isDuplicate = (): boolean => {
        duplicates ??= duplicateAssets(db);
        return duplicates.has(view.id);
      };
      const subject = { view, problems: problems.get(view.id) ?? [], isDuplicate };
      yield { id: view.id, holds: queries.map(query => matches(query, subject)) };
    }
}

/** In no order that may be relied on. */
export function foundIds(db: Catalog, query: Query): readonly number[] {
  const { sql, values } = whereFound(db, query);
  return db
    .prepare<unknown[], number>(`SELECT a.id FROM asset a WHERE ${sql}`)
    .pluck(true)
    .all(...values) as number[];
}
