/**
 * The query language of `list`: words and `field:value`, each of which must hold; `-` before one turns it
 * round; `>=`, `<=`, `>`, `<` and `a..b` compare; quotes keep blanks together. Pure.
 */
import path from 'node:path';
import { filingMs } from '../media/dateText.ts';
import type { AssetView } from './assetView.ts';

/** The query can't be understood. */
export class BadQuery extends Error {
  override readonly name = 'BadQuery';
}

export interface Subject {
  readonly view: AssetView;
  /** Codes of its open findings. */
  readonly problems: readonly string[];
}

type Test = (subject: Subject) => boolean;
export type Query = readonly Test[];

const DAMAGED = new Set(['corrupt', 'missing', 'damaged', 'empty', 'unreadable']);

const folded = (text: string): string => text.normalize('NFC').toLocaleLowerCase('en');

function dateOf({ view }: Subject): Date | undefined {
  const time = view.facts.capturedAt?.value;
  return time == null ? undefined : new Date(filingMs(time));
}

/** Every token: an optional minus, an optional field, a value with or without quotes. */
const TOKEN = /(-?)(?:([a-z]+):)?(?:(>=|<=|>|<)?"([^"]*)"|(\S+))/gy;

/** @throws {BadQuery} naming what is wrong and what is known */
export function parseQuery(text: string): Query {
  const tests: Test[] = [];
  TOKEN.lastIndex = 0;
  for (let rest = text; rest.trim() !== ''; ) {
    rest = rest.trimStart();
    TOKEN.lastIndex = 0;
    const match = TOKEN.exec(rest);
    if (match == null) throw new BadQuery(`This part of the query can't be read: ${rest}`);
    rest = rest.slice(match[0].length);
    const [, minus, field, operator = '', quoted, bare = ''] = match;
    const test = testOf(field, quoted == null ? bare : operator + quoted);
    tests.push(minus === '-' ? subject => !test(subject) : test);
  }
  return tests;
}

export function matches(query: Query, subject: Subject): boolean {
  return query.every(test => test(subject));
}

function testOf(field: string | undefined, value: string): Test {
  if (field == null) {
    if (/^[a-z]+:$/.test(value)) throw new BadQuery(`"${value}" needs a value.`);
    return word(value);
  }
  const make = FIELDS[field];
  if (make == null) throw new BadQuery(`There is no field "${field}". Known are: ${Object.keys(FIELDS).join(', ')}.`);
  return make(value, field);
}

function word(value: string): Test {
  const wanted = folded(value);
  return ({ view }) => textsOf(view).some(text => folded(text).includes(wanted));
}

function textsOf({ facts, path: where }: AssetView): readonly string[] {
  const lists = [facts.keywords, facts.people, facts.albums].flatMap(fact => fact?.value ?? []);
  return [where.text, facts.title?.value ?? '', facts.description?.value ?? '', facts.camera?.value ?? '', ...lists];
}

type Number_ = (subject: Subject) => number | undefined;

function number(read: Number_): (value: string, field: string) => Test {
  return (value, field) => {
    const range = /^(-?[\d.]+)\.\.(-?[\d.]+)$/.exec(value);
    if (range != null) {
      const [low, high] = [Number(range[1]), Number(range[2])];
      return subject => within(read(subject), low, high);
    }
    const compared = /^(>=|<=|>|<)?(-?\d+(?:\.\d+)?)([kmg]?)b?$/i.exec(value);
    if (compared == null)
      throw new BadQuery(`"${field}:${value}": a number is wanted, such as ${field}:4, ${field}:>=4 or ${field}:2..5.`);
    const unit = { k: 1e3, m: 1e6, g: 1e9 }[compared[3]?.toLowerCase() ?? ''] ?? 1;
    const wanted = Number(compared[2]) * unit;
    return subject => compare(read(subject), compared[1] ?? '=', wanted);
  };
}

const within = (value: number | undefined, low: number, high: number): boolean =>
  value != null && value >= low && value <= high;

function compare(value: number | undefined, operator: string, wanted: number): boolean {
  if (value == null) return false;
  switch (operator) {
    case '>=':
      return value >= wanted;
    case '<=':
      return value <= wanted;
    case '>':
      return value > wanted;
    case '<':
      return value < wanted;
    default:
      return value === wanted;
  }
}

