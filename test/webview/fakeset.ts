// Sets of photos as a server would describe them, made from their numbers alone.
import type { Details } from '../../src/protocol/details.ts';
import type { GridItem, GridShape } from '../../src/protocol/grid.ts';

export type SetName = 'none' | 'empty' | 'unread' | 'few' | 'stacked' | 'thousand' | 'many' | 'away' | 'broken';

const sizes: Record<SetName, number> = {
  none: 0,
  empty: 0,
  unread: 0,
  few: 23,
  stacked: 45,
  thousand: 1000,
  many: 100_000,
  away: 60,
  broken: 0,
};
const aspects = [1.5, 1.3333, 0.75, 1.3333, 1.7778, 0.6667, 1.3333, 1, 2.9, 0.75, 1.5, 1.3333];

/** A number from 0 to 1 that is always the same for the same seed. */
export function chance(seed: number): number {
  let x = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0) / 4294967296;
}

const aspectOf = (id: number): number => (id % 211 === 7 ? 0 : aspects[Math.floor(chance(id) * aspects.length)]!);
const lastDay = 20_253; // 14 June 2025

export function shapeOf(name: SetName, scope: string, unsorted: boolean, extra = 0): GridShape {
  const total = name === 'few' && scope === 'day' ? 7 : sizes[name] + extra;
  const ids = Uint32Array.from({ length: total }, (_, k) => total - k);
  const days: number[] = [];
  const counts: number[] = [];
  let left = total;
  let day = lastDay;
  if (unsorted && total > 0) {
    days.push(2147483647);
    counts.push(total);
    left = 0;
  }
  const undated = total > 50 ? Math.round(total / 120) : 0;
  left -= unsorted ? 0 : undated;
  for (let run = 0; left > 0; run++) {
    const count = Math.min(left, 1 + Math.floor(chance(run + 31) ** 2 * (total > 2000 ? 70 : 24)));
    days.push(day);
    counts.push(count);
    left -= count;
    day -= 1 + Math.floor(chance(run + 99) ** 3 * 16);
  }
  if (!unsorted && undated > 0) {
    days.push(-2147483648);
    counts.push(undated);
  }
  return {
    version: 1 + extra,
    ids,
    aspects: Float32Array.from(ids, aspectOf),
    days: Int32Array.from(days),
    counts: Uint32Array.from(counts),
    stacks: name === 'stacked' && !unsorted ? stacksIn(counts) : new Uint32Array(),
    bytes: total * 3_400_000,
  };
}

/** A stack of up to five from the third place of each day that has so many; its second photo stands for it. */
function stacksIn(counts: readonly number[]): Uint32Array {
  const stacks: number[] = [];
  let first = 0;
  for (const count of counts) {
    const size = Math.min(5, count - 3);
    if (size > 1) stacks.push(first + 2, size, 1);
    first += count;
  }
  return Uint32Array.from(stacks);
}

/** A photo of less than a tenth of a megapixel. */
export const tiny = 2001;

export function itemOf(id: number): GridItem {
  const roll = chance(id + 5000);
  const aspect = aspectOf(id) || 1.3333;
  const video = roll > 0.94;
  const bidi = id % 97 === 5 ? '\u202egnp.exe' : '';
  const corrupt = id % 59 === 12;
  const odd = id % 83 === 20;
  return {
    id,
    uid: `0197${String(id).padStart(8, '0')}`,
    name: `IMG_${String(id).padStart(4, '0')}${bidi}.${video ? 'MOV' : roll > 0.5 ? 'HEIC' : 'JPG'}`,
    path: `2025/06/IMG_${id}.JPG`,
    kind: video ? 'video' : 'photo',
    capturedAt: id % 120 === 0 ? null : '2025-06-14T18:42:07+01:00',
    capturedAtOrigin: id % 120 === 0 ? 'none' : 'exif',
    width: id === tiny ? 150 : Math.round(Math.min(4032, 4032 * Math.min(1, aspect))),
    height: id === tiny ? 100 : Math.round(Math.min(4032, 4032 * Math.min(1, aspect)) / aspect),
    duration: video ? 3 + Math.floor(chance(id) * 190) : 0,
    live: !video && roll < 0.22,
    raw: !video && roll > 0.86,
    edited: roll > 0.3 && roll < 0.4,
    favorite: roll > 0.42 && roll < 0.48,
    rating: roll > 0.5 && roll < 0.62 ? Math.ceil(chance(id + 1) * 5) : 0,
    flag: roll > 0.62 && roll < 0.68 ? 'pick' : roll > 0.7 && roll < 0.73 ? 'reject' : 'none',
    problem: corrupt ? 'error' : odd ? 'warning' : null,
    problemMessage: corrupt
      ? 'The bytes changed since 2 November 2025; its date and size did not. Nothing was written over it.'
      : odd
        ? 'The name says PNG, but it is a JPEG.'
        : '',
    fileType: video ? 'MOV' : roll > 0.5 ? 'HEIC' : 'JPG',
  };
}

export const hasThumb = (id: number): boolean => id % 29 !== 4;

const hour = 3_600_000;

