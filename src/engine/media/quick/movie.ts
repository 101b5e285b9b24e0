/** MP4 and QuickTime movies: what `moov` says, before or behind the media data, which is never read. */
import { type Box, type Brands, boxes, checkSpace, only, topBoxes } from './boxes.ts';
import { clock } from './movieClock.ts';
import { keysTags } from './movieKeys.ts';
import { Tracks } from './movieTracks.ts';
import { userDataTags } from './movieUserData.ts';
import type { ByteSource } from './source.ts';
import { jsonValue, perlNumber, type Tags } from './tags.ts';
import { expect, unusual } from './unusual.ts';

const MP4_BRANDS: ReadonlySet<string> = new Set(['isom', 'iso2', 'iso4', 'iso5', 'iso6', 'mp41', 'mp42', 'avc1']);
/** By the major brand, where that alone tells exiftool the type. */
const TYPES: Readonly<Record<string, readonly [fileType: string, mimeType: string]>> = {
  'qt  ': ['MOV', 'video/quicktime'],
  'M4V ': ['M4V', 'video/x-m4v'],
  '3gp4': ['3GP', 'video/3gpp'],
  '3gp5': ['3GP', 'video/3gpp'],
  '3gp6': ['3GP', 'video/3gpp'],
};
/** Names with these endings make exiftool call a MOV what they say. */
const ENDINGS = /\.(360|3g2|3gp|aax|avif|cr3|crm|dvb|f4[abpv]|glv|hei[cf]|insv|l[rf][vr]|m4[abpv]|mp4|mqv)$/i;
const PASSED: ReadonlySet<string> = new Set(['ftyp', 'mdat', 'wide']);

export async function movieTags(source: ByteSource, tags: Tags, brands: Brands, name: string): Promise<void> {
  const [fileType, mimeType] = typeOf(brands);
  expect(fileType !== 'MOV' || !ENDINGS.test(name), 'MOV by another name');
  expect(!/\.glv$/i.test(name), 'GLV');
  tags.set('File:FileType', fileType);
  tags.set('File:MIMEType', mimeType);
  let found = false;
  for await (const box of topBoxes(source)) {
    if (box.type === 'free') {
      await checkSpace(source, box);
    } else if (box.type === 'moov') {
      expect(!found, 'moov twice');
      found = true;
      movie(await source.read(box.at, box.size), tags);
    } else {
      expect(PASSED.has(box.type), `box ${box.type}`);
    }
  }
  expect(found, 'no moov');
}

/** As exiftool reads the brands: of the compatible ones it passes over the first. */
function typeOf({ major, compatible }: Brands): readonly [string, string] {
  const known = Object.hasOwn(TYPES, major) ? TYPES[major] : undefined;
  if (known != null) return known;
  expect(MP4_BRANDS.has(major), `brand ${major}`);
  const others = compatible.slice(1);
  const has = (...wanted: string[]): boolean => others.some(brand => wanted.includes(brand));
  if (has('mp41', 'mp42', 'avc1')) return ['MP4', 'video/mp4'];
  if (has('f4v ')) return ['F4V', 'video/mp4'];
  return has('qt  ') ? ['MOV', 'video/quicktime'] : ['MP4', 'video/mp4'];
}

function movie(bytes: Buffer, tags: Tags): void {
  const all = boxes(bytes, 0, bytes.length);
  const mvhd = only(all, 'mvhd') ?? unusual('no mvhd');
  expect(all[0] === mvhd, 'mvhd is not first');
  header(bytes, mvhd, tags);
  const tracks = new Tracks();
  for (const { type, at, size } of all) {
    const content = bytes.subarray(at, at + size);
    if (type === 'trak') tracks.add(content, tags);
    else if (type === 'meta') keysTags(content, tags);
    else if (type === 'udta') userDataTags(content, tags);
    else expect(type === 'mvhd' || type === 'iods' || type === 'free', `box ${type} in moov`);
  }
  tracks.finish(tags);
}

function header(bytes: Buffer, { at, size }: Box, tags: Tags): void {
  const version = bytes[at]!;
  expect(version <= 1 && size === (version === 0 ? 100 : 112), 'mvhd');
  tags.set('QuickTime:CreateDate', clock(bytes, at + 4, version));
  const scale = bytes.readUInt32BE(at + (version === 0 ? 12 : 20));
  const duration = version === 0 ? bytes.readUInt32BE(at + 16) : Number(bytes.readBigUInt64BE(at + 24));
  expect(scale > 0 && Number.isSafeInteger(duration), 'scale of time');
  tags.set('QuickTime:Duration', jsonValue(perlNumber(duration / scale)));
}
