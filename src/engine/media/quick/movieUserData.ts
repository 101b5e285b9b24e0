/** A movie's `udta`: what cameras and Android write there. */
import { boxes, only } from './boxes.ts';
import { itemListTags, printed } from './movieKeys.ts';
import { type Tags, utf8Text, withoutEnd } from './tags.ts';
import { expect } from './unusual.ts';

const TEXTS: ReadonlyMap<string, readonly [name: string, form: 'text' | 'date' | 'place']> = new Map([
  ['\xa9day', ['ContentCreateDate', 'date']],
  ['\xa9xyz', ['GPSCoordinates', 'place']],
  ['\xa9mak', ['Make', 'text']],
  ['\xa9mod', ['Model', 'text']],
  ['\xa9swr', ['SoftwareVersion', 'text']],
  ['\xa9nam', ['Title', 'text']],
] as const);
/** Not asked for: encoder, format, how a player is to show it. */
const PASSED: ReadonlySet<string> = new Set(
  '\xa9too \xa9enc \xa9fmt \xa9inf loci auth smrd name WLOC SelO AllF LOOP'.split(' '),
);
/** Samsung's own, as far as it holds texts alone. */
const SAMSUNG: ReadonlySet<string> = new Set(['mdln', 'swtr', 'scid', 'saut']);
/** Packed ISO 639-2: `und`, and QuickTime's own code for English. */
const PLAIN_LANGUAGES: ReadonlySet<number> = new Set([0, 0x55c4, 0x15c7]);

export function userDataTags(bytes: Buffer, tags: Tags): void {
  const all = boxes(bytes, 0, bytes.length);
  const meta = only(all, 'meta');
  for (const { type, at, size } of all) {
    const known = TEXTS.get(type);
    if (known == null) {
      const samsung = type === 'smta' && boxes(bytes, at, at + size).every(box => SAMSUNG.has(box.type));
      expect(type === 'meta' || samsung || PASSED.has(type), `user data ${type}`);
      continue;
    }
    const length = bytes.readUInt16BE(at);
    expect(size === 4 + length && length > 0, 'user data');
    expect(PLAIN_LANGUAGES.has(bytes.readUInt16BE(at + 2)), 'language of user data');
    const value = bytes.subarray(at + 4, at + size);
    tags.set(`UserData:${known[0]}`, printed(withoutEnd(utf8Text(value), '\0'), known[1]));
  }
  if (meta != null) itemListTags(bytes.subarray(meta.at, meta.at + meta.size), tags);
}
