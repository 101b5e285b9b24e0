/** The fields of a query, and what each is held against. */
import { filingMs } from '../../media/dateText.ts';
import type { Role } from '../../media/model.ts';
import { duplicateAssets } from '../duplicates.ts';
import { DAY_OF, MONTH_OF, YEAR_OF } from '../search/dateKey.ts';
import { HAS_BITS, type HasBit } from '../search/hasBits.ts';
import { extensionOf } from '../search/nameExtension.ts';
import { inAlbum, inAlbums, inPaths, withTerm } from '../search/soughtSql.ts';
import { BadValue } from './badQuery.ts';
import { anyOf, onAsset, onSought } from './sql.ts';
import type { Condition, Subject, Test } from './subject.ts';
import { date, either, type Field, number, oneOf, text } from './values.ts';

const DAMAGED = new Set(['corrupt', 'missing', 'damaged', 'empty', 'unreadable']);

function dateOf({ view }: Subject): Date | undefined {
  const time = view.facts.capturedAt?.value;
  return time == null ? undefined : new Date(filingMs(time));
}

const has = (bit: HasBit, test: Test): Condition => ({
  test,
  sql: () => onSought(`s.has & ${HAS_BITS[bit]} <> 0`),
});

const role = (wanted: Role & HasBit): Condition =>
  has(wanted, ({ view }) => view.files.some(file => file.role === wanted));

/** All files of the asset: none of them is as `column` says, which an index of those keeps quick. */
const everyFile = (isSo: (file: Subject['view']['files'][number]) => boolean, lacking: string): Condition => ({
  test: ({ view }) => view.files.every(isSo),
  sql: () => onAsset(`a.id NOT IN (SELECT asset FROM file WHERE asset IS NOT NULL AND ${lacking})`),
});

const withFinding = (test: Test, codes?: ReadonlySet<string>): Condition => ({
  test,
  sql: () =>
    onAsset(
      `a.id IN (SELECT f.asset FROM finding n JOIN file f ON f.id = n.file WHERE f.asset IS NOT NULL${codes == null ? '' : ' AND n.code IN (SELECT value FROM json_each(?))'})`,
      ...(codes == null ? [] : [JSON.stringify([...codes])]),
    ),
});

const kind: Readonly<Record<string, Condition>> = {
  photo: { test: ({ view }) => view.kind === 'photo', sql: () => onAsset("a.kind = 'photo'") },
  video: { test: ({ view }) => view.kind === 'video', sql: () => onAsset("a.kind = 'video'") },
};

const flag = (wanted: 'pick' | 'reject' | 'none'): Condition => ({
  test: ({ view }) => view.flag === wanted,
  // Few are flagged: the index of those is asked.
  sql: () => onAsset(wanted === 'none' ? "a.flag = 'none'" : `(a.flag = '${wanted}' AND a.flag <> 'none')`),
});

const ext: Field = ({ text: given }, field) => {
  const wanted = given.replace(/^\*?\./, '').toLowerCase();
  if (!/^[\p{L}\p{N}~_-]+$/u.test(wanted))
    throw new BadValue(`"${given}" is no extension. Write for example ${field}:heic or ${field}:jpg,jpeg.`);
  return {
    test: ({ view }) => view.files.some(file => extensionOf(file.name) === `.${wanted}`),
    sql: () => withTerm('ext', { text: 't.name = ?', values: [`.${wanted}`] }),
  };
};

export const HAS: Readonly<Record<string, Condition>> = {
  time: has('time', ({ view }) => view.facts.capturedAt != null),
  gps: has('gps', ({ view }) => view.facts.gps != null),
  title: has('title', ({ view }) => view.facts.title != null),
  description: has('description', ({ view }) => view.facts.description != null),
  keywords: has('keywords', ({ view }) => (view.facts.keywords?.value.length ?? 0) > 0),
  people: has('people', ({ view }) => (view.facts.people?.value.length ?? 0) > 0),
  albums: {
    test: ({ view }) => (view.facts.albums?.value.length ?? 0) > 0,
    sql: () => anyOf([withTerm('album'), inAlbums()]),
  },
  rating: { test: ({ view }) => view.rating > 0, sql: () => onAsset('(a.rating <> 0 AND a.rating > 0)') },
  sidecar: role('sidecar'),
  checksum: everyFile(file => file.sha256 != null, 'rec_sha IS NULL'),
};

