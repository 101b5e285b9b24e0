import type { Sharp } from 'sharp';
import type { Decoder, DecodeWish } from '../decode/decoder.ts';
import { oriented, whyNot } from '../decode/oriented.ts';
import { openRaster, type Pixels } from '../decode/raster.ts';
import type { PictureFile } from '../decode/source.ts';
import { asTiff } from '../decode/tiff.ts';
import { encodeThumbnail, THUMBNAIL_SIDE } from './encode.ts';

/** An embedded thumbnail of this many pixels is shown as it is: it is there a hundred times quicker. */
const ENOUGH = 200;

/**
 * @returns WebP, inside 256 × 256 pixels, upright, in sRGB, at most 10,000 bytes
 * @throws NoPicture with the reason why there is none; the signal's reason where it was given up
 */
export async function makeThumbnail(decoder: Decoder, source: PictureFile, signal?: AbortSignal): Promise<Buffer> {
  const wish: DecodeWish = { enough: ENOUGH, signal };
  const decodable = await decoder.open(source, wish);
  signal?.throwIfAborted();
  try {
    const small = oriented(decodable).resize(THUMBNAIL_SIDE, THUMBNAIL_SIDE, {
      fit: 'inside',
      withoutEnlargement: true,
    });
    let pixels = await pixelsOf(small);
    if (decodable.profile) pixels = await pixelsOf(openRaster(asTiff(pixels, decodable.profile)));
    return await encodeThumbnail(pixels);
  } catch (error) {
    throw whyNot(error);
  }
}

async function pixelsOf(picture: Sharp): Promise<Pixels> {
  const { data, info } = await picture
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels as Pixels['channels'] };
}
