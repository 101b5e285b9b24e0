/** JPEG: its segments up to the scan, as exiftool reads them with `-fast`, which leaves what follows alone. */
import { exifTags } from './exif.ts';
import { checkIcc } from './icc.ts';
import { photoshopTags } from './iptc.ts';
import { checkMpf } from './mpf.ts';
import type { ByteSource } from './source.ts';
import { type Tags, utf8Text } from './tags.ts';
import { expect, unusual } from './unusual.ts';
import { xmpTagsInto } from './xmp.ts';

const XMP = 'http://ns.adobe.com/xap/1.0/\0';
const PHOTOSHOP = 'Photoshop 3.0\0';
const MOST_SEGMENTS = 500;

export async function jpegTags(source: ByteSource, tags: Tags, name: string): Promise<void> {
  expect(!/\.(insp|jps|mpo|thm)$/i.test(name), 'JPEG by another name');
  tags.set('File:FileType', 'JPEG');
  tags.set('File:MIMEType', 'image/jpeg');
  const jpeg = new Jpeg(tags);
  let at = 2;
  for (let count = 0; count < MOST_SEGMENTS; count++) {
    const header = await source.read(at, 4);
    expect(header[0] === 0xff, 'bytes between segments');
    const marker = header[1]!;
    // Padding, and markers that have no place before the scan.
    expect(marker >= 0xc0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd9), 'marker out of place');
    const length = header.readUInt16BE(2);
    expect(length >= 2, 'segment of no length');
    // exiftool has read this segment too, and so notices when it is cut.
    const body = await source.read(at + 4, length - 2);
    if (marker === 0xda) return jpeg.end();
    jpeg.segment(marker, body);
    at += 2 + length;
  }
  unusual('very many segments');
}

class Jpeg {
  readonly #tags: Tags;
  readonly #icc: Buffer[] = [];
  readonly #once = new Set<string>();
  #sized = false;

  constructor(tags: Tags) {
    this.#tags = tags;
  }

  segment(marker: number, body: Buffer): void {
    if (marker === 0xe1) return this.#app1(body);
    if (marker === 0xe2) return this.#app2(body);
    if (marker === 0xe0) return this.#app0(body);
    if (marker === 0xed) return this.#app13(body);
    if (marker === 0xec) return checkDucky(body);
    if (marker === 0xee) return expect(begins(body, 'Adobe'), 'APP14');
    expect((marker & 0xf0) !== 0xe0, `APP${marker & 0x0f}`);
    const frame = marker >= 0xc0 && marker <= 0xcf && (marker === 0xc0 || (marker & 3) !== 0);
    if (frame) this.#frame(body);
  }

  end(): void {
    expect(this.#sized, 'no size');
    if (this.#icc.length > 0) checkIcc(Buffer.concat(this.#icc));
  }

  /** Two of a kind are exiftool's to tell apart. */
  #first(kind: string): void {
    expect(!this.#once.has(kind), `${kind} twice`);
    this.#once.add(kind);
  }

  #app0(body: Buffer): void {
    if (begins(body, 'JFIF\0')) {
      this.#first('JFIF');
      expect(body.length >= 14, 'JFIF cut');
    } else {
      expect(begins(body, 'JFXX\0'), 'APP0');
    }
  }

  #app1(body: Buffer): void {
    if (begins(body, 'Exif\0\0')) {
      this.#first('Exif');
      exifTags(body.subarray(6), this.#tags, true);
    } else {
      expect(begins(body, XMP), 'APP1');
      this.#first('XMP');
      xmpTagsInto(utf8Text(body.subarray(XMP.length)), this.#tags);
    }
  }

  #app2(body: Buffer): void {
    if (begins(body, 'ICC_PROFILE\0')) {
      expect(body.length > 14 && body[12] === this.#icc.length + 1 && body[13]! >= body[12]!, 'ICC out of order');
      this.#first(`ICC ${body[12]}`);
      expect(this.#icc.length === 0 || this.#once.has(`of ${body[13]}`), 'ICC out of order');
      this.#once.add(`of ${body[13]}`);
      this.#icc.push(body.subarray(14));
      if (body[12] === body[13]) this.#once.add('ICC whole');
    } else if (begins(body, 'MPF\0')) {
      this.#first('MPF');
      checkMpf(body.subarray(4));
    } else {
      expect(begins(body, 'urn:'), 'APP2');
    }
  }

  #app13(body: Buffer): void {
    expect(begins(body, PHOTOSHOP), 'APP13');
    this.#first('Photoshop');
    photoshopTags(body.subarray(PHOTOSHOP.length), this.#tags);
  }

  #frame(body: Buffer): void {
    if (this.#sized) return;
    expect(body.length >= 6, 'frame cut');
    this.#sized = true;
    const width = body.readUInt16BE(3);
    const height = body.readUInt16BE(1);
    this.#tags.set('File:ImageWidth', width);
    this.#tags.set('File:ImageHeight', height);
    this.#tags.set('Composite:ImageSize', `${width} ${height}`);
  }
}

/** Photoshop's quality of "Save for Web": pairs of a tag and a length. */
function checkDucky(body: Buffer): void {
  expect(begins(body, 'Ducky'), 'APP12');
  for (let at = 5; at + 4 <= body.length; at += 4 + body.readUInt16BE(at + 2)) {
    if (body.readUInt16BE(at) === 0) return;
    expect(at + 4 + body.readUInt16BE(at + 2) <= body.length, 'Ducky cut');
  }
}

function begins(body: Buffer, text: string): boolean {
  return body.length >= text.length && body.toString('latin1', 0, text.length) === text;
}
