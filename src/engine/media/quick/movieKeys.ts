/** QuickTime's own metadata (`keys` and `ilst`), and that of iTunes (`ilst` alone). */
import { boxes, only } from './boxes.ts';
import { jsonValue, perlNumber, type Tags, utf8Text } from './tags.ts';
import { expect, unusual } from './unusual.ts';
import { dateText } from './xmpValues.ts';

type Form = 'text' | 'date' | 'place';

const KEYS: ReadonlyMap<string, readonly [name: string, form: Form]> = new Map<string, readonly [string, Form]>([
  ['creationdate', ['CreationDate', 'date']],
  ['location.ISO6709', ['GPSCoordinates', 'place']],
  ['content.identifier', ['ContentIdentifier', 'text']],
  ['make', ['Make', 'text']],
  ['model', ['Model', 'text']],
  ['software', ['Software', 'text']],
  ['title', ['Title', 'text']],
  ['displayname', ['DisplayName', 'text']],
  ['description', ['Description', 'text']],
  ['keywords', ['Keywords', 'text']],
  ['author', ['Author', 'text']],
  ['copyright', ['Copyright', 'text']],
]);
const TAKEN: ReadonlySet<string> = new Set([...KEYS.values()].map(([name]) => name.toLowerCase()));

const ITEMS: ReadonlyMap<string, readonly [name: string, form: Form]> = new Map<string, readonly [string, Form]>([
  ['\xa9day', ['ContentCreateDate', 'date']],
  ['\xa9xyz', ['GPSCoordinates', 'place']],
  ['\xa9nam', ['Title', 'text']],
  ['desc', ['Description', 'text']],
  ['\xa9des', ['Description', 'text']],
  ['\xa9cmt', ['Comment', 'text']],
  ['\xa9ART', ['Artist', 'text']],
  ['cprt', ['Copyright', 'text']],
  ['\xa9cpy', ['Copyright', 'text']],
]);
/** Of iTunes' items those that are no concern of ours. */
const PASSED: ReadonlySet<string> = new Set([
  '\xa9too',
  '\xa9alb',
  '\xa9gen',
  '\xa9wrt',
  'aART',
  'covr',
  'trkn',
  'disk',
]);

/** A `meta` box with keys, as Apple writes it: without a version at its start, or exiftool sees nothing in it. */
export function keysTags(bytes: Buffer, tags: Tags): void {
  const all = boxes(bytes, 0, bytes.length);
  for (const { type } of all) expect(['hdlr', 'keys', 'ilst', 'free'].includes(type), `box ${type} in meta`);
  const keys = only(all, 'keys') ?? unusual('meta without keys');
  const ilst = only(all, 'ilst');
  expect(ilst == null || all.indexOf(keys) < all.indexOf(ilst), 'keys behind their values');
  const names = readKeys(bytes.subarray(keys.at, keys.at + keys.size));
  if (ilst == null) return;
  const seen = new Set<number>();
  for (const { type, at, size } of boxes(bytes, ilst.at, ilst.at + ilst.size)) {
    const index = Buffer.from(type, 'latin1').readUInt32BE(0);
    expect(index >= 1 && index <= names.length && !seen.has(index), 'value without a key');
    seen.add(index);
    const known = names[index - 1];
    if (known != null) tags.set(`Keys:${known[0]}`, value(bytes.subarray(at, at + size), known[1]));
  }
}

/** iTunes' way, within `udta`: here with a version. */
export function itemListTags(bytes: Buffer, tags: Tags): void {
  expect(bytes.length >= 4 && bytes.readUInt32BE(0) === 0, 'meta without a version');
  const all = boxes(bytes, 4, bytes.length);
  for (const { type } of all) expect(['hdlr', 'ilst', 'free'].includes(type), `box ${type} in meta`);
  const ilst = only(all, 'ilst');
  if (ilst == null) return;
  for (const { type, at, size } of boxes(bytes, ilst.at, ilst.at + ilst.size)) {
    const known = ITEMS.get(type);
    if (known == null) expect(PASSED.has(type), 'item of iTunes');
    else tags.set(`ItemList:${known[0]}`, value(bytes.subarray(at, at + size), known[1]));
  }
}

function readKeys(bytes: Buffer): readonly (readonly [name: string, form: Form] | undefined)[] {
  const names: (readonly [string, Form] | undefined)[] = [];
  const count = bytes.readUInt32BE(4);
  let at = 8;
  while (at < bytes.length) {
    const length = bytes.readUInt32BE(at);
    expect(length > 8 && at + length <= bytes.length && names.length < 1000, 'keys cut');
    expect(bytes.toString('latin1', at + 4, at + 8) === 'mdta', 'namespace of a key');
    const key = utf8Text(bytes.subarray(at + 8, at + length));
    names.push(named(key));
    at += length;
  }
  expect(names.length === count, 'number of keys');
  return names;
}

/** Undefined for a key that is not asked for. */
function named(key: string): readonly [name: string, form: Form] | undefined {
  const short = key.replace(/^com\.(apple\.quicktime\.)?/, '');
  const known = KEYS.get(short);
  if (known != null) return known;
  // A short key may be one of iTunes' or a camera's, and some come out under a name that is asked for.
  const plain = short.replaceAll(/[^0-9a-zA-Z]/g, '').toLowerCase();
  expect(short.length > 4 && !TAKEN.has(plain) && /^[\w.-]+$/.test(key), 'odd key');
  return undefined;
}

const UTF8 = 1;
/** exiftool's words for them. */
const EMPTY = '(Binary data 0 bytes, use -b option to extract)';

function value(bytes: Buffer, form: Form): unknown {
  const all = boxes(bytes, 0, bytes.length);
  const [data, ...more] = all;
  expect(data != null && more.length === 0 && data.type === 'data' && data.size >= 8, 'value');
  // Photos writes an empty list of keywords as no bytes of no type.
  if (data.size === 8 && bytes.readUInt32BE(data.at) === 0 && form === 'text') return EMPTY;
  expect(bytes.readUInt32BE(data.at) === UTF8, 'type of a value');
  const text = utf8Text(bytes.subarray(data.at + 8)).replace(/\0$/, '');
  // exiftool names a value of another language by that, and makes it the general one too.
  expect(bytes.readUInt32BE(data.at + 4) === 0 || form !== 'text', 'language of a value');
  return printed(text, form);
}

export function printed(text: string, form: Form): unknown {
  if (form === 'text') return jsonValue(text);
  if (form === 'date') return jsonValue(dateText(text).replace(/([-+]\d{2})(\d{2})$/, '$1:$2'));
  return jsonValue(place(text));
}

/** ISO 6709 in degrees; the other two ways of writing it are left to exiftool. */
function place(text: string): string {
  const found = /^([-+]\d{1,2}(?:\.\d*)?)([-+]\d{1,3}(?:\.\d*)?)([-+]\d+(?:\.\d*)?)?/.exec(text);
  const [, latitude, longitude, altitude] = found ?? unusual('place');
  const number = (part: string | undefined): string => perlNumber(Number(part));
  return `${number(latitude)} ${number(longitude)}${altitude == null ? '' : ` ${number(altitude)}`}`;
}