export function detailsOf(ids: readonly number[], now: number): Details {
  const first = ids[0];
  if (first === undefined) return { count: 0, bytes: 0, fields: [], files: [], problems: [], places: [] };
  const item = itemOf(first);
  if (ids.length > 1)
    return {
      count: ids.length,
      bytes: ids.length * 4_900_000,
      from: '2025-06-13T09:12:00+01:00',
      to: '2025-06-14T22:31:00+01:00',
      fields: [
        { id: 'capturedAt', value: { type: 'differs', values: ids.length, missing: 1 } },
        { id: 'gps', value: { type: 'differs', values: 2, missing: 2 } },
        { id: 'description', value: { type: 'differs', values: 5, missing: Math.max(0, ids.length - 5) } },
        {
          id: 'people',
          value: {
            type: 'list',
            items: [
              { text: 'Ana', count: ids.length },
              { text: 'Miguel', count: 1 },
            ],
          },
          origin: 'sidecar',
        },
        {
          id: 'keywords',
          value: {
            type: 'list',
            items: [
              { text: 'Cascais', count: ids.length },
              { text: 'sea', count: 1 },
            ],
          },
          origin: 'xmp',
        },
        {
          id: 'camera',
          value: {
            type: 'list',
            items: [
              { text: 'iPhone 15 Pro', count: ids.length - 1 },
              { text: 'Fujifilm X100VI', count: 1 },
            ],
          },
          origin: 'exif',
        },
        { id: 'lens', value: { type: 'differs', values: 3, missing: 0 }, origin: 'exif' },
      ],
      files: [],
      problems: [],
      places: [],
    };
  const corrupt = item.problem === 'error';
  const undated = item.capturedAt === null;
  return {
    count: 1,
    bytes: 6_400_000,
    item,
    fields: [
      ...(undated
        ? []
        : [
            {
              id: 'capturedAt' as const,
              value: { type: 'time' as const, text: '2025-06-14T18:42:07+01:00' },
              origin: 'exif' as const,
            },
          ]),
      {
        id: 'gps',
        value: { type: 'gps', lat: 38.7008, lon: -9.4209, alt: 12 },
        origin: 'sidecar',
        file: 'IMG_3582.HEIC.json',
      },
      { id: 'title', value: { type: 'text', text: '<img src=x onerror="document.title=1">' }, origin: 'xmp' },
      {
        id: 'description',
        value: { type: 'text', text: 'First swim of the year. Cold!\nשלום \u202eolleh' },
        origin: 'sidecar',
        file: 'IMG_3582.HEIC.json',
      },
      {
        id: 'people',
        value: {
          type: 'list',
          items: [
            { text: 'Ana', count: 1 },
            { text: 'Miguel', count: 1 },
          ],
        },
        origin: 'sidecar',
      },
      {
        id: 'keywords',
        value: {
          type: 'list',
          items: [
            { text: 'sea', count: 1 },
            { text: 'Cascais', count: 1 },
          ],
        },
        origin: 'xmp',
      },
      { id: 'albums', value: { type: 'list', items: [{ text: 'Lisbon 2025', count: 1 }] }, origin: 'folder' },
      { id: 'rating', value: { type: 'text', text: '4' }, origin: 'user' },
      { id: 'camera', value: { type: 'text', text: 'iPhone 15 Pro' }, origin: 'exif' },
      { id: 'lens', value: { type: 'text', text: '6.86 mm f/1.78' }, origin: 'exif' },
      { id: 'exposure', value: { type: 'text', text: '1/1,250 s · f/1.8' }, origin: 'exif' },
      { id: 'iso', value: { type: 'text', text: first % 2 === 0 ? '80' : '64' }, origin: 'exif' },
      { id: 'software', value: { type: 'text', text: '17.5.1' }, origin: 'exif' },
    ],
    files: [
      {
        name: item.name,
        path: item.path,
        role: 'original',
        size: 1_900_000,
        mtime: now,
        sha256: '9f2c41d8'.repeat(8),
        verifiedAt: now - 50 * hour,
        state: corrupt ? 'corrupt' : 'fine',
      },
      {
        name: 'IMG_3582.mov',
        path: '2025/06/IMG_3582.mov',
        role: 'live',
        size: 2_800_000,
        mtime: now,
        sha256: '03ab77e1'.repeat(8),
        verifiedAt: now - 50 * hour,
        state: 'fine',
      },
      {
        name: 'IMG_E3582.HEIC',
        path: '2025/06/IMG_E3582.HEIC',
        role: 'edited',
        size: 1_700_000,
        mtime: now,
        sha256: 'c1109be4'.repeat(8),
        verifiedAt: null,
        state: 'fine',
      },
      {
        name: 'IMG_3582.HEIC.json',
        path: '2025/06/IMG_3582.HEIC.json',
        role: 'sidecar',
        size: 4100,
        mtime: now,
        sha256: null,
        verifiedAt: null,
        state: 'unrecorded',
      },
    ],
    problems: corrupt
      ? [
          {
            code: 'corrupt',
            severity: 'error',
            path: item.path,
            message: item.problemMessage,
            job: 'verify',
            at: now - 50 * hour,
          },
        ]
      : [],
    places: [],
  };
}
