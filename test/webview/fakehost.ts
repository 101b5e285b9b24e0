// Stands for the extension at the other side of a webview: answers its requests from a made-up set of photos.
import type { BackupState } from '../../src/protocol/backup.ts';
import type { GridShape } from '../../src/protocol/grid.ts';
import type { Marks } from '../../src/protocol/marks.ts';
import type { Requests } from '../../src/protocol/requests.ts';
import type { FromWebview, GridState, ToWebview, WebviewMethod } from '../../src/protocol/webview.ts';
import { detailsOf, hasThumb, itemOf, type SetName, shapeOf } from './fakeset.ts';

export interface FakeHost {
  readonly posted: FromWebview[];
  send(message: ToWebview): void;
  state(): GridState | undefined;
  /** Photos that have come since. */
  extra: number;
  backup: BackupState;
  /** Marks can't be made. */
  refusing: boolean;
}

declare global {
  interface Window {
    fake: FakeHost;
    acquireVsCodeApi(): unknown;
  }
}

const asked = new URLSearchParams(location.search);
const name = (asked.get('set') ?? 'few') as SetName;
/** How long the extension takes to answer that a page is ready, ms: its server may have to be started. */
const late = Number(asked.get('late') ?? 0);
const slow = Number(asked.get('slow') ?? 0);
const posted: FromWebview[] = [];
const cancelled = new Set<number>();
let wanted: readonly number[] = [];
const marked = new Map<number, Marks>();

const send = (message: ToWebview) => window.postMessage(message, '*');

const backup: BackupState = {
  root: '/photos/Family Photos',
  name: 'Family Photos',
  state: name === 'none' ? 'none' : name === 'away' ? 'away' : 'ready',
  readOnly: false,
  assets: 0,
  files: 0,
  bytes: 0,
  problems: 0,
  unindexed: 0,
  ...(name === 'unread' && { unread: true as const }),
  caches: { thumbs: '', previews: '' },
  version: 1,
};

const VALUES: Readonly<Record<string, readonly string[]>> = {
  album: ['Lisbon with friends', '<b>Not markup</b>'],
  person: ['Ana', 'Lisa'],
  camera: ['Apple iPhone 13 Pro', 'Canon EOS 80D'],
};

const answers: { [M in WebviewMethod]: (params: Requests[M]['params']) => Requests[M]['result'] } = {
  state: () => window.fake.backup,
  shape: ({ scope, sort, query = '' }) => {
    if (name === 'broken')
      throw new Error('The catalog could not be opened: disk I/O error. Your photos are untouched.');
    const whole = shapeOf(name, scope.kind, sort !== 'newest' && sort !== 'oldest', window.fake.extra);
    return query === '' ? whole : found(whole, query);
  },
  // Of picks there are three, of other conditions five, but for one that finds nothing.
  counts: ({ each }) => each.map(query => sizeOf(query)),
  values: ({ field, text }) =>
    (VALUES[field] ?? [])
      .filter(value => value.toLowerCase().includes(text.toLowerCase()))
      .map((value, i) => ({ name: value, count: 10 - i, query: `${field}:="${value}"` })),
  items: ({ ids }) => ids.map(id => ({ ...itemOf(id), ...marked.get(id) })),
  thumbs: ({ ids }) => {
    wanted = ids;
    return null;
  },
  preview: ({ id }) => {
    const item = itemOf(id);
    if (!hasThumb(id))
      return {
        state: 'none',
        why: 'There is no ffmpeg on this computer, so no frame of it can be shown.',
        need: 'ffmpeg',
      };
    return { state: 'ready', file: `${id}.svg`, mime: 'image/svg+xml', width: item.width, height: item.height };
  },
  readPlace: ({ text }) => {
    const [lat, lon] = text.split(',').map(Number);
    return lat != null && lon != null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null;
  },
  clip: () => ({
    state: 'none',
    why: 'There is no ffmpeg on this computer.',
    need: 'ffmpeg',
    path: '2025/06/IMG_1.MOV',
  }),
  details: ({ ids }) => detailsOf(ids, Date.now()),
  mark: ({ ids, ...marks }) => {
    if (window.fake.refusing) throw new Error('This backup can’t be written, so the mark was not made.');
    for (const id of ids) marked.set(id, { ...marked.get(id), ...marks });
    return null;
  },
};

/** Stands for the server's query language. */
class BadQuery extends Error {
  readonly place: { at: number; length: number };
  constructor(message: string, at: number, length: number) {
    super(message);
    this.place = { at, length };
  }
}

const sizeOf = (query: string): number =>
  query.includes('is:duplicate') ? 0 : query.includes('flag:pick') ? 3 : query.includes('nothing') ? 0 : 5;

function found(whole: GridShape, query: string): GridShape {
  const at = query.indexOf('raitng');
  if (at >= 0) throw new BadQuery('there is no field "raitng". Did you mean rating:>3?', at, 'raitng:>3'.length);
  const size = sizeOf(query);
  return {
    ...whole,
    ids: whole.ids.slice(0, size),
    aspects: whole.aspects.slice(0, size),
    days: whole.days.slice(0, size === 0 ? 0 : 1),
    counts: size === 0 ? new Uint32Array() : Uint32Array.of(size),
    stacks: new Uint32Array(),
  };
}

// A thumbnail process that makes a dozen at a time, of what is wanted now.
setInterval(() => {
  for (const id of wanted.slice(0, 24))
    send({
      type: 'event',
      event: {
        event: 'thumb',
        thumb: hasThumb(id)
          ? { id, state: 'ready', file: `${id}.webp` }
          : { id, state: 'none', why: 'No picture: ffmpeg is not installed', need: 'ffmpeg' },
      },
    });
  wanted = wanted.slice(24);
}, 10);

function begin(): void {
  send({
    type: 'init',
    state: JSON.parse(asked.get('state') ?? 'null'),
    title: 'All photos',
    backup,
    thumbBase: `${location.origin}/thumbs`,
    previewBase: `${location.origin}/previews`,
    locale: asked.get('locale') ?? 'en-GB',
  });
}

function onMessage(message: FromWebview): void {
  posted.push(message);
  if (message.type === 'cancel') cancelled.add(message.id);
  if (message.type === 'ready') setTimeout(begin, late);
  if (message.type !== 'request') return;
  setTimeout(() => {
    if (cancelled.has(message.id)) return;
    try {
      const answer = answers[message.method] as (params: unknown) => unknown;
      send({ type: 'reply', id: message.id, result: answer(message.params) });
    } catch (error) {
      const error_ = error as Error;
      send({
        type: 'reply',
        id: message.id,
        error:
          error_ instanceof BadQuery
            ? { code: 'bad-query', message: error_.message, place: error_.place }
            : { code: 'failed', message: error_.message },
      });
    }
  }, slow || 4);
}

window.fake = {
  posted,
  send,
  state: () => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
  extra: 0,
  backup,
  refusing: false,
};
window.acquireVsCodeApi = () => ({
  postMessage: (message: FromWebview) => onMessage(structuredClone(message)),
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
  setState: (state: GridState) => sessionStorage.setItem('state', JSON.stringify(state)),
});
