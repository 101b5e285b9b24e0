import type { RawTags } from '../programs/exiftool.ts';
import type { Stated } from './model.ts';
import { latinText } from './quick/latin.ts';
import { originOf } from './tagOrigin.ts';
import { list, text } from './tagValues.ts';

/** Bytes of one keyword in IPTC, which cuts what is longer. */
const IPTC_BYTES = 64;

/**
 * The keywords of a file: what XMP, IPTC, digiKam and QuickTime say, in one, for programs write some of them and leave
 * the others as they were. The origin is that of the first; Windows' own are asked where there are no others.
 */
export function keywords(tags: RawTags): Stated<readonly string[]> | undefined {
  const found = ['XMP-dc:Subject', 'IPTC:Keywords', 'XMP-digiKam:TagsList', 'Keys:Keywords'].flatMap(tag => {
    const value = Object.hasOwn(tags, tag) ? list(tags[tag]) : undefined;
    return value == null ? [] : [{ tag, value }];
  });
  const [first] = found;
  if (first == null) {
    const value = list(text(tags['IFD0:XPKeywords'])?.split(';'));
    return value == null ? undefined : { value, origin: originOf('IFD0:XPKeywords') };
  }
  const all = found.reduce<readonly string[]>((before, { tag, value }) => added(before, tag, value), []);
  return { value: list(all) ?? first.value, origin: originOf(first.tag) };
}

/** The same keyword may stand in IPTC cut or in another encoding, and in digiKam with the tags that it is under. */
export function added(before: readonly string[], tag: string, value: readonly string[]): readonly string[] {
  const known = new Set(before);
  if (tag === 'IPTC:Keywords') {
    for (const word of before) known.add(misread(word));
    const isCut = (word: string): boolean =>
      Buffer.byteLength(word) > IPTC_BYTES - 4 && before.some(other => other.startsWith(word));
    return [...before, ...value.filter(word => !known.has(word) && !isCut(word))];
  }
  if (tag !== 'XMP-digiKam:TagsList') return [...before, ...value.filter(word => !known.has(word))];
  const leaves = value.map(word => (known.has(word) ? word : word.slice(word.lastIndexOf('/') + 1).trim() || word));
  return [...before, ...leaves.filter(word => !known.has(word))];
}

/** UTF-8 that is read as Latin, as where IPTC does not say its encoding. */
function misread(word: string): string {
  try {
    return latinText(Buffer.from(word));
  } catch {
    return word;
  }
}
