/** Assets that a text may stand in, by the full-text index: quick where they are few. */
import type { Catalog } from '../open.ts';
import type { Sql, Wanted } from '../query/sql.ts';

/** Above this, going through all texts is as quick. */
const MANY = 20_000;
/** More runs of letters of one query than these don't make it quicker. */
const RUNS = 24;

/** @returns SQL of their ids; undefined where they are not few, or the text is too short to be looked up */
export function candidates(db: Catalog, wanted: Wanted): Omit<Sql, 'on'> | undefined {
  const match = matchOf(wanted);
  if (match == null) return undefined;
  const { found } = db
    .prepare<[string, number], { found: number }>(
      'SELECT count(*) AS found FROM (SELECT rowid FROM sought_text WHERE sought_text MATCH ? LIMIT ?)',
    )
    .get(match, MANY) ?? { found: MANY };
  if (found === MANY) return undefined;
  return { text: 'SELECT rowid FROM sought_text WHERE sought_text MATCH ?', values: [match] };
}

/** What the index keeps are runs of three characters: all of them must be there. */
function matchOf(wanted: Wanted): string | undefined {
  const runs = new Set<string>();
  for (const part of 'exactly' in wanted ? [wanted.exactly] : wanted.parts) {
    const chars = [...part];
    for (let i = 0; i + 3 <= chars.length && runs.size < RUNS; i++) runs.add(chars.slice(i, i + 3).join(''));
  }
  if (runs.size === 0) return undefined;
  return [...runs].map(run => `"${run.replaceAll('"', '""')}"`).join(' AND ');
}
