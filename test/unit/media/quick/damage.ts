/** Small damage to bytes, the same for the same seed. */

/** Numbers from 0 to below the limit (mulberry32). */
export function random(seed: number): (limit: number) => number {
  let state = seed | 0;
  return limit => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  };
}

const EXTREMES = [0, 1, 8, 0x7f, 0xff, 0x7fff_ffff, 0x8000_0000, 0xffff_fff8, 0xffff_ffff];
const SIGNS = [0, 0x0a, 0x20, 0x22, 0x26, 0x2d, 0x2f, 0x3c, 0x3e, 0x80, 0xff];

/** A copy with one to four places changed: a byte, a bit, a number made extreme, some bytes put elsewhere, or cut. */
export function damaged(whole: Buffer, next: (limit: number) => number): Buffer {
  let bytes: Buffer = Buffer.from(whole);
  for (let times = 1 + next(4); times > 0; times--) {
    const at = next(bytes.length);
    switch (next(8)) {
      case 0:
        bytes[at] = next(256);
        break;
      case 1:
        bytes[at] = bytes[at]! ^ (1 << next(8));
        break;
      case 2:
        bytes[at] = SIGNS[next(SIGNS.length)]!;
        break;
      case 3:
      case 4:
        if (at + 4 <= bytes.length) bytes.writeUInt32BE(EXTREMES[next(EXTREMES.length)]!, at);
        break;
      case 5:
        if (at + 4 <= bytes.length) bytes.writeUInt32LE(next(bytes.length), at);
        break;
      case 6:
        bytes.copyWithin(at, next(bytes.length), next(bytes.length));
        break;
      default:
        if (next(10) === 0 && at > 0) bytes = bytes.subarray(0, at);
    }
  }
  return bytes;
}
