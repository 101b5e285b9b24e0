/** WebP (RFC 9649): a RIFF file whose chunks tell the picture's size, EXIF and XMP. */
import { exifTags } from './exif.ts';
import { checkIcc } from './icc.ts';
import type { ByteSource } from './source.ts';
import { type Tags, utf8Text } from './tags.ts';
import { expect, unusual } from './unusual.ts';
import { xmpTagsInto } from './xmp.ts';

export function isWebp(head: Buffer): boolean {
  return head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP';
}

export async function webpTags(source: ByteSource, tags: Tags, name: string): Promise<void> {
  expect(!/\.(avi|la|ofr|pac|riff|rif|wav)$/i.test(name), 'WebP by another name');
  const seen = new Set<string>();
  let size: readonly [width: number, height: number] | undefined;
  let at = 12;
  while (at < source.size) {
    const header = await source.read(at, 8);
    const type = header.toString('latin1', 0, 4);
    const length = header.readUInt32LE(4);
    const padded = length + (length % 2);
    expect(length > 0 && at + 8 + padded <= source.size && !seen.has(type), `chunk ${type}`);
    seen.add(type);
    // A simple file has its one picture alone.
    const extended = seen.has('VP8X');
    expect(at === 12 ? type.startsWith('VP8') : extended, 'chunks out of order');
    const isBitstream = type === 'VP8 ' || type === 'VP8L';
    const body = await source.read(at + 8, isBitstream ? Math.min(length, 16) : type === 'ALPH' ? 0 : length);
    if (type === 'VP8X' || !extended) size = sizeOf(type, body);
    else if (isBitstream) sizeOf(type, body);
    else chunk(type, body, tags);
    at += 8 + padded;
  }
  expect(seen.has('VP8 ') !== seen.has('VP8L'), 'no picture');
  const [width, height] = size ?? unusual('no size');
  tags.set('File:FileType', `${seen.has('VP8X') ? 'Extended WEBP' : 'WEBP'}${seen.has('VP8L') ? ' (lossless)' : ''}`);
  tags.set('File:MIMEType', 'image/webp');
  tags.set('Composite:ImageSize', `${width} ${height}`);
}

function chunk(type: string, body: Buffer, tags: Tags): void {
  if (type === 'EXIF')
    return exifTags(body.toString('latin1', 0, 6) === 'Exif\0\0' ? body.subarray(6) : body, tags, false);
  if (type === 'XMP ') return xmpTagsInto(utf8Text(body), tags);
  if (type === 'ICCP') return checkIcc(body);
  expect(type === 'ALPH', `chunk ${type}`);
}

function sizeOf(type: string, body: Buffer): readonly [width: number, height: number] {
  if (type === 'VP8X') {
    expect(body.length === 10, 'VP8X');
    return [body.readUIntLE(4, 3) + 1, body.readUIntLE(7, 3) + 1];
  }
  expect(body.length >= 10, 'bitstream cut');
  if (type === 'VP8 ') {
    expect(body.readUIntBE(3, 3) === 0x9d012a, 'VP8');
    return [body.readUInt16LE(6) & 0x3fff, body.readUInt16LE(8) & 0x3fff];
  }
  expect(type === 'VP8L' && body[0] === 0x2f, 'VP8L');
  const bits = body.readUInt32LE(1);
  return [(bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1];
}
