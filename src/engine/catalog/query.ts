/**
 * The query language of `list` and `--select`: words and `field:value`, each of which must hold; `-` before one
 * turns it round; `>=`, `<=`, `>`, `<` and `a..b` compare; `a,b` is either; quotation marks keep blanks together;
 * `*` stands for anything. What can't be understood, or could never find anything, is refused with its place. Pure.
 */
import type { AssetView } from './assetView.ts';
import { BadQuery, BadValue, nearest } from './query/badQuery.ts';
import { ELSEWHERE, FIELDS, HAS, IS } from './query/fields.ts';
import type { Subject, Test } from './query/subject.ts';
import { type Token, tokensOf } from './query/token.ts';
import { textTest } from './query/values.ts';

export interface Query {
  readonly tests: readonly Test[];
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
  const tests = tokens.map(token => {
    try {
      const test = testOf(token);
      return token.negated ? (subject: Subject) => !test(subject) : test;
    } catch (error) {
      if (!(error instanceof BadValue)) throw error;
      throw new BadQuery(error.message, text, token.at, token.length);
    }
  });
  const asksIs = tokens.filter(({ field }) => field === 'is').map(({ value }) => value.text.toLowerCase());
  return { tests, asksIs: new Set(asksIs.map(name => (name === 'duplicates' ? 'duplicate' : name))) };
}

export function matches(query: Query, subject: Subject): boolean {
  return query.tests.every(test => test(subject));
}

function testOf({ field, value }: Token): Test {
  if (field == null) {
    const test = textTest(value);
    return ({ view }) => textsOf(view).some(test);
  }
  const make = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
  if (make != null) return make(value, field);
  const meant = Object.hasOwn(ELSEWHERE, field) ? ELSEWHERE[field] : nearest(field, QUERY_FIELDS);
  throw new BadValue(
    `there is no field "${field}". ${meant == null ? `Known are ${QUERY_FIELDS.join(', ')}; to search for the text itself, put it in quotation marks.` : `Did you mean ${meant}:${value.text}?`}`,
  );
}

function textsOf({ facts, path: where }: AssetView): readonly string[] {
  const lists = [facts.keywords, facts.people, facts.albums].flatMap(fact => fact?.value ?? []);
  return [where.text, facts.title?.value ?? '', facts.description?.value ?? '', facts.camera?.value ?? '', ...lists];
}
