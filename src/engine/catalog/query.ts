/**
 * The query language of `list` and `--select`: words and `field:value`, each of which must hold; `-` before one
 * turns it round; `>=`, `<=`, `>`, `<` and `a..b` compare; `a,b` is either; quotation marks keep blanks together;
 * `*` stands for anything. What can't be understood, or could never find anything, is refused with its place. Pure.
 */
import type { AssetView } from './assetView.ts';
import type { Catalog } from './open.ts';
import { BadQuery, BadValue, nearest } from './query/badQuery.ts';
import { ELSEWHERE, FIELDS, HAS, IS } from './query/fields.ts';
import { not, type Sql } from './query/sql.ts';
import type { Condition, Subject } from './query/subject.ts';
import { type Token, tokensOf } from './query/token.ts';
import { textTest, wantedOf } from './query/values.ts';
import { inTexts } from './search/soughtSql.ts';

export interface Query {
  readonly conditions: readonly Condition[];
  /** Names of the values of `is:` that it asks for. */
  readonly asksIs: ReadonlySet<string>;
}

/** Names of fields, and of what can be asked by `has:` and `is:`, for help. */
export const QUERY_FIELDS: readonly string[] = Object.keys(FIELDS);
export const QUERY_HAS: readonly string[] = Object.keys(HAS);
export const QUERY_IS: readonly string[] = Object.keys(IS);

/** @throws {BadQuery} naming the place, what is wrong there, and what to write */
export function parseQuery(text: string): Query {
  const tokens = tokensOf(text, QUERY_FIELDS);
  const conditions = tokens.map(token => {
    try {
      const condition = conditionOf(token);
      return token.negated ? turned(condition) : condition;
    } catch (error) {
      if (!(error instanceof BadValue)) throw error;
      throw new BadQuery(error.message, text, token.at, token.length);
    }
  });
  const asksIs = tokens.filter(({ field }) => field === 'is').map(({ value }) => value.text.toLowerCase());
  return { conditions, asksIs: new Set(asksIs.map(name => (name === 'duplicates' ? 'duplicate' : name))) };
}

export function matches(query: Query, subject: Subject): boolean {
  return query.conditions.every(({ test }) => test(subject));
}

const turned = ({ test, sql }: Condition): Condition => ({
  test: subject => !test(subject),
  sql: db => not(sql(db)),
});

function conditionOf({ field, value }: Token): Condition {
  if (field == null) {
    const wanted = wantedOf(value);
    const test = textTest(wanted);
    return { test: ({ view }) => textsOf(view).some(test), sql: (db: Catalog): Sql => inTexts(db, wanted) };
  }
  const make = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (make != null) return make(value, field);
  const meant = Object.hasOwn(ELSEWHERE, field) ? ELSEWHERE[field] : nearest(field, QUERY_FIELDS);
  throw new BadValue(
    `there is no field "${field}". ${meant == null ? `Known are ${QUERY_FIELDS.join(', ')}; to search for the text itself, put it in quotation marks.` : `Did you mean ${meant}:${value.operator === '=' ? '' : value.operator}${value.text}?`}`,
  );
}

function textsOf({ facts, path: where }: AssetView): readonly string[] {
  const lists = [facts.keywords, facts.people, facts.albums].flatMap(fact => fact?.value ?? []);
  return [where.text, facts.title?.value ?? '', facts.description?.value ?? '', facts.camera?.value ?? '', ...lists];
}
