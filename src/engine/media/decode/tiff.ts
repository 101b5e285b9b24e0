import type { Pixels } from './raster.ts';

/** Type 3 is a 16-bit number, 4 a 32-bit one, 7 bytes. */
type Field = readonly [tag: number, type: 3 | 4 | 7, count: number, value: number];

/**
 * Puts pixels and their ICC profile into an uncompressed TIFF: sharp has no other way to be told the profile
 * of bare pixels. TIFF 6.0, one strip, little-endian.
 */
export function asTiff(pixels: Pixels, icc: Uint8Array | undefined): Buffer {
  const { data, width, height, channels } = pixels;
  const colours = channels < 3 ? 1 : 3;
  const alpha = channels === 2 || channels === 4;
  // The directory has at most 12 fields.
  const bitsAt = 8 + 2 + 12 * 12 + 4;
  const iccAt = bitsAt + 8;
  const iccSize = icc?.length ?? 0;
  const dataAt = iccAt + iccSize + (iccSize % 2);
  const list: Field[] = [
    [256, 4, 1, width],
    [257, 4, 1, height],
    // One or two 16-bit numbers are written in place of their offset.
    [258, 3, channels, channels > 2 ? bitsAt : channels === 2 ? 0x00080008 : 8],
    [259, 3, 1, 1],
    [262, 3, 1, colours === 3 ? 2 : 1],
    [273, 4, 1, dataAt],
    [277, 3, 1, channels],
    [278, 4, 1, height],
    [279, 4, 1, data.length],
    [284, 3, 1, 1],
    // Unassociated alpha.
    ...(alpha ? ([[338, 3, 1, 2]] as const) : []),
    ...(icc ? ([[34675, 7, iccSize, iccAt]] as const) : []),
  ];
  const out = Buffer.alloc(dataAt);
  out.write('II*\0', 0, 'latin1');
  out.writeUInt32LE(8, 4);
  out.writeUInt16LE(list.length, 8);
  for (const [k, [tag, type, count, value]] of list.entries()) {
    const at = 10 + 12 * k;
    out.writeUInt16LE(tag, at);
    out.writeUInt16LE(type, at + 2);
    out.writeUInt32LE(count, at + 4);
    out.writeUInt32LE(value, at + 8);
  }
  for (let k = 0; k < channels && k < 4; k++) out.writeUInt16LE(8, bitsAt + 2 * k);
  if (icc) out.set(icc, iccAt);
  return Buffer.concat([out, data]);
}
