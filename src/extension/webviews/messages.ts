import * as z from 'zod';
import type { EditFieldId, FromWebview, GridState } from '../../protocol/webview.ts';

/** What a webview may say. It shows names and pictures from elsewhere, so its words are checked like any input. */

const id = z.int().nonnegative().max(0xffff_ffff);
const requestId = z.int().nonnegative();
const ids = (most: number) => z.array(id).max(most);
const year = z.int().min(-9999).max(9999);
const month = z.int().min(1).max(12);
const day = z.int().min(1).max(31);
const sort = z.enum(['newest', 'oldest', 'name', 'largest', 'rating']);

/** What a person may have typed or pasted. */
export const query = z.string().max(4000);

export const scope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('year'), year }),
  z.object({ kind: z.literal('month'), year, month }),
  z.object({ kind: z.literal('day'), year, month, day }),
  z.object({ kind: z.literal('undated') }),
  z.object({ kind: z.literal('problem'), code: z.string().regex(/^[a-z-]{1,64}$/) }),
]);

const request = z.discriminatedUnion('method', [
  z.object({ type: z.literal('request'), id: requestId, method: z.literal('state'), params: z.null() }),
  z.object({
    type: z.literal('request'),
    id: requestId,
    method: z.literal('shape'),
    params: z.object({ scope, sort, query: z.exactOptional(query) }),
  }),
  z.object({
    type: z.literal('request'),
    id: requestId,
    method: z.literal('counts'),
    params: z.object({ scope, query, each: z.array(query).max(20) }),
  }),
  z.object({
    type: z.literal('request'),
    id: requestId,
    method: z.literal('values'),
    params: z.object({
      field: z.enum(['camera', 'lens', 'keyword', 'person', 'album']),
      text: query,
      limit: z.int().min(1).max(5000),
    }),
  }),
  z.object({
    type: z.literal('request'),
    id: requestId,
    method: z.literal('items'),
    params: z.object({ ids: ids(500) }),
  }),
  z.object({
    type: z.literal('request'),
    id: requestId,
    method: z.literal('thumbs'),
    params: z.object({ ids: ids(5000) }),
  }),
  z.object({ type: z.literal('request'), id: requestId, method: z.literal('preview'), params: z.object({ id }) }),
  z.object({ type: z.literal('request'), id: requestId, method: z.literal('clip'), params: z.object({ id }) }),
  z.object({
    type: z.literal('request'),
    id: requestId,
    method: z.literal('details'),
    params: z.object({ ids: ids(10_000) }),
  }),
  z.object({
    type: z.literal('request'),
    id: requestId,
    method: z.literal('readPlace'),
    params: z.object({ text: z.string().max(4000) }),
  }),
  z.object({
    type: z.literal('request'),
    id: requestId,
    method: z.literal('mark'),
    params: z.object({
      ids: ids(500_000),
      rating: z.exactOptional(z.int().min(0).max(5)),
      flag: z.exactOptional(z.enum(['pick', 'reject', 'none'])),
      favorite: z.exactOptional(z.boolean()),
    }),
  }),
]);

const editAnswer = z.object({
  field: z.enum([
    'shift',
    'date',
    'zoneInstant',
    'zoneWall',
    'dateFrom',
    'title',
    'description',
    'addKeyword',
    'removeKeyword',
    'addPerson',
    'removePerson',
    'rating',
    'gps',
    'removeGps',
    'creator',
    'copyright',
  ] as const satisfies readonly EditFieldId[]),
  answer: z.string().max(65_536),
});

const message = z.union([
  request,
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('ready') }),
    z.object({ type: z.literal('cancel'), id: requestId }),
    z.object({
      type: z.literal('selected'),
      ids: ids(10_000),
      count: z.int().nonnegative(),
      focused: id.nullable(),
    }),
    z.object({
      type: z.literal('run'),
      command: z.enum([
        'index',
        'verify',
        'openBackup',
        'showDetails',
        'showLog',
        'undo',
        'quarantine',
        'addToAlbum',
        'removeFromAlbum',
        'rotateLeft',
        'rotateRight',
        'editInDetails',
        'copyMetadata',
        'pasteMetadata',
        'saveSearch',
      ]),
    }),
    z.object({ type: z.literal('edit'), answers: z.array(editAnswer).min(1).max(200) }),
    z.object({ type: z.literal('applyEdit') }),
    z.object({ type: z.literal('reveal'), id, path: z.string().min(1).max(4096) }),
    z.object({ type: z.literal('openOutside'), path: z.string().min(1).max(4096) }),
    z.object({ type: z.literal('copy'), text: z.string().max(100_000), what: z.string().max(200) }),
    z.object({ type: z.literal('place'), lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) }),
    z.object({ type: z.literal('filtered'), query }),
    z.object({ type: z.literal('mode'), mode: z.enum(['grid', 'loupe', 'compare', 'survey']) }),
    z.object({ type: z.literal('trouble'), message: z.string().max(10_000) }),
  ]),
]);

const state = z.object({
  scope,
  sort,
  // A state that an older version kept has none.
  query: query.default(''),
  rowHeight: z.number().min(90).max(320),
  square: z.exactOptional(z.boolean()),
  anchor: z.object({ id, offset: z.number() }).nullable(),
  selected: ids(10_000),
  focused: id.nullable(),
  loupe: id.nullable(),
  stacks: z.exactOptional(z.object({ all: z.boolean(), except: ids(10_000) })),
});

/** The message, or null where it is none that a webview may send. */
export function parseMessage(raw: unknown): FromWebview | null {
  const parsed = message.safeParse(raw);
  return parsed.success ? parsed.data : null;
}

/** The id of what looks like a request, so that a refusal reaches whoever waits for it. */
export function requestIdOf(raw: unknown): number | null {
  const parsed = z.object({ type: z.literal('request'), id: requestId }).safeParse(raw);
  return parsed.success ? parsed.data.id : null;
}

/** What a panel kept over a reload, or null where it is not usable. */
export function parseGridState(raw: unknown): GridState | null {
  const parsed = state.safeParse(raw);
  return parsed.success ? parsed.data : null;
}
