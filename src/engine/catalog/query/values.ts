/** How the values of a query's fields are read: numbers, dates, texts, one of several. Pure. */
import { BadValue, nearest } from './badQuery.ts';
import { dateSql, numberSql } from './compared.ts';
import { folded } from './folded.ts';
import { anyOf, type Sql, type Wanted } from './sql.ts';
import type { Condition, Subject } from './subject.ts';
import type { Value } from './token.ts';

/** @throws {BadValue} */
export type Field = (value: Value, field: string) => Condition;

/** A text within which the value stands; a `*` outside quotation marks stands for anything. */
export function wantedOf({ text, quoted, exact }: Value): Wanted {
  const wanted = folded(text);
  if (exact) return { exactly: wanted };
  return { parts: quoted ? [wanted] : wanted.split('*').filter(part => part !== '') };
}

export function textTest(wanted: Wanted): (found: string) => boolean {
  if ('exactly' in wanted) return found => folded(found) === wanted.exactly;
  return found => {
    const whole = folded(found);
    let from = 0;
    for (const part of wanted.parts) {
      const at = whole.indexOf(part, from);
      if (at === -1) return false;
      from = at + part.length;
    }
    return true;
  };
}

export function text(
  read: (subject: Subject) => readonly (string | undefined)[],
  sql: (wanted: Wanted) => Condition['sql'],
): Field {
  return (value, field) => {
    if (value.operator !== '=')
      throw new BadValue(`"${field}" is a text and can't be compared. Write ${field}:${value.text || '…'}.`);
    const wanted = wantedOf(value);
    const test = textTest(wanted);
    return { test: subject => read(subject).some(found => found != null && test(found)), sql: sql(wanted) };
  };
}

/** `a,b` of a field that has one value: either. */
export function either(field: Field): Field {
  return (value, name) => {
    if (value.quoted || !value.text.includes(',') || value.operator !== '=') return field(value, name);
    const either = value.text.split(',').map(part => field({ ...value, text: part }, name));
    return {
      test: subject => either.some(({ test }) => test(subject)),
      sql: db => anyOf(either.map(({ sql }) => sql(db))),
    };
  };
}

export function oneOf(tests: Readonly<Record<string, Condition>>, same: Readonly<Record<string, string>> = {}): Field {
  return ({ text: given, operator }, field) => {
    const value = given.toLowerCase();
    const name = Object.hasOwn(same, value) ? (same[value] ?? value) : value;
    const test = Object.hasOwn(tests, name) && operator === '=' ? tests[name] : undefined;
    if (test != null) return test;
    const near = nearest(value, Object.keys(tests));
    const known = Object.keys(tests).map(known => `${field}:${known}`);
    throw new BadValue(
      `${near == null ? '' : `did you mean ${field}:${near}? `}Known are ${known.slice(0, -1).join(', ')} and ${known.at(-1)}.`,
    );
  };
}

