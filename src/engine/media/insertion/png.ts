import { Buffer } from 'node:buffer';
import { crc32 } from 'node:zlib';
import type { Blocks } from './blocks.ts';
import type { Insertion, Looked } from './place.ts';

const TEXTS: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt']);
const MOST_CHUNKS = 100_000;
/** Keyword, 0, not compressed, method, no language, 0, no translated keyword, 0. */
const XMP = 'XML:com.adobe.xmp\0\0\0\0\0';
/** Behind the signature and IHDR, which has to be first. */
const AT = 33;

/** Only into one without texts: XMP and EXIF come in several forms of them. */
export function pngInsertion(file: Looked, { exif, xmp }: Blocks): Insertion | undefined {
  let at = 8;
  for (let count = 0; ; count++) {
    const head = file.read(at, 8);
    const type = head.toString('latin1', 4, 8);
    if (head.length < 8 || count > MOST_CHUNKS || (count === 0) !== (type === 'IHDR')) return undefined;
    if (TEXTS.has(type) || type === 'eXIf' || type === 'zxIf') return undefined;
    at += 12 + head.readUInt32BE(0);
    if (count === 0 && at !== AT) return undefined;
    if (type === 'IEND') break;
  }
  const chunks = [
    ...(exif == null ? [] : [chunk('eXIf', exif)]),
    ...(xmp == null ? [] : [chunk('iTXt', Buffer.concat([Buffer.from(XMP, 'latin1'), xmp]))]),
  ];
  return at === file.size ? { at: AT, bytes: Buffer.concat(chunks) } : undefined;
}

function chunk(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length);
  head.write(type, 4, 'latin1');
  const end = Buffer.alloc(4);
  end.writeUInt32BE(crc32(content, crc32(head.subarray(4))));
  return Buffer.concat([head, content, end]);
}