/** `2019`, `2019-07` or `2019-07-01`, compared by their first letters; `a..b` includes both. */
function date(value: string, field: string): Test {
  const found = /^(>=|<=|>|<)?(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:\.\.(\d{4}(?:-\d\d(?:-\d\d)?)?))?$/.exec(value);
  if (found == null)
    throw new BadQuery(
      `"${field}:${value}": a date is wanted, such as 2019, 2019-07, 2019-07-01, >=2019-07 or 2019..2021.`,
    );
  const [, operator = '', from = '', to] = found;
  return subject => {
    const iso = dateOf(subject)?.toISOString();
    if (iso == null) return false;
    const at = (length: number): string => iso.slice(0, length);
    if (to != null) return at(from.length) >= from && at(to.length) <= to;
    const day = at(from.length);
    if (operator === '') return day === from;
    return (
      (operator.startsWith('>') && day > from) ||
      (operator.startsWith('<') && day < from) ||
      (operator.endsWith('=') && day === from)
    );
  };
}

const text =
  (read: (view: AssetView) => readonly (string | undefined)[]) =>
  (value: string): Test => {
    const wanted = folded(value);
    return ({ view }) => read(view).some(found => found != null && folded(found).includes(wanted));
  };

function oneOf(tests: Readonly<Record<string, Test>>): (value: string, field: string) => Test {
  return (value, field) => {
    const test = tests[value.toLowerCase()];
    if (test == null)
      throw new BadQuery(
        `"${field}:${value}": known are ${Object.keys(tests)
          .map(name => `${field}:${name}`)
          .join(', ')}.`,
      );
    return test;
  };
}

const role =
  (wanted: string): Test =>
  ({ view }) =>
    view.files.some(file => file.role === wanted);

/** Names of fields, for help. */
export const queryFields = (): readonly string[] => Object.keys(FIELDS);

const FIELDS: Readonly<Record<string, (value: string, field: string) => Test>> = {
  year: number(subject => dateOf(subject)?.getUTCFullYear()),
  month: number(subject => {
    const month = dateOf(subject)?.getUTCMonth();
    return month == null ? undefined : month + 1;
  }),
  day: number(subject => dateOf(subject)?.getUTCDate()),
  date,
  camera: text(view => [view.facts.camera?.value]),
  lens: text(view => [view.facts.lens?.value]),
  has: oneOf({
    time: ({ view }) => view.facts.capturedAt != null,
    gps: ({ view }) => view.facts.gps != null,
    title: ({ view }) => view.facts.title != null,
    description: ({ view }) => view.facts.description != null,
    keywords: ({ view }) => (view.facts.keywords?.value.length ?? 0) > 0,
    people: ({ view }) => (view.facts.people?.value.length ?? 0) > 0,
    albums: ({ view }) => (view.facts.albums?.value.length ?? 0) > 0,
    rating: ({ view }) => view.rating > 0,
    sidecar: role('sidecar'),
    checksum: ({ view }) => view.files.every(file => file.sha256 != null),
  }),
  is: oneOf({
    photo: ({ view }) => view.kind === 'photo',
    video: ({ view }) => view.kind === 'video',
    live: role('live'),
    raw: role('raw'),
    edited: role('edited'),
    favorite: ({ view }) => view.favorite,
    damaged: ({ problems }) => problems.some(code => DAMAGED.has(code)),
    problem: ({ problems }) => problems.length > 0,
    verified: ({ view }) => view.files.every(file => file.provedAt != null),
  }),
  rating: number(({ view }) => view.rating),
  flag: oneOf({
    pick: ({ view }) => view.flag === 'pick',
    reject: ({ view }) => view.flag === 'reject',
    none: ({ view }) => view.flag === 'none',
  }),
  keyword: text(view => view.facts.keywords?.value ?? []),
  person: text(view => view.facts.people?.value ?? []),
  album: text(view => view.facts.albums?.value ?? []),
  kind: oneOf({ photo: ({ view }) => view.kind === 'photo', video: ({ view }) => view.kind === 'video' }),
  ext: value => {
    const wanted = `.${value.replace(/^\./, '').toLowerCase()}`;
    return ({ view }) => view.files.some(file => path.posix.extname(file.name).toLowerCase() === wanted);
  },
  path: text(view => view.files.map(file => file.path.text)),
  size: number(({ view }) => view.files.reduce((sum, file) => sum + file.size, 0)),
  width: number(({ view }) => view.facts.width?.value),
  height: number(({ view }) => view.facts.height?.value),
};