export interface Numbers {
  /** What a value can be: nothing is found in silence beyond. */
  readonly min: number;
  readonly max: number;
  /** Whole numbers only, of so many digits. */
  readonly digits?: number;
  readonly whole?: boolean;
  /** Sizes: k, M, G, T, with or without B; 1 kB is 1,000 bytes. */
  readonly units?: boolean;
  readonly example: string;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** @param column SQL of the same, and whose row it is of */
export function number(
  read: (subject: Subject) => number | undefined,
  column: Pick<Sql, 'on' | 'text'>,
  allowed: Numbers,
): Field {
  return either((value, field) => {
    const { operator, text: given } = value;
    const wrong = (why: string): never => {
      throw new BadValue(`${why} Write for example ${field}:${allowed.example}, ${field}:>=… or ${field}:…..….`);
    };
    const one = (part: string): number => {
      const found = /^(-?\d+(?:\.\d+)?) ?([kmgt]?)b?$/i.exec(part);
      if (found == null || (!allowed.units && !/^-?[\d.]+$/.test(part))) return wrong(`"${part}" is no number.`);
      const number = Number(found[1]) * (UNITS[(found[2] ?? '').toLowerCase()] ?? 1);
      if (allowed.whole === true && !Number.isInteger(number)) return wrong(`"${field}" is a whole number.`);
      if (allowed.digits != null && part.length !== allowed.digits)
        return wrong(`"${field}" has ${allowed.digits} digits.`);
      return number;
    };
    const range = /^(.*?)\.\.(.*)$/.exec(given);
    let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    let [lowIn, highIn] = [true, true];
    if (range != null) {
      if (operator !== '=' || (range[1] === '' && range[2] === '')) wrong(`"${given}" is no range.`);
      if (range[1] !== '') low = one(range[1] ?? '');
      if (range[2] !== '') high = one(range[2] ?? '');
      if (low > high) throw new BadValue(`this range goes backwards. Did you mean ${field}:${range[2]}..${range[1]}?`);
    } else {
      const [, from, to] = /^(\d+)-(\d+)$/.exec(given) ?? [];
      if (from != null) throw new BadValue(`a range has two dots. Did you mean ${field}:${from}..${to}?`);
      const limit = one(given);
      if (operator !== '<' && operator !== '<=') low = limit;
      if (operator !== '>' && operator !== '>=') high = limit;
      lowIn = operator !== '>';
      highIn = operator !== '<';
    }
    const { min, max } = allowed;
    const none = low > max || high < min || (!lowIn && low >= max) || (!highIn && high <= min);
    if (none)
      throw new BadValue(
        `nothing can be found by this: "${field}" goes ${max === Number.POSITIVE_INFINITY ? `from ${min} up` : `from ${min} to ${max}`}. Did you mean ${field}:${low > max || (!lowIn && low >= max) ? max : min}?`,
      );
    return {
      test: subject => {
        const found = read(subject);
        if (found == null) return false;
        return (lowIn ? found >= low : found > low) && (highIn ? found <= high : found < high);
      },
      sql: () => numberSql(column, { low, lowIn, high, highIn }),
    };
  });
}

/** `2019`, `2019-7` or `2019-07-01` as it stands in an ISO date. */
function isoPart(part: string, field: string): string {
  const found = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(part);
  if (found == null) {
    const dashed = part.replaceAll(/[./]/g, '-');
    const hint = /^\d{4}-\d{1,2}(-\d{1,2})?$/.test(dashed) ? ` Did you mean ${field}:${dashed}?` : '';
    throw new BadValue(
      `"${part}" is no date.${hint} Write 2019, 2019-07 or 2019-07-01, >=2019-07 or 2019..2021, year first.`,
    );
  }
  const [, year = '', month, day] = found;
  const [m, d] = [Number(month ?? 1), Number(day ?? 1)];
  if (m < 1 || m > 12) throw new BadValue(`there is no month ${month} (year, month, day: 2019-07-01).`);
  const last = new Date(Date.UTC(2000 + (Number(year) % 400), m, 0)).getUTCDate();
  if (d < 1 || d > last) throw new BadValue(`${year}-${month} has no day ${day}: it ends with the ${last}.`);
  return [year, month, day]
    .filter(part => part != null)
    .map(part => part.padStart(2, '0'))
    .join('-');
}

/** Compared by their first letters; `a..b` includes both. @param read an ISO date */
export function date(read: (subject: Subject) => string | undefined): Field {
  return either(({ operator, text: given }, field) => {
    const range = /^(.*?)\.\.(.*)$/.exec(given);
    let [low, high] = ['', '~'];
    if (range != null) {
      if (operator !== '=' || given === '..') throw new BadValue(`"${given}" is no range. Write ${field}:2019..2021.`);
      if (range[1] !== '') low = isoPart(range[1] ?? '', field);
      if (range[2] !== '') high = isoPart(range[2] ?? '', field);
      const shorter = Math.min(low.length, high.length);
      if (low.slice(0, shorter) > high.slice(0, shorter))
        throw new BadValue(`this range goes backwards. Did you mean ${field}:${range[2]}..${range[1]}?`);
    } else {
      const part = isoPart(given, field);
      if (!operator.startsWith('<')) low = part;
      if (!operator.startsWith('>')) high = part;
    }
    return {
      test: subject => {
        const iso = read(subject);
        if (iso == null) return false;
        const from = iso.slice(0, low.length);
        const to = high === '~' ? '' : iso.slice(0, high.length);
        return (operator === '>' ? from > low : from >= low) && (operator === '<' ? to < high : to <= high);
      },
      sql: () => dateSql(low, high === '~' ? '' : high, operator),
    };
  });
}