export const IS: Readonly<Record<string, Condition>> = {
  ...kind,
  live: role('live'),
  raw: role('raw'),
  edited: role('edited'),
  favorite: { test: ({ view }) => view.favorite, sql: () => onAsset('a.favorite = 1') },
  duplicate: {
    test: subject => subject.isDuplicate(),
    sql: db => onAsset('a.id IN (SELECT value FROM json_each(?))', JSON.stringify([...duplicateAssets(db)])),
  },
  damaged: withFinding(({ problems }) => problems.some(code => DAMAGED.has(code)), DAMAGED),
  problem: withFinding(({ problems }) => problems.length > 0),
  verified: everyFile(file => file.provedAt != null, 'proved IS NULL'),
};

const pixels = { min: 0, max: Number.POSITIVE_INFINITY, whole: true, example: '4000' };

export const FIELDS: Readonly<Record<string, Field>> = {
  year: number(subject => dateOf(subject)?.getUTCFullYear(), onSought(YEAR_OF('s.date')), {
    ...{ min: 1, max: 9999, whole: true, digits: 4, example: '2019' },
  }),
  month: number(
    subject => {
      const month = dateOf(subject)?.getUTCMonth();
      return month == null ? undefined : month + 1;
    },
    onSought(MONTH_OF('s.date')),
    { min: 1, max: 12, whole: true, example: '7' },
  ),
  day: number(subject => dateOf(subject)?.getUTCDate(), onSought(DAY_OF('s.date')), {
    ...{ min: 1, max: 31, whole: true, example: '24' },
  }),
  date: date(subject => dateOf(subject)?.toISOString()),
  camera: text(
    ({ view }) => [view.facts.camera?.value],
    wanted => () => withTerm('camera', wanted),
  ),
  lens: text(
    ({ view }) => [view.facts.lens?.value],
    wanted => () => withTerm('lens', wanted),
  ),
  has: oneOf(HAS, {
    date: 'time',
    keyword: 'keywords',
    person: 'people',
    album: 'albums',
    place: 'gps',
    location: 'gps',
  }),
  is: oneOf(IS, { favourite: 'favorite', duplicates: 'duplicate', image: 'photo', movie: 'video' }),
  rating: number(({ view }) => view.rating, onAsset('a.rating'), {
    ...{ min: 0, max: 5, whole: true, example: '4' },
  }),
  flag: either(oneOf({ pick: flag('pick'), reject: flag('reject'), none: flag('none') })),
  keyword: text(
    ({ view }) => view.facts.keywords?.value ?? [],
    wanted => () => withTerm('keyword', wanted),
  ),
  person: text(
    ({ view }) => view.facts.people?.value ?? [],
    wanted => () => withTerm('person', wanted),
  ),
  album: text(
    ({ view }) => view.facts.albums?.value ?? [],
    wanted => db => anyOf([withTerm('album', wanted), inAlbum(db, wanted)]),
  ),
  kind: either(oneOf(kind)),
  ext: either(ext),
  path: text(
    ({ view }) => view.files.map(file => file.path.text),
    wanted => db => inPaths(db, wanted),
  ),
  size: number(({ view }) => view.files.reduce((sum, file) => sum + file.size, 0), onSought('s.size'), {
    ...{ min: 0, max: Number.POSITIVE_INFINITY, units: true, example: '10mb' },
  }),
  width: number(({ view }) => view.facts.width?.value, onSought('s.width'), pixels),
  height: number(({ view }) => view.facts.height?.value, onSought('s.height'), pixels),
};

/** What people call them elsewhere. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  people: 'person',
  face: 'person',
  keywords: 'keyword',
  tag: 'keyword',
  tags: 'keyword',
  albums: 'album',
  name: 'path',
  file: 'path',
  filename: 'path',
  folder: 'path',
  dir: 'path',
  stars: 'rating',
  star: 'rating',
  time: 'date',
  taken: 'date',
  make: 'camera',
  model: 'camera',
  type: 'kind',
  extension: 'ext',
  format: 'ext',
};
