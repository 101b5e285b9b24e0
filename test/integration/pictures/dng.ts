/** The smallest RAW file that exiftool knows: a DNG of one directory, whose only picture is a JPEG preview. */

type Entry = readonly [tag: number, type: 1 | 2 | 3 | 4, values: readonly number[]];

/** TIFF 6.0 and DNG 1.6: IFD0 with NewSubfileType 1 (a reduced picture) in JPEG, and the RAW's orientation. */
export function dngWith(preview: Buffer, width: number, height: number, orientation: number): Buffer {
  const make = [...Buffer.from('Keepsake\0')];
  const entries: Entry[] = [
    [254, 4, [1]],
    [256, 4, [width]],
    [257, 4, [height]],
    [259, 3, [7]],
    [262, 3, [6]],
    [271, 2, make],
    [272, 2, make],
    [273, 4, [0]],
    [274, 3, [orientation]],
    [277, 3, [3]],
    [278, 4, [height]],
    [279, 4, [preview.length]],
    [50706, 1, [1, 4, 0, 0]],
  ];
  const extraAt = 8 + 2 + 12 * entries.length + 4;
  const extra: number[] = [];
  const previewAt = extraAt + 64;
  const ifd = Buffer.alloc(extraAt);
  ifd.write('II*\0', 0, 'latin1');
  ifd.writeUInt32LE(8, 4);
  ifd.writeUInt16LE(entries.length, 8);
  for (const [k, [tag, type, values]] of entries.entries()) {
    const at = 10 + 12 * k;
    ifd.writeUInt16LE(tag, at);
    ifd.writeUInt16LE(type, at + 2);
    ifd.writeUInt32LE(values.length, at + 4);
    if (tag === 273) ifd.writeUInt32LE(previewAt, at + 8);
    else if (type === 4) ifd.writeUInt32LE(values[0] ?? 0, at + 8);
    else if (type === 3) ifd.writeUInt16LE(values[0] ?? 0, at + 8);
    else if (values.length <= 4) ifd.set(values, at + 8);
    else {
      ifd.writeUInt32LE(extraAt + extra.length, at + 8);
      extra.push(...values);
    }
  }
  const padded = Buffer.alloc(64);
  padded.set(extra);
  return Buffer.concat([ifd, padded, preview]);
}
