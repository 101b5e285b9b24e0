/** The fields of a query, and what each is held against. */
import path from 'node:path';
import { filingMs } from '../../media/dateText.ts';
import type { Role } from '../../media/model.ts';
import { BadValue } from './badQuery.ts';
import type { Subject, Test } from './subject.ts';
import { date, either, type Field, number, oneOf, text } from './values.ts';

const DAMAGED = new Set(['corrupt', 'missing', 'damaged', 'empty', 'unreadable']);

function dateOf({ view }: Subject): Date | undefined {
  const time = view.facts.capturedAt?.value;
  return time == null ? undefined : new Date(filingMs(time));
}

const role =
  (wanted: Role): Test =>
  ({ view }) =>
    view.files.some(file => file.role === wanted);

const kind = {
  photo: ({ view }: Subject) => view.kind === 'photo',
  video: ({ view }: Subject) => view.kind === 'video',
};

const ext: Field = ({ text: given }, field) => {
  const wanted = given.replace(/^\*?\./, '').toLowerCase();
  if (!/^[\p{L}\p{N}~_-]+$/u.test(wanted))
    throw new BadValue(`"${given}" is no extension. Write for example ${field}:heic or ${field}:jpg,jpeg.`);
  return ({ view }) => view.files.some(file => path.posix.extname(file.name.trimEnd()).toLowerCase() === `.${wanted}`);
};

export const HAS: Readonly<Record<string, Test>> = {
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
};

export const IS: Readonly<Record<string, Test>> = {
  ...kind,
  live: role('live'),
  raw: role('raw'),
  edited: role('edited'),
  favorite: ({ view }) => view.favorite,
  duplicate: subject => subject.isDuplicate(),
  damaged: ({ problems }) => problems.some(code => DAMAGED.has(code)),
  problem: ({ problems }) => problems.length > 0,
  verified: ({ view }) => view.files.every(file => file.provedAt != null),
};

const pixels = { min: 0, max: Number.POSITIVE_INFINITY, whole: true, example: '4000' };

export const FIELDS: Readonly<Record<string, Field>> = {
  year: number(subject => dateOf(subject)?.getUTCFullYear(), {
    ...{ min: 1, max: 9999, whole: true, digits: 4, example: '2019' },
  }),
  month: number(
    subject => {
      const month = dateOf(subject)?.getUTCMonth();
      return month == null ? undefined : month + 1;
    },
    { min: 1, max: 12, whole: true, example: '7' },
  ),
  day: number(subject => dateOf(subject)?.getUTCDate(), { min: 1, max: 31, whole: true, example: '24' }),
  date: date(subject => dateOf(subject)?.toISOString()),
  camera: text(({ view }) => [view.facts.camera?.value]),
  lens: text(({ view }) => [view.facts.lens?.value]),
  has: oneOf(HAS, {
    date: 'time',
    keyword: 'keywords',
    person: 'people',
    album: 'albums',
    place: 'gps',
    location: 'gps',
  }),
  is: oneOf(IS, { favourite: 'favorite', duplicates: 'duplicate', image: 'photo', movie: 'video' }),
  rating: number(({ view }) => view.rating, { min: 0, max: 5, whole: true, example: '4' }),
  flag: either(
    oneOf({
      pick: ({ view }) => view.flag === 'pick',
      reject: ({ view }) => view.flag === 'reject',
      none: ({ view }) => view.flag === 'none',
    }),
  ),
  keyword: text(({ view }) => view.facts.keywords?.value ?? []),
  person: text(({ view }) => view.facts.people?.value ?? []),
  album: text(({ view }) => view.facts.albums?.value ?? []),
  kind: either(oneOf(kind)),
  ext: either(ext),
  path: text(({ view }) => view.files.map(file => file.path.text)),
  size: number(({ view }) => view.files.reduce((sum, file) => sum + file.size, 0), {
    ...{ min: 0, max: Number.POSITIVE_INFINITY, units: true, example: '10mb' },
  }),
  width: number(({ view }) => view.facts.width?.value, pixels),
  height: number(({ view }) => view.facts.height?.value, pixels),
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
