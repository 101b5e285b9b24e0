/** A picture whose corners tell which way up it is: red, green / blue, white. */
import sharp, { type Sharp } from 'sharp';

type Corner = 'red' | 'green' | 'blue' | 'white';
export type Corners = readonly [Corner, Corner, Corner, Corner];

const COLOURS: Readonly<Record<Corner, readonly [number, number, number]>> = {
  red: [220, 40, 40],
  green: [40, 180, 60],
  blue: [40, 60, 200],
  white: [240, 240, 240],
};

/** Top left, top right, bottom left, bottom right. */
export const UPRIGHT: Corners = ['red', 'green', 'blue', 'white'];

/** What EXIF's orientation makes of UPRIGHT, 1 to 8 (EXIF 2.32, tag 274). */
export const ORIENTED: Readonly<Record<number, Corners>> = {
  1: ['red', 'green', 'blue', 'white'],
  2: ['green', 'red', 'white', 'blue'],
  3: ['white', 'blue', 'green', 'red'],
  4: ['blue', 'white', 'red', 'green'],
  5: ['red', 'blue', 'green', 'white'],
  6: ['blue', 'red', 'white', 'green'],
  7: ['white', 'green', 'blue', 'red'],
  8: ['green', 'white', 'red', 'blue'],
};

export function quarters(width = 640, height = 480): Sharp {
  const half = Math.floor(width / 2);
  const rows = [0, 2].map(k => {
    const [left, right] = [COLOURS[UPRIGHT[k] ?? 'white'], COLOURS[UPRIGHT[k + 1] ?? 'white']];
    return Buffer.concat([
      Buffer.alloc(3 * half, Buffer.from(left)),
      Buffer.alloc(3 * (width - half), Buffer.from(right)),
    ]);
  });
  const data = Buffer.concat(Array.from({ length: height }, (_, y) => rows[y < height / 2 ? 0 : 1] ?? Buffer.of()));
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Reads the corners of an encoded picture back; fails where a colour is none of the four. */
export async function cornersOf(encoded: Buffer | string): Promise<string[]> {
  const { data, info } = await sharp(encoded)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [0.25, 0.75].flatMap(v => [0.25, 0.75].map(u => nearest(data, info.channels, pixelAt(info, u, v))));
}

function pixelAt(info: { width: number; height: number }, u: number, v: number): number {
  return Math.floor(v * info.height) * info.width + Math.floor(u * info.width);
}

function nearest(data: Buffer, channels: number, pixel: number): string {
  const seen = [0, 1, 2].map(k => data[pixel * channels + k] ?? 0);
  for (const [name, colour] of Object.entries(COLOURS)) {
    // Near enough for inks and for strong compression; the four are more than 200 apart.
    if (Math.hypot(...colour.map((value, k) => value - (seen[k] ?? 0))) < 80) return name;
  }
  return `rgb(${seen.join()})`;
}
