import { type Pixels, rasterOf } from '../decode/raster.ts';

/** Every thumbnail is at most this many bytes, px a side: webviews cache them for ever. */
export const THUMBNAIL_BYTES = 10_000;
export const THUMBNAIL_SIDE = 256;

/** WebP quality, and the side that the picture must fit into. Noise of every pixel fits at the last step but one. */
const LADDER: readonly (readonly [quality: number, side: number])[] = [
  [85, 256],
  [75, 256],
  [65, 256],
  [52, 256],
  [40, 256],
  [28, 256],
  [18, 256],
  [18, 192],
  [15, 128],
  [10, 96],
  [5, 64],
];

/** @returns a WebP of at most `THUMBNAIL_BYTES`, as good as fits */
export async function encodeThumbnail(pixels: Pixels): Promise<Buffer> {
  for (const [quality, side] of LADDER) {
    let picture = rasterOf(pixels);
    if (side < THUMBNAIL_SIDE) picture = picture.resize(side, side, { fit: 'inside', withoutEnlargement: true });
    const encoded = await picture.webp({ quality, alphaQuality: quality, effort: 4 }).toBuffer();
    if (encoded.length <= THUMBNAIL_BYTES) return encoded;
  }
  throw new Error('A thumbnail did not become small enough.');
}
