/** Bytes of an enemy: never an error, never without an end, never much memory. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { quickTags } from '../../../../src/engine/media/quick/quickTags.ts';
import { type ByteSource, HeadBytes } from '../../../../src/engine/media/quick/source.ts';
import { xmpTags } from '../../../../src/engine/media/quick/xmp.ts';
import { damaged, random } from './damage.ts';

const TIMES = 600;
const read = (bytes: Buffer, name = 'a.jpg', size = bytes.length) => quickTags(new HeadBytes(bytes, size), name);

const XMP = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">A &amp; B</rdf:li></rdf:Alt></dc:title>
<dc:subject><rdf:Bag><rdf:li>sky</rdf:li><rdf:li>sea</rdf:li></rdf:Bag></dc:subject>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`;

/** A TIFF structure of one directory, and bytes behind it. */
function tiff(entries: readonly (readonly [tag: number, format: number, count: number, value: number])[], next = 0) {
  const bytes = Buffer.alloc(8 + 2 + 12 * entries.length + 4 + 64);
  bytes.write('MM\0*', 0, 'latin1');
  bytes.writeUInt32BE(8, 4);
  bytes.writeUInt16BE(entries.length, 8);
  for (const [k, [tag, format, count, value]] of entries.entries()) {
    const at = 10 + 12 * k;
    bytes.writeUInt16BE(tag, at);
    bytes.writeUInt16BE(format, at + 2);
    bytes.writeUInt32BE(count, at + 4);
    bytes.writeUInt32BE(value, at + 8);
  }
  bytes.writeUInt32BE(next, 10 + 12 * entries.length);
  return bytes;
}

function segment(marker: number, body: Buffer): Buffer {
  const header = Buffer.from([0xff, marker, 0, 0]);
  header.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([header, body]);
}

/** A JPEG of 60 by 40 with these segments. */
function jpeg(...segments: readonly Buffer[]): Buffer {
  const frame = segment(0xc0, Buffer.from([8, 0, 40, 0, 60, 1, 1, 0x11, 0]));
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...segments,
    frame,
    segment(0xda, Buffer.alloc(10)),
    Buffer.alloc(99),
  ]);
}

const exif = (bytes: Buffer) => segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), bytes]));

function box(type: string, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + body.length, 0);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, body]);
}

const FTYP = box('ftyp', Buffer.from('isom\0\0\0\0isommp42', 'latin1'));

test('a plain file is read', async () => {
  const found = await read(jpeg(exif(tiff([[0x0112, 3, 1, 6 << 16]]))));
  assert.equal(found?.['IFD0:Orientation'], 6);
  assert.equal(found?.['Composite:ImageSize'], '60 40');
  assert.equal(xmpTags(XMP)?.['XMP-dc:Title'], 'A & B');
});

test('directories that go in a circle, or lead outside', async () => {
  for (const bytes of [
    tiff([[0x8769, 4, 1, 8]]),
    tiff([], 8),
    tiff([[0x8769, 4, 1, 0xffff_fff0]]),
    tiff([[0x8825, 4, 2, 8]]),
    tiff([], 0xffff_ffff),
    tiff([[0x010f, 2, 0xffff_ffff, 8]]),
    tiff([[0x010f, 2, 5000, 8]]),
    tiff([[0x010f, 2, 50, 0]]),
    tiff([[0x829a, 5, 0x2000_0000, 8]]),
    tiff([[0x0100, 99, 1, 8]]),
    tiff(Array.from({ length: 2 }, () => [0x0112, 3, 1, 6 << 16] as const)),
  ])
    assert.equal(await read(jpeg(exif(bytes))), undefined);
});

test('boxes within boxes, and sizes of everything', async () => {
  let deep = box('trak');
  for (let k = 0; k < 2000; k++) deep = box('trak', deep);
  const huge = box('mdat');
  huge.writeUInt32BE(300_000_000, 0);
  const endless = Buffer.concat([box('mdat'), Buffer.alloc(8, 0xff)]);
  endless.writeUInt32BE(1, 0);
  const none = Buffer.alloc(8);
  none.write('moov', 4, 'latin1');
  for (const bytes of [box('moov', deep), box('moov', none), huge, endless, none, Buffer.alloc(5000)])
    assert.equal(await read(Buffer.concat([FTYP, bytes]), 'a.mp4'), undefined);
});

