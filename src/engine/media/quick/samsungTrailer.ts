/** Samsung's own box at the end of a HEIC: it tells of the video in a motion photo. */
import { jsonValue, type Tags, utf8Text } from './tags.ts';
import { expect } from './unusual.ts';

const MOTION_PHOTO = 0x0a30;
/** Time, country, mode of the camera, backup; version and playing of the motion photo. */
const PLAIN: ReadonlySet<number> = new Set([MOTION_PHOTO, 0x0a01, 0x0aa1, 0x0c61, 0x0a41, 0x0a31, 0x0a33]);

/**
 * Blocks first, then their directory: `SEFH`, version, count, and of each block its type, how far it begins before the
 * directory, and its size; at last the directory's length and `SEFT`. Little-endian.
 */
export function samsungTrailerTags(bytes: Buffer, tags: Tags): void {
  expect(bytes.length >= 20 && bytes.toString('latin1', bytes.length - 4) === 'SEFT', "Samsung's trailer");
  const length = bytes.readUInt32LE(bytes.length - 8);
  const directory = bytes.length - 8 - length;
  expect(length >= 12 && length < 0x10000 && directory >= 0, "Samsung's trailer");
  const count = bytes.readUInt32LE(directory + 8);
  expect(
    bytes.toString('latin1', directory, directory + 4) === 'SEFH' && 12 + 12 * count <= length,
    "Samsung's trailer",
  );
  for (let entry = directory + 12; entry < directory + 12 + 12 * count; entry += 12) {
    const type = bytes.readUInt16LE(entry + 2);
    const back = bytes.readUInt32LE(entry + 4);
    const size = bytes.readUInt32LE(entry + 8);
    expect(PLAIN.has(type) && back <= directory && size <= back && size >= 8, "block in Samsung's trailer");
    const at = directory - back;
    const name = bytes.readUInt32LE(at + 4);
    expect(name + 8 <= size, "block in Samsung's trailer");
    if (type === MOTION_PHOTO)
      tags.set('Samsung:EmbeddedVideoType', jsonValue(utf8Text(bytes.subarray(at + 8, at + 8 + name))));
  }
}
