import type { FileFacts } from '../../media/model.ts';
import { takeoutFacts } from '../../media/takeoutSidecar.ts';
import type { ItemStates } from '../source.ts';

/** What a JSON of a Takeout is, told from its content: its name is localised and may be clipped. */
export type PhotoJson =
  | {
      readonly form: 'photo';
      readonly facts: FileFacts;
      readonly states: ItemStates;
      readonly raw: Readonly<Record<string, unknown>>;
      /** Equal in the copies of one photo's sidecar that lie in its year folder and in its albums; `url` and time of upload aren't. */
      readonly identity: string;
      /** What is there and can't be: words for a person. */
      readonly oddities: readonly string[];
    }
  | { readonly form: 'album'; readonly title: string }
  /** Comments, subscriptions, memories: of no photo. */
  | { readonly form: 'other' }
  | { readonly form: 'unreadable'; readonly why: string };

export type Photo = Extract<PhotoJson, { form: 'photo' }>;

/** Read by `takeoutFacts`, or kept as states. */
const READ = new Set([
  'description',
  'people',
  'favorited',
  'archived',
  'trashed',
  'inLockedFolder',
  'photoTakenTime',
  'geoData',
]);
/** Characters of JSON that are kept of all that has no field of ours. */
const LONGEST_REST = 4096;

export function photoJson(bytes: Buffer): PhotoJson {
  let root: unknown;
  try {
    root = JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    return { form: 'unreadable', why: bytes.length === 0 ? 'it is empty' : 'it is not valid JSON' };
  }
  if (!isRecord(root)) return { form: 'other' };
  const facts = takeoutFacts(root);
  if (facts == null) return album(root);
  return {
    form: 'photo',
    facts,
    states: {
      ...(root.archived === true && { archived: true }),
      ...(root.trashed === true && { trashed: true }),
      ...(root.inLockedFolder === true && { locked: true }),
    },
    raw: rest(root),
    identity: JSON.stringify([
      facts.sidecarOf?.name,
      facts.times == null ? text(root.url) : seconds(root.photoTakenTime),
    ]),
    oddities: oddities(root, facts),
  };
}

/** Since 2019 title and date stand at the top; before, within `albumData`. */
function album(root: Json): PhotoJson {
  const data = isRecord(root.albumData) ? root.albumData : root;
  const title = typeof data.title === 'string' ? data.title.trim() : '';
  // Without title it is a conversation, whose photos are in the year folders as well.
  return title === '' ? { form: 'other' } : { form: 'album', title: title.slice(0, 1000) };
}

type Json = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value != null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, 200) : null;
}

function seconds(value: unknown): unknown {
  const { timestamp } = isRecord(value) ? value : {};
  return typeof timestamp === 'string' || typeof timestamp === 'number' ? String(timestamp).slice(0, 40) : null;
}

/** Everything else that Google states, without texts in the account's language; the longest go first when it's much. */
function rest(root: Json): Json {
  const kept = Object.entries(root)
    .filter(([key]) => !READ.has(key))
    .map(
      ([key, value]) =>
        [key, isRecord(value) && 'timestamp' in value ? { timestamp: value.timestamp } : value] as const,
    )
    .map(([key, value]) => ({ key: key.slice(0, 100), value, length: lengthOf(value) }))
    .sort((a, b) => a.length - b.length);
  let length = 0;
  const fitting = kept.filter(entry => {
    length += entry.length + entry.key.length;
    return length <= LONGEST_REST;
  });
  return Object.fromEntries(fitting.map(({ key, value }) => [key, value]));
}

/** Characters as JSON; more than is kept where it is nested deeper than can be written. */
function lengthOf(value: unknown): number {
  try {
    return JSON.stringify(value).length;
  } catch {
    return LONGEST_REST + 1;
  }
}

function oddities(root: Json, facts: FileFacts): readonly string[] {
  const found: string[] = [];
  const taken = seconds(root.photoTakenTime);
  if (facts.times == null && taken !== '0') found.push(`its capture time (${taken ?? 'none'}) can't be one`);
  for (const key of ['geoData', 'geoDataExif']) {
    const { latitude, longitude } = isRecord(root[key]) ? root[key] : {};
    if (latitude == null && longitude == null) continue;
    const [lat, lon] = [Number(latitude), Number(longitude)];
    if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) found.push('its place is none on Earth');
  }
  return [...new Set(found)];
}
