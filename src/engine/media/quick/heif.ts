/** HEIC, HEIF and AVIF (ISO/IEC 23008-12): the picture's size, and EXIF and XMP as items. */
import { type Box, type Brands, boxes, checkSpace, only, topBoxes } from './boxes.ts';
import { exifTags } from './exif.ts';
import { type Item, Items } from './heifItems.ts';
import { checkIcc } from './icc.ts';
import { samsungTrailerTags } from './samsungTrailer.ts';
import type { ByteSource } from './source.ts';
import { type Tags, utf8Text } from './tags.ts';
import { expect, unusual } from './unusual.ts';
import { xmpTagsInto } from './xmp.ts';

/** By the major brand, as exiftool names them. */
const TYPES: Readonly<Record<string, readonly [fileType: string, mimeType: string]>> = {
  heic: ['HEIC', 'image/heic'],
  heix: ['HEIF', 'image/heif'],
  mif1: ['HEIF', 'image/heif'],
  avif: ['AVIF', 'image/avif'],
  avis: ['AVIF', 'image/avif'],
};
const PASSED: ReadonlySet<string> = new Set(['ftyp', 'mdat', 'mpvd']);
const XMP = 'application/rdf+xml';

/** Whether these are a picture's brands. */
export function isHeif({ major }: Brands): boolean {
  return Object.hasOwn(TYPES, major);
}

export async function heifTags(source: ByteSource, tags: Tags, { major }: Brands): Promise<void> {
  const [fileType, mimeType] = TYPES[major] ?? unusual('brand');
  tags.set('File:FileType', fileType);
  tags.set('File:MIMEType', mimeType);
  let found = false;
  for await (const box of topBoxes(source)) {
    if (box.type === 'free') await checkSpace(source, box);
    else if (box.type === 'sefd') samsungTrailerTags(await source.read(box.at, box.size), tags);
    else if (box.type !== 'meta') expect(PASSED.has(box.type), `box ${box.type} in HEIF`);
    if (box.type !== 'meta') continue;
    expect(!found, 'meta twice');
    found = true;
    await metaTags(source, tags, box);
  }
  expect(found, 'no meta');
  // exiftool lets XMP's size go before the picture's own, but not in HEIC.
  expect(fileType === 'HEIC' || tags.get('XMP-tiff:ImageWidth') == null, 'size in XMP');
}

async function metaTags(source: ByteSource, tags: Tags, meta: Box): Promise<void> {
  const bytes = await source.read(meta.at, meta.size);
  const all = boxes(bytes, 4, bytes.length);
  const items = new Items(bytes, all);
  properties(bytes, all, items, tags);
  const idat = only(all, 'idat');
  // In the order in which they lie, for a stream goes only forward.
  const wanted = items.metadata
    .map(item => ({ item, start: item.start(idat == null ? undefined : meta.at + idat.at) }))
    .sort((a, b) => a.start - b.start);
  let exif = false;
  for (const { item, start } of wanted) {
    const content = await source.read(start, item.length);
    if (item.kind === 'Exif') {
      expect(!exif, 'Exif twice');
      exif = true;
      checkReference(item, items.primary);
      exifItem(content, tags);
    } else {
      expect(item.kind === XMP && content.length > 0, 'XMP item');
      xmpTagsInto(utf8Text(content), tags);
    }
  }
}

function checkReference(item: Item, primary: number): void {
  expect(item.refersTo.length === 0 || item.refersTo.includes(primary), 'EXIF of another picture');
}

/** Four bytes tell how many are to be passed over: as a rule `Exif` and two zeros. */
function exifItem(content: Buffer, tags: Tags): void {
  expect(content.length >= 8, 'EXIF item cut');
  const start = 4 + content.readUInt32BE(0);
  expect(start < content.length && !/^(MM\0\x2a|II\x2a\0|Exif)/.test(content.toString('latin1', 0, 4)), 'EXIF item');
  exifTags(content.subarray(start), tags, false);
}

function properties(bytes: Buffer, all: readonly Box[], items: Items, tags: Tags): void {
  const iprp = only(all, 'iprp') ?? unusual('no properties');
  const ipco = only(boxes(bytes, iprp.at, iprp.at + iprp.size), 'ipco') ?? unusual('no properties');
  const rotations: number[] = [];
  let size: readonly [width: number, height: number] | undefined;
  for (const [k, { type, at, size: length }] of boxes(bytes, ipco.at, ipco.at + ipco.size).entries()) {
    const users = items.usersOf(k + 1);
    if (type === 'irot') {
      expect(length === 1, 'rotation');
      const rotation = bytes[at]!;
      // Of several, exiftool prints the picture's own first where it stands first.
      expect(
        rotations.length > 0 || users.includes(items.primary) || users.length === 0,
        'rotation of another picture',
      );
      rotations.push(rotation);
    }
    if (type === 'colr' && /^(prof|rICC)$/.test(bytes.toString('latin1', at, at + 4)))
      checkIcc(bytes.subarray(at + 4, at + length));
    if (type !== 'ispe') continue;
    expect(length === 12 && bytes.readUInt32BE(at) === 0 && users.length > 0, 'size of a picture');
    if (!users.includes(items.primary)) continue;
    expect(size == null, 'two sizes');
    size = [bytes.readUInt32BE(at + 4), bytes.readUInt32BE(at + 8)];
  }
  tags.set('QuickTime:Rotation', rotations[0]);
  const [width, height] = size ?? unusual('no size');
  tags.set('File:ImageWidth', width);
  tags.set('File:ImageHeight', height);
  tags.set('Composite:ImageSize', `${width} ${height}`);
}
