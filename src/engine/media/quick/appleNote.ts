/** Apple's maker note: the one that holds what is asked for. */
import { jsonValue, type Tags, utf8Text } from './tags.ts';
import { expect, unusual } from './unusual.ts';

/** Texts: https://exiftool.org/TagNames/Apple.html */
const NAMES: ReadonlyMap<number, string> = new Map([
  [0x000b, 'BurstUUID'],
  [0x0011, 'ContentIdentifier'],
]);
const APPLE = 'Apple iOS\0';
/** Bytes of one value, by TIFF's formats; Apple has 64-bit numbers (16) too. */
const SIZES: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 16: 8 };

/**
 * Apple's note ties a photo to its live video, and to the others of its burst. Its offsets count from its own start.
 * @returns false where it is another maker's
 */
export function appleNote(note: Buffer, tags: Tags): boolean {
  if (note.toString('latin1', 0, APPLE.length) !== APPLE) return false;
  expect(note.length >= 20 && note.toString('latin1', 12, 14) === 'MM', "Apple's note");
  const count = note.readUInt16BE(14);
  const end = 16 + 12 * count;
  expect(count < 256 && end <= note.length, "Apple's note is cut");
  for (let entry = 16; entry < end; entry += 12) {
    const values = note.readUInt32BE(entry + 4);
    const size = values * (SIZES[note.readUInt16BE(entry + 2)] ?? unusual("format in Apple's note"));
    const at = size > 4 ? note.readUInt32BE(entry + 8) : entry + 8;
    expect(at >= 8 && at + size <= note.length && values <= 10_000, "value outside Apple's note");
    const name = NAMES.get(note.readUInt16BE(entry));
    if (name == null) continue;
    expect(note.readUInt16BE(entry + 2) === 2, "text in Apple's note");
    const [text = ''] = note.toString('latin1', at, at + size).split('\0');
    tags.set(`Apple:${name}`, jsonValue(utf8Text(Buffer.from(text, 'latin1'))));
  }
  return true;
}
