import type { Box } from '../imageData/boxes.ts';
import type { Looked } from '../insertion/place.ts';

/** The first box of the file of this kind; undefined where there is none, or a larger one than is looked at. */
export function topBox(file: Looked, wanted: string, largest: number): Box | undefined {
  for (let at = 0; at + 16 <= file.size; ) {
    const header = file.read(at, 16);
    const short = header.readUInt32BE(0);
    const length = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? file.size - at : short;
    if (length < 8) return undefined;
    const begin = at + (short === 1 ? 16 : 8);
    if (header.toString('latin1', 4, 8) === wanted)
      return length <= largest && at + length <= file.size ? { type: wanted, at: begin, end: at + length } : undefined;
    at += length;
  }
  return undefined;
}
