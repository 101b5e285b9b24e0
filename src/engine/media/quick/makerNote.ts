/**
 * Maker notes other than Apple's hold nothing that is asked for. But exiftool reads them, and warns of damage that it
 * finds; so a note is let pass only where it is of a kind that is known, and in order where a warning is likely.
 */
import type { Tags } from './tags.ts';
import type { Entry, Tiff } from './tiff.ts';
import { expect, unusual } from './unusual.ts';

/** How a kind of note begins, where its directory is, and from where its offsets count. */
const KINDS: readonly {
  readonly begins: RegExp;
  readonly directory: number;
  readonly base: 'note' | 'tiff' | 'own tiff';
}[] = [
  { begins: /^Nikon\0\x02/, directory: 18, base: 'own tiff' },
  { begins: /^OLYMPUS\0/, directory: 12, base: 'note' },
  { begins: /^OLYMP\0/, directory: 8, base: 'tiff' },
  { begins: /^OM SYSTEM\0/, directory: 16, base: 'note' },
  { begins: /^Panasonic\0/, directory: 12, base: 'tiff' },
  { begins: /^SONY (DSC|CAM|MOBILE)/, directory: 12, base: 'tiff' },
  { begins: /^PENTAX \0/, directory: 10, base: 'note' },
];
/** Phones: their notes are unknown to exiftool, or plain. */
const PHONES =
  /^(samsung|google|huawei|honor|xiaomi|redmi|oneplus|oppo|realme|vivo|motorola|lge|lg electronics|htc|hmd global|nokia|zte|asus|fairphone|nothing)\b/i;
/** In which exiftool warns of a firmware that it doesn't know. */
const CANON_FIRMWARE = /\b(1D|5D|7D|50D)\b/;
/** Formats that notes of phones are not in: another maker's note, or Google's own packed one. */
const OTHERS =
  /^(HDRP|QVC\0|AOC\0|FUJIFILM|GENERALE|EPSON|KDK|LEICA|MKE|SEMC|PREMI|S1\0|Ricoh|RICOH|SANYO|SIGMA|FOVEON|LSI1|DJI|\[ae_dbg)/;
const PRINT_IM = 0x0e00;
const SERIAL_NUMBER = 0x001d;
const SHUTTER_COUNT = 0x00a7;

/**
 * @param jpeg whether it lies in a JPEG, whose own size of the picture comes after all that a note says of it
 * @throws Unusual
 */
export function checkMakerNote(tiff: Tiff, { at, size }: Entry, tags: Tags, jpeg: boolean): void {
  const make = String(tags.get('IFD0:Make') ?? '');
  const model = String(tags.get('IFD0:Model') ?? '');
  const start = tiff.bytes.toString('latin1', at, at + Math.min(size, 32));
  const kind = KINDS.find(({ begins }) => begins.test(start));
  expect(jpeg || (kind == null && /^samsung\b/i.test(make)), 'maker note outside a JPEG');
  if (kind != null) {
    expect(model !== 'DC-FT7', 'maker note of its own ways');
    const own = kind.base === 'own tiff';
    const base = kind.base === 'tiff' ? 0 : own ? at + 10 : at;
    const order = own ? tiff.bytes.toString('latin1', at + 10, at + 12) : undefined;
    const found = checkDirectory(tiff.bytes, at + kind.directory, base, order == null ? tiff.little : order === 'II');
    if (own) expect(found.has(SERIAL_NUMBER) === found.has(SHUTTER_COUNT), 'half of a key of Nikon');
    return;
  }
  if (/^Canon/.test(make)) return expect(!CANON_FIRMWARE.test(model), 'firmware of Canon');
  if (/^FUJIFILM/.test(make)) return expect(start.startsWith('FUJIFILM'), 'maker note of Fujifilm');
  expect(PHONES.test(make) && !OTHERS.test(start), `maker note of ${make}`);
}

/**
 * Epson's hints for printing lie in the notes of many cameras: where an editor has moved the note, exiftool doesn't
 * find them any more, and says so.
 * @returns the tags of the directory
 */
function checkDirectory(bytes: Buffer, at: number, base: number, tiffLittle: boolean): ReadonlySet<number> {
  let little = tiffLittle;
  const u16 = (where: number): number => (little ? bytes.readUInt16LE(where) : bytes.readUInt16BE(where));
  const u32 = (where: number): number => (little ? bytes.readUInt32LE(where) : bytes.readUInt32BE(where));
  // Some notes are in an order of their own, which shows in the number of entries.
  if (u16(at) >> 8 > (u16(at) & 0xff)) little = !little;
  const count = u16(at);
  expect(count > 0 && count < 1000 && at + 2 + 12 * count <= bytes.length, 'maker note cut');
  const found = new Set<number>();
  for (let entry = at + 2; entry < at + 2 + 12 * count; entry += 12) {
    const tag = u16(entry);
    found.add(tag);
    if (tag !== PRINT_IM) continue;
    const size = u32(entry + 4);
    const value = base + u32(entry + 8);
    expect(u16(entry + 2) === 7 && value + size <= bytes.length, 'PrintIM');
    checkPrintIm(bytes.subarray(value, value + size));
  }
  return found;
}

/** @throws Unusual where their table is not all there */
export function checkPrintIm(value: Buffer): void {
  if (value.length === 0) return;
  expect(value.length > 15 && value.toString('latin1', 0, 7) === 'PrintIM', 'PrintIM');
  const least = Math.min(value.readUInt16BE(14), value.readUInt16LE(14));
  if (16 + least * 6 > value.length) unusual('PrintIM cut');
}
