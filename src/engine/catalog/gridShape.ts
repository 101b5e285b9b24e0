/** The shape of a result: ids, aspects, runs of days and stacks, enough to lay out a grid of 200,000. */
import { dayNumber } from './dateTree.ts';
import type { Catalog } from './open.ts';
import { parseQuery } from './query.ts';
import { whereFound } from './search/found.ts';
import { type Stack, stacksOf } from './stacks.ts';

export type GridScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'year'; readonly year: number }
  | { readonly kind: 'month'; readonly year: number; readonly month: number }
  | { readonly kind: 'day'; readonly year: number; readonly month: number; readonly day: number }
  | { readonly kind: 'undated' }
  | { readonly kind: 'problem'; readonly code: string };

export type GridSort = 'newest' | 'oldest' | 'name' | 'largest' | 'rating';

export interface Shape {
  readonly ids: Uint32Array;
  /** Width over height; 0 where unknown. */
  readonly aspects: Float32Array;
  /** One for each run: days from 1970-01-01, {@link UNDATED}, or {@link UNSORTED} where the order is not by time. */
  readonly days: Int32Array;
  readonly counts: Uint32Array;
  /**
   * Photos of one moment, which stand side by side, three numbers for each such stack, in their order: the place of
   * the first, how many they are, and which of them, from 0, stands for them. None where the order is not by time.
   */
  readonly stacks: Uint32Array;
  readonly bytes: number;
}

export const UNDATED = -2147483648;
export const UNSORTED = 2147483647;

type Row = readonly [id: number, day: number | null, wall: number | null, width: number, height: number, bytes: number];

function where(scope: GridScope): { readonly sql: string; readonly values: readonly (number | string)[] } {
  switch (scope.kind) {
    case 'all':
      return { sql: '1', values: [] };
    case 'undated':
      return { sql: 'a.day IS NULL', values: [] };
    case 'year':
      return between(dayNumber(scope.year, 1, 1), dayNumber(scope.year + 1, 1, 1));
    case 'month':
      return between(dayNumber(scope.year, scope.month, 1), dayNumber(scope.year, scope.month + 1, 1));
    case 'day': {
      const day = dayNumber(scope.year, scope.month, scope.day);
      return between(day, day + 1);
    }
    case 'problem':
      return {
        sql: 'a.id IN (SELECT f.asset FROM finding n JOIN file f ON f.id = n.file WHERE n.code = ?)',
        values: [scope.code],
      };
    default:
      scope satisfies never;
      throw new TypeError('unknown scope');
  }
}

const between = (from: number, to: number): { sql: string; values: readonly number[] } => ({
  sql: 'a.day >= ? AND a.day < ?',
  values: [from, to],
});

const ORDER: Readonly<Record<GridSort, string>> = {
  // NULLs are least for SQLite: last when descending. Ascending they are moved behind, below.
  newest: 'a.day DESC, a.wall DESC, a.id DESC',
  oldest: 'a.day, a.wall, a.id',
  name: 'f.name COLLATE NOCASE, a.id',
  largest: 'a.bytes DESC, a.id',
  rating: 'a.rating DESC, a.day DESC, a.wall DESC, a.id DESC',
};

/** How many assets of a scope a query finds. @throws {import('./query/badQuery.ts').BadQuery} */
export function countFound(db: Catalog, scope: GridScope, query: string): number {
  const { sql, values } = whereOf(db, scope, query);
  return (
    db
      .prepare<unknown[], number>(`SELECT count(*) FROM asset a WHERE ${sql}`)
      .pluck(true)
      .get(...values) ?? 0
  );
}

function whereOf(db: Catalog, scope: GridScope, query: string): ReturnType<typeof where> {
  const within = where(scope);
  if (query.trim() === '') return within;
  const found = whereFound(db, parseQuery(query));
  return { sql: `${within.sql} AND ${found.sql}`, values: [...within.values, ...found.values] };
}

/** @param query only what it finds; '' is all @throws {import('./query/badQuery.ts').BadQuery} */
export function gridShape(db: Catalog, scope: GridScope, sort: GridSort, query = ''): Shape {
  const { sql, values } = whereOf(db, scope, query);
  const join = sort === 'name' ? 'JOIN file f ON f.id = a.main' : '';
  const statement = db.prepare<unknown[], Row>(
    `SELECT a.id, a.day, a.wall, a.width, a.height, a.bytes FROM asset a ${join} WHERE ${sql} ORDER BY ${ORDER[sort]}`,
  );
  let rows = statement.raw(true).all(...values) as Row[];
  if (sort === 'oldest') {
    const dated = rows.findIndex(row => row[1] != null);
    if (dated > 0) rows = [...rows.slice(dated), ...rows.slice(0, dated)];
  }
  const isByTime = sort === 'newest' || sort === 'oldest';
  if (!isByTime) return shapeOf(rows, false, []);
  const stacks = stacksOf(db, rows);
  if (stacks.length === 0) return shapeOf(rows, true, []);
  const { order, placed } = sideBySide(rows.length, stacks);
  const ordered = Array.from(order, at => rows[at] as Row);
  return shapeOf(ordered, true, placed);
}

/**
 * The members of each stack one after the other where the first of them stands.
 * @returns `order`: which of the rows stands at each place; `placed`: see {@link Shape.stacks}
 */
function sideBySide(count: number, stacks: readonly Stack[]): { order: Uint32Array; placed: readonly number[] } {
  const order = new Uint32Array(count);
  const placed: number[] = [];
  const stackAt = new Map<number, Stack>();
  const isMember = new Uint8Array(count);
  for (const stack of stacks) {
    stackAt.set(stack.members[0] ?? 0, stack);
    for (const at of stack.members) isMember[at] = 1;
  }
  let next = 0;
  for (let at = 0; at < count; at++) {
    const stack = stackAt.get(at);
    if (stack != null) placed.push(next, stack.members.length, stack.members.indexOf(stack.cover));
    if (stack != null) for (const member of stack.members) order[next++] = member;
    else if (isMember[at] === 0) order[next++] = at;
  }
  return { order, placed };
}

function shapeOf(rows: readonly Row[], isByTime: boolean, stacks: readonly number[]): Shape {
  const ids = new Uint32Array(rows.length);
  const aspects = new Float32Array(rows.length);
  const days: number[] = [];
  const counts: number[] = [];
  let total = 0;
  rows.forEach(([id, day, , width, height, bytes], i) => {
    ids[i] = id;
    aspects[i] = height > 0 ? width / height : 0;
    total += bytes;
    const run = isByTime ? (day ?? UNDATED) : UNSORTED;
    if (days.at(-1) === run) counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
    else {
      days.push(run);
      counts.push(1);
    }
  });
  return {
    ids,
    aspects,
    days: Int32Array.from(days),
    counts: Uint32Array.from(counts),
    stacks: Uint32Array.from(stacks),
    bytes: total,
  };
}
