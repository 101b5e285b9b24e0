/** sharp, held to the six formats that it may decode here. The only file that imports it for decoding. */
import sharp, { type Sharp, type SharpOptions } from 'sharp';

/** Larger pictures are refused: 500 megapixels, five times a 100-megapixel camera. */
export const MAX_PIXELS = 500_000_000;

// libvips can also load SVG (which fetches what it refers to), PDF, MATLAB, its own format and more.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpeg',
    'VipsForeignLoadPng',
    'VipsForeignLoadWebp',
    'VipsForeignLoadNsgif',
    'VipsForeignLoadTiff',
    'VipsForeignLoadHeif',
  ],
});
// Every picture is seen once; a cache only holds memory. One thread each, for many run side by side.
sharp.cache(false);
sharp.concurrency(1);

/**
 * @param input the encoded bytes, or the path of a file too large to be held
 * @param options what to add; a damaged picture gives what is there of it, and only the first page is read
 */
export function openRaster(input: Uint8Array | string, options: SharpOptions = {}): Sharp {
  return sharp(input, { failOn: 'none', limitInputPixels: MAX_PIXELS, ...options });
}

/** Pixels in rows from the top, samples interleaved, 8 bits each; 1 or 3 colours, with alpha 2 or 4. */
export interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
}

export function rasterOf(pixels: Pixels): Sharp {
  const { data, width, height, channels } = pixels;
  return sharp(data, { raw: { width, height, channels } });
}
