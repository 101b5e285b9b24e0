/** Takes a query apart: conditions with their places. Pure. */
import { BadQuery, nearest } from './badQuery.ts';

export interface Value {
  /** `=` where nothing else was said. */
  readonly operator: '=' | '>' | '<' | '>=' | '<=';
  /** Said to be exactly so (`=`), of a text. */
  readonly exact: boolean;
  readonly text: string;
  readonly quoted: boolean;
}

export interface Token {
  readonly at: number;
  readonly length: number;
  readonly negated: boolean;
  /** In lower case; undefined for a word. */
  readonly field: string | undefined;
  readonly value: Value;
}

const QUOTES: Readonly<Record<string, string>> = { '"': '"', '“': '”', '„': '“' };
const FIELD = /([a-z][a-z_]*):/iy;
const OPERATOR = /(?:>=|<=|=>|=<|≥|≤|==?|>|<)?/y;
const MEANING: Readonly<Record<string, Value['operator']>> = {
  '>': '>',
  '<': '<',
  '>=': '>=',
  '=>': '>=',
  '≥': '>=',
  '<=': '<=',
  '=<': '<=',
  '≤': '<=',
};
const COMPARED = /^([a-z]+)(>=|<=|=>|=<|==?|>|<|≥|≤)(.*)$/i;

/** @param fields all that are known @throws {BadQuery} */
export function tokensOf(query: string, fields: readonly string[]): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = nextAfterBlanks(query, 0); at < query.length; ) {
    const token = tokenAt(query, at, fields);
    tokens.push(token);
    at = nextAfterBlanks(query, at + token.length);
  }
  return tokens;
}

function nextAfterBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at++;
  return at;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function tokenAt(query: string, start: number, fields: readonly string[]): Token {
  const wordEnd = start + (match(/\S+/y, query, start)?.[0].length ?? 0);
  const refuse = (problem: string, from = start, end = wordEnd): never => {
    throw new BadQuery(problem, query, from, Math.max(1, end - from));
  };
  let at = start;
  const negated = query[at] === '-';
  if (negated) at++;
  if (negated && at === wordEnd)
    refuse('a minus turns round what follows it without a blank, such as -has:gps. To search for a minus, write "-".');
  const named = match(FIELD, query, at);
  const field = named?.[1]?.toLowerCase();
  at += named?.[0].length ?? 0;
  const sign = match(OPERATOR, query, at)?.[0] ?? '';
  if (field == null && sign !== '')
    refuse(`"${sign}" compares a field with a value, without blanks, such as rating:>=3.`);
  at += sign.length;
  const said = { operator: MEANING[sign] ?? '=', exact: sign.startsWith('=') && MEANING[sign] == null } as const;
  const closing = QUOTES[query.charAt(at)];
  if (closing != null) {
    const { text, end } = quoted(query, at, closing, refuse);
    if (text.trim() === '') refuse('there is nothing between the quotation marks.', start, end);
    return { at: start, length: end - start, negated, field, value: { ...said, text, quoted: true } };
  }
  const text = query.slice(at, wordEnd);
  if (field == null) checkWord(text, fields, refuse);
  else if (text === '')
    refuse(
      wordEnd < query.trimEnd().length
        ? `"${query.slice(start, wordEnd)}" needs its value without a blank between, such as ${example(field)}.`
        : `"${query.slice(start, wordEnd)}" needs a value, such as ${example(field)}.`,
    );
  const mark = /["“„]/.exec(text);
  if (mark != null)
    refuse(
      `a quotation mark within a word. Put the whole value in quotation marks${field == null ? '' : `: ${field}:"…"`}, and write \\" for one that is searched for.`,
      at + mark.index,
    );
  return { at: start, length: wordEnd - start, negated, field, value: { ...said, text, quoted: false } };
}

const example = (field: string): string => EXAMPLES[field] ?? `${field}:lisbon`;
const EXAMPLES: Readonly<Record<string, string>> = {
  year: 'year:2019',
  month: 'month:7',
  day: 'day:24',
  date: 'date:2019-07',
  has: 'has:gps',
  is: 'is:live',
  rating: 'rating:>=4',
  flag: 'flag:pick',
  kind: 'kind:video',
  ext: 'ext:heic',
  size: 'size:>10mb',
  width: 'width:>=4000',
  height: 'height:>=3000',
};

type Refuse = (problem: string, from?: number, end?: number) => never;

function quoted(query: string, open: number, closing: string, refuse: Refuse): { text: string; end: number } {
  let text = '';
  for (let at = open + 1; at < query.length; at++) {
    const char = query.charAt(at);
    if (char === '\\' && /["\\]/.test(query.charAt(at + 1))) text += query.charAt(++at);
    else if (char !== closing) text += char;
    else {
      if (at + 1 < query.length && !/\s/.test(query.charAt(at + 1)))
        refuse('a blank is missing behind the quotation mark.', open, at + 2);
      return { text, end: at + 1 };
    }
  }
  return refuse(
    `this quotation mark is not closed. Put another ${closing} behind the value; a shell may take them away, so put the whole query in '…'.`,
    open,
    query.length,
  );
}

const JOINING: Readonly<Record<string, string>> = {
  OR: 'conditions can’t be joined by "or": all of them must hold. Ask twice; of one field several values may be given, such as year:2019,2021',
  AND: 'all conditions must hold anyway: leave "AND" out',
  NOT: 'write a minus before what must not hold, such as -has:gps',
};
const JOINED: Readonly<Record<string, string>> = { '|': 'OR', '||': 'OR', '&': 'AND', '&&': 'AND', '!': 'NOT' };

/** Words that look like something else are not searched for in silence. */
function checkWord(word: string, fields: readonly string[], refuse: Refuse): void {
  const joining = JOINING[JOINED[word] ?? word];
  if (joining != null) refuse(`${joining}. To search for the word itself, write "${word}".`);
  if (/^\(+(-?[a-z]+:|$)|^\)+$|^[^(]*:[^(]*\)$/i.test(word))
    refuse('brackets can’t group conditions: all of them must hold. Leave the brackets out.');
  const [, name = '', sign = '', value = ''] = COMPARED.exec(word) ?? [];
  const field = fields.includes(name.toLowerCase()) ? name.toLowerCase() : undefined;
  if (field != null)
    refuse(`a field is followed by a colon: write ${field}:${/^=/.test(sign) ? '' : sign}${value || '…'}.`);
  const near = sign === '' ? undefined : nearest(name.toLowerCase(), fields);
  if (near != null) refuse(`there is no field "${name}". Did you mean ${near}:${sign}${value || '…'}?`);
}
