/** IPTC-IIM within Photoshop's image resources: https://exiftool.org/TagNames/IPTC.html */
import { latinText } from './latin.ts';
import { jsonValue, type Tags, utf8Text, withoutEnd } from './tags.ts';
import { expect, unusual } from './unusual.ts';

const IPTC = 0x0404;
/** ICC, EXIF (two places) and XMP within Photoshop's. */
const WITHIN: ReadonlySet<number> = new Set([0x040f, 0x0422, 0x0423, 0x0424]);

type Form = 'text' | 'list' | 'day' | 'time';
const DATASETS: ReadonlyMap<number, readonly [name: string, form: Form]> = new Map<number, readonly [string, Form]>([
  [5, ['ObjectName', 'text']],
  [25, ['Keywords', 'list']],
  [55, ['DateCreated', 'day']],
  [60, ['TimeCreated', 'time']],
  [62, ['DigitalCreationDate', 'day']],
  [63, ['DigitalCreationTime', 'time']],
  [80, ['By-line', 'list']],
  [116, ['CopyrightNotice', 'text']],
  [120, ['Caption-Abstract', 'text']],
]);
const CODED_CHARACTER_SET = 90;
const UTF8 = '\u001b%G';

export function photoshopTags(bytes: Buffer, tags: Tags): void {
  let at = 0;
  let found = false;
  while (at + 8 < bytes.length) {
    expect(bytes.toString('latin1', at, at + 4) === '8BIM', 'resource of Photoshop');
    const id = bytes.readUInt16BE(at + 4);
    // A Pascal string, padded so that it takes an even number of bytes with its length.
    const name = bytes[at + 6]!;
    at += 7 + name + (name % 2 === 0 ? 1 : 0);
    expect(at + 4 <= bytes.length, 'resource of Photoshop cut');
    const size = bytes.readUInt32BE(at);
    at += 4;
    expect(at + size <= bytes.length, 'resource of Photoshop cut');
    if (WITHIN.has(id)) unusual(`resource ${id.toString(16)} of Photoshop`);
    if (id === IPTC) {
      expect(!found, 'IPTC twice');
      found = true;
      iptcTags(bytes.subarray(at, at + size), tags);
    }
    at += size + (size % 2);
  }
}

function iptcTags(bytes: Buffer, tags: Tags): void {
  const lists = new Map<string, unknown[]>();
  let charset: 'utf8' | 'latin' = 'latin';
  let at = 0;
  while (at + 5 <= bytes.length) {
    if (bytes[at] === 0 && bytes.subarray(at).every(byte => byte === 0)) break;
    expect(bytes[at] === 0x1c, 'dataset of IPTC');
    const record = bytes[at + 1]!;
    const dataset = bytes[at + 2]!;
    const length = bytes.readUInt16BE(at + 3);
    at += 5;
    expect(length < 0x8000 && at + length <= bytes.length, 'length in IPTC');
    const value = bytes.subarray(at, at + length);
    at += length;
    if (record === 1) {
      if (dataset !== CODED_CHARACTER_SET) continue;
      expect(value.toString('latin1') === UTF8, 'charset of IPTC');
      charset = 'utf8';
      continue;
    }
    expect(record === 2 || record === 3 || (record >= 7 && record <= 9), 'record of IPTC');
    const known = record === 2 ? DATASETS.get(dataset) : undefined;
    if (known == null) continue;
    const [name, form] = known;
    const read = printed(decoded(value, charset), form);
    if (form !== 'list') {
      tags.set(`IPTC:${name}`, read);
      continue;
    }
    const items = lists.get(name) ?? [];
    items.push(read);
    lists.set(name, items);
  }
  for (const [name, items] of lists) tags.set(`IPTC:${name}`, items.length === 1 ? items[0] : items);
}

function printed(text: string, form: Form): unknown {
  expect(text.length <= 32 || form === 'text' || form === 'list', 'very long date in IPTC');
  if (form === 'day') return jsonValue(text.replace(/(\d{4})[^\d]*(\d{2})[^\d]*(\d{2})$/, '$1:$2:$3'));
  if (form !== 'time') return jsonValue(text);
  return jsonValue(
    text
      .replaceAll(' ', ':')
      .replace(/^(\d{2})(\d{2})(\d{2})/, '$1:$2:$3')
      .replace(/([+-]\d{2})(\d{2})\s*$/, '$1:$2'),
  );
}

/** Bytes that shift to another set in the middle of a text. */
const SHIFTS = /[\u0014\u0015\u001b]/;

function decoded(value: Buffer, charset: 'utf8' | 'latin'): string {
  expect(!SHIFTS.test(value.toString('latin1')), 'shifted text in IPTC');
  const text = withoutEnd(charset === 'utf8' ? utf8Text(value) : latinText(value), '\0');
  // Where a text has a zero within, exiftool cuts it, or not.
  expect(!text.includes('\0'), 'zero in a text of IPTC');
  return text;
}