test('a claim of 300 MB is not believed', async () => {
  const asked: number[] = [];
  const moov = Buffer.concat([FTYP, Buffer.from([0x11, 0xe1, 0xa3, 0, 0x6d, 0x6f, 0x6f, 0x76])]);
  const source: ByteSource = {
    size: 1e9,
    head: moov,
    async read(offset, length) {
      asked.push(length);
      return new HeadBytes(moov, source.size).read(offset, length);
    },
  };
  assert.equal(await quickTags(source, 'a.mp4'), undefined);
  // The source itself refuses what is too much to hold.
  await assert.rejects(new HeadBytes(moov, 1e9).read(0, 300_000_000));
  assert.ok(asked.length < 10);
});

test('XML that is deep, long, or of entities', () => {
  const within = (content: string) => XMP.replace(/<dc:title>.*<\/dc:title>/s, content);
  const open = '<dc:a>'.repeat(10_000);
  for (const text of [
    within(open),
    within(open + '</dc:a>'.repeat(10_000)),
    within('<dc:title>&bomb;</dc:title>'),
    within('<!-- a comment --><dc:title>x</dc:title>'),
    within('<dc:title><![CDATA[x]]></dc:title>'),
    within('<dc:title>&#xd800;</dc:title>'),
    within('<dc:title>a & b</dc:title>'),
    within('<dc:title>x</dc:Title>'),
    within('<dc:title>x</dc:title><dc:title>y</dc:title>'),
    within('<none:title>x</none:title>'),
    within(`<dc:a ${'b:c="d" '.repeat(20_000)}/>`),
    within(`<dc:a ${' '.repeat(100_000)}x`),
    `<!DOCTYPE x [<!ENTITY a "b">]>${XMP}`,
    XMP.slice(0, 400),
    '',
  ])
    assert.equal(xmpTags(text), undefined, text.slice(150, 250));
});

test('very long texts', async () => {
  const blanks = Buffer.alloc(60_000, 0x20);
  for (const tag of [0x010f, 0x8298, 0x9291, 0x010e]) {
    const bytes = Buffer.concat([tiff([[tag, tag === 0x8298 ? 7 : 2, blanks.length, 90]]), blanks, Buffer.from('x')]);
    assert.ok(await read(jpeg(exif(bytes))));
  }
  const long = ' '.repeat(2_000_000);
  for (const text of [`${XMP}${long}x`, XMP.replace('sky', `${long}x`), XMP.replace('?><x', `?>${long}<x`)])
    xmpTags(text);
});

test('thousands of damaged files: an answer or none, never an error', async () => {
  const picture = sharp({ create: { width: 60, height: 40, channels: 3, background: '#48c' } }).withExif({
    IFD0: { Make: 'Apple', Model: 'iPhone', Copyright: 'me' },
    IFD2: { DateTimeOriginal: '2019:07:01 10:00:00', UserComment: 'words' },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100', GPSLongitudeRef: 'W', GPSLongitude: '0/1 7/1 0/1' },
  });
  const [bytes, png, webp, avif] = await Promise.all(
    (['jpeg', 'png', 'webp', 'avif'] as const).map(format => picture.clone().toFormat(format).toBuffer()),
  );
  const data = path.join(import.meta.dirname, '../../../fixtures/data');
  const heic = fs.readFileSync(path.join(data, 'quarters-thumb.heic'));
  const xmp = segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${XMP}`));
  const files: readonly (readonly [name: string, bytes: Buffer])[] = [
    ['a.jpg', Buffer.concat([bytes!.subarray(0, 2), xmp, bytes!.subarray(2)])],
    ['a.png', png!],
    ['a.webp', webp!],
    ['a.avif', avif!],
    ['a.heic', heic.subarray(0, 20_000)],
  ];
  for (const [k, [name, whole]] of files.entries()) {
    const next = random(k);
    for (let n = 0; n < TIMES; n++) await read(damaged(whole, next), name, whole.length);
  }
  const next = random(99);
  const text = Buffer.from(XMP);
  for (let n = 0; n < TIMES; n++) xmpTags(damaged(text, next).toString('utf8'));
});
