/** PNG (W3C, third edition): its chunks to the end, for text may stand behind the picture. */
import { inflateSync } from 'node:zlib';
import { exifTags } from './exif.ts';
import { checkIcc } from './icc.ts';
import { latinText } from './latin.ts';
import type { ByteSource } from './source.ts';
import { jsonValue, type Tags, utf8Text } from './tags.ts';
import { expect, unusual } from './unusual.ts';
import { xmpTagsInto } from './xmp.ts';

const SIGNATURE = '\x89PNG\r\n\x1a\n';
const XMP = 'XML:com.adobe.xmp';
const TEXTS: ReadonlySet<string> = new Set(['Title', 'Description', 'Software']);
/** Keywords that exiftool knows as other formats, or converts; small letters. */
const FORMATS = /^(raw profile type|xml:com\.adobe\.xmp|creation time|creationtime|title$|description$|software$)/i;
/** Chunks of the picture itself, of which nothing is asked. */
const PASSED: ReadonlySet<string> = new Set(
  'IDAT PLTE gAMA cHRM sRGB pHYs bKGD tIME tRNS sBIT hIST cICP mDCV cLLI iDOT sPLT'.split(' '),
);
const PROFILE_LIMIT = 4 * 1024 * 1024;
const MOST_CHUNKS = 100_000;

export function isPng(head: Buffer): boolean {
  return head.toString('latin1', 0, 8) === SIGNATURE;
}

export async function pngTags(source: ByteSource, tags: Tags, name: string): Promise<void> {
  expect(!/\.(apng|jng|mng)$/i.test(name), 'PNG by another name');
  tags.set('File:FileType', 'PNG');
  tags.set('File:MIMEType', 'image/png');
  let at = 8;
  for (let count = 0; count < MOST_CHUNKS; count++) {
    const header = await source.read(at, 8);
    const length = header.readUInt32BE(0);
    const type = header.toString('latin1', 4, 8);
    expect((count === 0) === (type === 'IHDR') && at + 12 + length <= source.size, 'chunk');
    if (type === 'IEND') return expect(at + 12 + length === source.size, 'bytes behind the end');
    if (!PASSED.has(type)) chunk(type, await source.read(at + 8, length), tags);
    at += 12 + length;
  }
  unusual('very many chunks');
}

function chunk(type: string, body: Buffer, tags: Tags): void {
  if (type === 'IHDR') return header(body, tags);
  if (type === 'eXIf') return exifTags(body, tags, false);
  if (type === 'iCCP') return profile(body);
  if (type === 'tEXt') return text(body, tags);
  if (type === 'iTXt') return international(body, tags);
  unusual(`chunk ${type}`);
}

function header(body: Buffer, tags: Tags): void {
  expect(body.length === 13, 'IHDR');
  tags.set('Composite:ImageSize', `${body.readUInt32BE(0)} ${body.readUInt32BE(4)}`);
}

/** A name, a zero, the method (0), zlib's stream. */
function profile(body: Buffer): void {
  const end = body.indexOf(0);
  expect(end >= 0 && body[end + 1] === 0, 'iCCP');
  let inflated: Buffer;
  try {
    inflated = inflateSync(body.subarray(end + 2), { maxOutputLength: PROFILE_LIMIT });
  } catch {
    return unusual('iCCP');
  }
  checkIcc(inflated);
}

function text(body: Buffer, tags: Tags): void {
  const end = body.indexOf(0);
  expect(end > 0, 'tEXt');
  const keyword = body.toString('latin1', 0, end);
  expect(body.indexOf(0, end + 1) < 0, 'zero in a text');
  if (TEXTS.has(keyword)) tags.set(`PNG:${keyword}`, jsonValue(latinText(body.subarray(end + 1))));
  else expect(!FORMATS.test(keyword), 'text of a format');
}

/** Keyword, 0, compressed?, method, language, 0, translated keyword, 0, text in UTF-8. */
function international(body: Buffer, tags: Tags): void {
  const end = body.indexOf(0);
  const language = body.indexOf(0, end + 3);
  const translated = body.indexOf(0, language + 1);
  expect(end > 0 && language > 0 && translated > 0, 'iTXt');
  const keyword = body.toString('latin1', 0, end);
  expect(body[end + 1] === 0, 'packed text');
  const value = body.subarray(translated + 1);
  if (keyword === XMP) return xmpTagsInto(utf8Text(value), tags);
  if (TEXTS.has(keyword)) {
    expect(language === end + 3, 'text of a language');
    tags.set(`PNG:${keyword}`, jsonValue(utf8Text(value)));
  } else {
    expect(!FORMATS.test(keyword), 'text of a format');
  }
}
